package main

import (
	"bytes"
	"context"
	_ "embed"
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
// gets a call that is open as well, with dates counted from its first day.

//go:embed demo-open.yaml
var openTemplate string

// openFile is that scenario with its dates, kept in the folder: another start
// takes up the same.
const openFile = "demo-open.yaml"

// openCall brings in the open call, if it is not there, and tells that it is
// invented.
func (c *demoCmd) openCall(ctx context.Context, s *streams, a *app.App) error {
	path := filepath.Join(c.Dir, openFile)
	if _, err := os.Stat(path); err != nil {
		text, err := dated(workflow.DateOf(a.Now()))
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return fail(failed, "the folder of the demonstration cannot be written to (%s): name another with --dir", cause(err))
		}
	}
	files, complaints := scenario.Open(path)
	if len(complaints) > 0 {
		return complaints
	}
	results, err := replay(ctx, s, a, files)
	if err != nil {
		return err
	}
	if !results[0].OK {
		return fail(failed, "the open call of the demonstration did not come about: start it with --fresh")
	}
	closes, err := workflow.ParseMoment(fmt.Sprint(files[0].Calls[0].Values["closes_at"]))
	if err != nil {
		return err
	}
	return c.invented(s, a.Now(), closes)
}

func (c *demoCmd) invented(s *streams, now, closes time.Time) error {
	said := fmt.Sprintf("The call EMP-DEMO and its draft of Lojega are invented, so that there is something to act on; it is open until %s.\n", workflow.DateOf(closes))
	if !now.Before(closes) {
		said = fmt.Sprintf("The invented call EMP-DEMO closed on %s: start with --fresh for one that is open.\n", workflow.DateOf(closes))
	}
	_, err := fmt.Fprint(s.out, said)
	return err
}

// dated is the scenario as of that day.
func dated(today workflow.Date) ([]byte, error) {
	t, err := template.New(openFile).Funcs(template.FuncMap{
		"day": func(n int) string { return string(today.Plus(0, n)) },
	}).Parse(openTemplate)
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
