package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

type replayCmd struct {
	Files    []string `arg:"" optional:"" name:"file" help:"Scenario files."`
	Database string   `help:"Replay into this database; without it into one that is thrown away." placeholder:"URL"`
	Out      string   `help:"Write the documents and the result into this folder." placeholder:"DIR"`
	JSON     bool     `name:"json" help:"Print the result as JSON."`
	Schema   bool     `help:"Print the schema of scenario files."`
	Codes    bool     `help:"Print all refusal codes with their kind."`
}

func (c *replayCmd) Run(ctx context.Context, s *streams) error {
	switch {
	case c.Schema:
		return printJSON(s.out, scenario.Schema(empowerment.V1()))
	case c.Codes:
		return printJSON(s.out, scenario.Codes(empowerment.V1()))
	case len(c.Files) == 0:
		return fail(nonsense, "no scenario is named: give the path of a file, such as my-call.yaml")
	}
	files, complaints := scenario.Open(c.Files...)
	if len(files) == len(c.Files) { // else what one file says of another cannot be told
		complaints = append(complaints, scenario.Check(files, empowerment.V1(), c.ground(ctx, s, files))...)
	}
	if len(complaints) > 0 {
		return complaints.Sorted()
	}
	a, done, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	results, err := replay(ctx, s, a, files)
	if err == nil && c.Out != "" {
		err = errors.Join(writeResults(c.Out, results), shelve(ctx, a, c.Out, callsOf(results)))
	}
	if err = errors.Join(err, done()); err != nil {
		return err
	}
	return c.tell(s, files, results)
}

// callsOf are the ids of the calls that the scenarios made.
func callsOf(results []*scenario.Result) (out []string) {
	for _, r := range results {
		out = append(out, r.CallIDs...)
	}
	return out
}

// ground is what the database has already; nothing if it is not there yet, or
// cannot be opened, which its use will tell.
func (c *replayCmd) ground(ctx context.Context, s *streams, files []*scenario.File) scenario.Ground {
	nothing := scenario.Ground{Say: sentence, Now: app.New(nil).Now()}
	if c.Database == "" {
		return nothing
	}
	a, err := open(ctx, c.Database, s)
	if err != nil {
		return nothing
	}
	defer a.Store.Close() //nolint:errcheck // only read
	g, err := (&scenario.Runner{App: a, Say: sentence}).Ground(ctx, files)
	if err != nil {
		return nothing
	}
	return g
}

// open makes the database if it is to be thrown away, or is new or empty: an
// import is the first that many databases see. One that is behind is for
// `migrate up`.
func (c *replayCmd) open(ctx context.Context, s *streams) (*app.App, func() error, error) {
	if c.Database != "" {
		if err := begin(ctx, c.Database); err != nil {
			return nil, nil, err
		}
		a, err := open(ctx, c.Database, s)
		if err != nil {
			return nil, nil, err
		}
		return a, a.Store.Close, nil
	}
	dir, err := os.MkdirTemp("", "tremplin-replay-")
	if err != nil {
		return nil, nil, err
	}
	url := "sqlite:" + filepath.Join(dir, "replay.db")
	away := func() error { return os.RemoveAll(dir) }
	if _, err := storage.Migrate(ctx, url); err != nil {
		return nil, nil, errors.Join(err, away())
	}
	a, err := open(ctx, url, s, storage.Volatile())
	if err != nil {
		return nil, nil, errors.Join(err, away())
	}
	return a, func() error { return errors.Join(a.Store.Close(), away()) }, nil
}

// begin brings the schema into a database that has nothing yet.
func begin(ctx context.Context, url string) error {
	all, err := storage.Status(ctx, url)
	if err != nil || slices.ContainsFunc(all, func(m storage.Applied) bool { return !m.At.IsZero() }) {
		return err
	}
	_, err = storage.Migrate(ctx, url)
	return err
}

// sparing is how much the heap of a replay may grow, in per cent, before it is
// looked through. Printing hundreds of documents leaves much behind at once: half
// of the usual costs a tenth more of the processor and a third less memory.
const sparing = 50

// replay checks all files against the database, then drives them.
func replay(ctx context.Context, s *streams, a *app.App, files []*scenario.File) ([]*scenario.Result, error) {
	defer debug.SetGCPercent(debug.SetGCPercent(sparing))
	r := &scenario.Runner{App: a, Say: sentence}
	complaints, err := r.Prepare(ctx, files)
	if err != nil {
		return nil, err
	}
	if len(complaints) > 0 {
		return nil, complaints
	}
	var out []*scenario.Result
	for _, f := range files {
		bar := newBar(s.err, f.Name, len(f.Steps))
		r.Tell = bar.at
		result, err := r.Run(ctx, f)
		bar.end()
		if err != nil {
			return out, err
		}
		out = append(out, result)
	}
	return out, tellFailed(ctx, s.err, a)
}

// sentence is what the command line says of a refusal.
func sentence(e *workflow.Error) string {
	return locale.Refusal(locale.EN, e.Kind.String(), string(e.Code), e.Field, e.Facts)
}

func (c *replayCmd) tell(s *streams, files []*scenario.File, results []*scenario.Result) error {
	ok := true
	for _, r := range results {
		ok = ok && r.OK
	}
	var err error
	switch {
	case !c.JSON:
		for i, r := range results {
			err = errors.Join(err, tellResult(s.out, files[i].Path, r))
		}
	case len(results) == 1:
		err = printJSON(s.out, results[0])
	default:
		err = printJSON(s.out, results)
	}
	if err == nil && !ok {
		return exit{code: failed}
	}
	return err
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func writeResults(dir string, results []*scenario.Result) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("the folder for documents cannot be made, name another with --out: %w", err)
	}
	for _, r := range results {
		b, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, r.Scenario+".json"), append(b, '\n'), 0o600); err != nil {
			return fmt.Errorf("the result cannot be written, name another folder with --out: %w", err)
		}
	}
	return nil
}
