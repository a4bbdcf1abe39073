package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage"
)

// demonstrated is the scenario of the demonstration.
const demonstrated = "empowerment-2023"

type demoCmd struct {
	Dir     string `help:"Folder of the demonstration." default:"./var/demo"`
	Addr    string `help:"Where the site is served; loopback only." default:"127.0.0.1:8080"`
	Fresh   bool   `help:"Begin anew."`
	NoServe bool   `name:"no-serve" help:"Stop after the replay."`
}

func (c *demoCmd) Run(ctx context.Context, s *streams) error {
	if err := loopback(c.Addr); err != nil {
		return err
	}
	file, complaints := scenario.Embedded(demonstrated)
	if len(complaints) > 0 {
		return complaints
	}
	if c.Fresh {
		if err := c.clear(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(c.Dir, 0o750); err != nil {
		return fmt.Errorf("the folder of the demonstration cannot be made, name another with --dir: %w", err)
	}
	url := "sqlite:" + filepath.Join(c.Dir, "tremplin.db")
	if _, err := storage.Migrate(ctx, url); err != nil {
		return err
	}
	a, err := open(ctx, url, s)
	if err != nil {
		return err
	}
	result, err := c.replay(ctx, s, a, file)
	if err = errors.Join(err, a.Store.Close()); err != nil {
		return err
	}
	if err := tellResult(s.out, file.Path, result); err != nil {
		return err
	}
	if !result.OK {
		return fail(failed, "the demonstration did not end as expected: start it with --fresh")
	}
	if c.NoServe {
		return nil
	}
	_, err = fmt.Fprintf(s.out, "The site comes later: until then the demonstration ends here, with its database and report in %s.\n", c.Dir)
	return err
}

// replay takes up what is there, and writes the report of each call beside it.
func (c *demoCmd) replay(ctx context.Context, s *streams, a *app.App, file *scenario.File) (*scenario.Result, error) {
	results, err := replay(ctx, s, a, []*scenario.File{file})
	if err != nil {
		return nil, err
	}
	for _, call := range file.Calls {
		ref, _ := call.Values["reference"].(string)
		r, err := a.Report(ctx, ref)
		if err != nil {
			return nil, err
		}
		if err := c.write(app.CallID(ref), r); err != nil {
			return nil, err
		}
	}
	return results[0], nil
}

func (c *demoCmd) write(call string, r *app.Report) error {
	var text strings.Builder
	if err := printReport(&text, r); err != nil {
		return err
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	name := filepath.Join(c.Dir, "report-"+call)
	return errors.Join(
		os.WriteFile(name+".txt", []byte(text.String()), 0o600),
		os.WriteFile(name+".json", append(data, '\n'), 0o600),
	)
}

// clear takes away what a demonstration made, and nothing else that may lie in
// the folder.
func (c *demoCmd) clear() error {
	for _, pattern := range []string{"tremplin.db", "tremplin.db-*", "report-*.txt", "report-*.json"} {
		found, err := filepath.Glob(filepath.Join(c.Dir, pattern))
		if err != nil {
			return err
		}
		for _, f := range found {
			if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("the old demonstration cannot be taken away, is it still running? %w", err)
			}
		}
	}
	return nil
}

// loopback refuses to show a demonstration, where anybody may sign in, to others.
func loopback(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fail(nonsense, "--addr %q is no address: write it as 127.0.0.1:8080", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fail(nonsense, "--addr %q could be reached by others: the demonstration is served on loopback only, such as 127.0.0.1:8080", addr)
	}
	return nil
}
