package main

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"text/template"
	"time"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/workflow"
)

// The edition of 2023 is archived: nobody can act in it. So the demonstration
// gets calls in which something waits for everybody, with dates counted from its
// first day: one that is open, one before its committee, one with its projects.

//go:embed demo-*.yaml
var inventedFiles embed.FS

// inventedRules is what the files of the invented calls have in common.
const inventedRules = "demo-rules.yaml"

// openFile is the call that is open. It is the last to be replayed, and its dates
// are kept in the folder, as those of the others are: another start takes up the same.
const openFile = "demo-open.yaml"

// inventedOrder is the order in which they are replayed, by their first steps.
var inventedOrder = []string{"demo-running.yaml", "demo-committee.yaml", openFile}

// inventedCalls brings in the invented calls, if they are not there, and tells
// that they are invented.
func (c *demoCmd) inventedCalls(ctx context.Context, s *streams, a *app.App) error {
	for _, name := range inventedOrder {
		file, err := c.invent(ctx, s, a, name)
		if err != nil {
			return err
		}
		if name != openFile {
			continue
		}
		closes, err := workflow.ParseMoment(fmt.Sprint(file.Calls[0].Values["closes_at"]))
		if err != nil {
			return err
		}
		return c.invented(s, a.Now(), closes)
	}
	return nil
}

// invent replays one of them.
func (c *demoCmd) invent(ctx context.Context, s *streams, a *app.App, name string) (*scenario.File, error) {
	path := filepath.Join(c.Dir, name)
	if _, err := os.Stat(path); err != nil {
		text, err := dated(name, workflow.DateOf(a.Now()))
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return nil, fail(failed, "the folder of the demonstration cannot be written to (%s): name another with --dir", cause(err))
		}
	}
	files, complaints := scenario.Open(path)
	if len(complaints) > 0 {
		return nil, complaints
	}
	results, err := replay(ctx, s, a, files)
	if err != nil {
		return nil, err
	}
	if !results[0].OK {
		return nil, fail(failed, "the invented calls of the demonstration did not come about: start it with --fresh")
	}
	return files[0], nil
}

func (c *demoCmd) invented(s *streams, now, closes time.Time) error {
	said := fmt.Sprintf("The calls EMP-DEMO, EMP-DEMO-2 and EMP-DEMO-3 are invented, so that everybody has something to act on; EMP-DEMO is open until %s.\n", workflow.DateOf(closes))
	if !now.Before(closes) {
		said = fmt.Sprintf("The invented call EMP-DEMO closed on %s: start with --fresh for one that is open.\n", workflow.DateOf(closes))
	}
	_, err := fmt.Fprint(s.out, said)
	return err
}

// dated is an invented scenario as of that day.
func dated(name string, today workflow.Date) ([]byte, error) {
	t, err := template.New(name).Funcs(template.FuncMap{
		"day": func(n int) string { return string(today.Plus(0, n)) },
	}).ParseFS(inventedFiles, name, inventedRules)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, nil)
	return out.Bytes(), err
}

// unfinished does what an earlier start of the demonstration had ordered and
// was stopped before it did: as of now, not as of the replay.
func (c *demoCmd) unfinished(ctx context.Context, a *app.App) error {
	if _, err := os.Stat(filepath.Join(c.Dir, openFile)); err != nil {
		return nil //nolint:nilerr // the replay itself is what was cut off
	}
	return a.Work(ctx, time.Time{})
}
