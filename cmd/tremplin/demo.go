package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/scenario"
	"tremplin/app/web"
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
	if strings.TrimSpace(c.Dir) == "" {
		return fail(nonsense, "--dir names no folder: give one, such as ./var/demo")
	}
	file, complaints := scenario.Embedded(demonstrated)
	if len(complaints) > 0 {
		return complaints
	}
	if err := c.claim(); err != nil {
		return err
	}
	url := "sqlite:" + filepath.Join(c.Dir, "tremplin.db")
	if _, err := storage.Migrate(ctx, url); err != nil {
		return err
	}
	a, err := open(ctx, url, s)
	if err != nil {
		return err
	}
	return errors.Join(c.show(ctx, s, a, file), a.Store.Close())
}

// show replays the edition, and serves it.
func (c *demoCmd) show(ctx context.Context, s *streams, a *app.App, file *scenario.File) error {
	if err := c.unfinished(ctx, a); err != nil {
		return err
	}
	result, err := c.replay(ctx, s, a, file)
	if err != nil {
		return err
	}
	if err := tellResult(s.out, file.Path, result); err != nil {
		return err
	}
	if !result.OK {
		return fail(failed, "the demonstration did not end as expected: start it with --fresh")
	}
	if err := c.where(s); err != nil || c.NoServe {
		return err
	}
	if err := c.inventedCalls(ctx, s, a); err != nil {
		return err
	}
	return c.serve(ctx, s, a)
}

// cast are the people whom the demonstration offers first: those who can act in
// the call that is open.
var cast = []string{
	"das1", "dasdir", "dg", "fin1", "fin2", "ed_lojega", "ed_logiris", "ed_laekenois", "sig_lojega", "sig_logiris", "sig_laekenois",
	"par_chapitre", "par_grooteiland", "par_vrac", "jury1", "jury2", "jury5", "audit", "admin1", "admin2",
}

// serve shows the site until ctx ends, with a secret of its own.
func (c *demoCmd) serve(ctx context.Context, s *streams, a *app.App) error {
	secret, err := auth.NewSecret(rand.Reader)
	if err != nil {
		return err
	}
	l, err := listen(ctx, c.Addr)
	if err != nil {
		return err
	}
	address := "http://" + l.Addr().String()
	site := web.New(a, auth.New(a.Store, auth.Options{Secret: secret, Demo: true}), web.Options{ //nolint:contextcheck // each request has its own
		Demo: true, Cast: cast, Banner: "banner.demo", Site: address, Ready: a.Store.Ping, ContactEmail: "das@demo.example",
	})
	if _, err := fmt.Fprintf(s.out, "The site is at %s: step in as anybody there; Ctrl-C ends it.\n", address); err != nil {
		return err
	}
	a.Settle = settleFor
	return serveSite(ctx, a, site, l, &ending{})
}

// where tells what there is to look at.
func (c *demoCmd) where(s *streams) error {
	said := fmt.Sprintf("Its documents are in %s, its database is %s, its report %s; `tremplin verify --database sqlite:%s` recomputes it.\n",
		filepath.Join(c.Dir, shelfName, "index.html"), filepath.Join(c.Dir, "tremplin.db"), filepath.Join(c.Dir, "report-*.txt"), filepath.Join(c.Dir, "tremplin.db"))
	_, err := io.WriteString(s.out, said)
	return err
}

// shelfName is the folder of the documents in the demonstration's.
const shelfName = "documents"

// marker is the file by which a folder is known as the demonstration's.
const marker = ".tremplin-demo"

// claim makes the folder, or takes up one that a demonstration made. A database
// that is another's is neither replayed into nor taken away.
func (c *demoCmd) claim() error {
	mine := filepath.Join(c.Dir, marker)
	_, unmarked := os.Stat(mine)
	if _, err := os.Stat(filepath.Join(c.Dir, "tremplin.db")); err == nil && unmarked != nil {
		return fail(failed, "the database in %s was not made by the demonstration (there is no %s beside it): name another folder with --dir", c.Dir, marker)
	}
	if c.Fresh && unmarked == nil {
		if err := c.clear(); err != nil {
			return err
		}
	}
	err := os.MkdirAll(c.Dir, 0o750)
	if err == nil {
		err = os.WriteFile(mine, []byte("What lies here was made by `tremplin demo`, which takes it away with --fresh.\n"), 0o600)
	}
	if err != nil {
		return fail(failed, "the folder of the demonstration cannot be made (%s): name another with --dir", err)
	}
	return nil
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
	return results[0], shelve(ctx, a, filepath.Join(c.Dir, shelfName), results[0].CallIDs)
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
	for _, pattern := range []string{"tremplin.db", "tremplin.db-*", "report-*.txt", "report-*.json", "demo-*.yaml"} {
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
	return os.RemoveAll(filepath.Join(c.Dir, shelfName))
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
