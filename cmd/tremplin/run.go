package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/alecthomas/kong"

	"tremplin/app"
	"tremplin/app/document"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/workflow/empowerment"
)

// What the program ends with.
const (
	fine     = 0
	failed   = 1 // it was done, and the answer is no
	nonsense = 2 // what was asked makes no sense; nothing was done
)

// streams are what a command reads and writes besides the database.
type streams struct {
	getenv func(string) string
	out    io.Writer // results
	err    io.Writer // everything else
}

// exit ends a command with a code; a message says in one sentence what to do.
type exit struct {
	code    int
	message string
}

func (e exit) Error() string { return e.message }

func fail(code int, format string, args ...any) error {
	return exit{code, fmt.Sprintf(format, args...)}
}

type commands struct {
	Demo       demoCmd       `cmd:"" help:"Replay the 2023 edition into a folder of its own and serve the site over it."`
	Serve      serveCmd      `cmd:"" help:"Serve the site, with the clock and the jobs."`
	Migrate    migrateCmd    `cmd:"" help:"Bring the schema of a database up to date, or show where it stands."`
	Replay     replayCmd     `cmd:"" help:"Drive scenario files through the engine."`
	Verify     verifyCmd     `cmd:"" help:"Recompute all chains and ledgers and name each row that does not hold."`
	Checkpoint checkpointCmd `cmd:"" help:"Write the heads of all chains into a file, to be kept elsewhere."`
	Backup     backupCmd     `cmd:"" help:"Write all that a database holds into a file, while people work."`
	Restore    restoreCmd    `cmd:"" help:"Fill an empty database of either kind from a backup."`
	Report     reportCmd     `cmd:"" help:"Print the programme report of a call."`
	Export     exportCmd     `cmd:"" help:"Write a call's data as a workbook, as CSV or as open data."`
	User       userCmd       `cmd:"" help:"People who sign in: add, list, disable."`
	Token      tokenCmd      `cmd:"" help:"What programs sign in by: create, revoke."`
	Health     healthCmd     `cmd:"" help:"Ask a site on this machine whether it is ready: for health checks."`
	Version    versionCmd    `cmd:"" help:"Print the version."`
}

// run is the program.
func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			ended, ok := p.(exit) // kong's way out, after --help
			if !ok {
				panic(p)
			}
			code = ended.code
		}
	}()
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("tremplin"), kong.Description("Runs calls for projects from the first draft to the archive."),
		kong.Writers(stdout, stderr), kong.UsageOnError(), kong.Vars{},
		kong.Exit(func(code int) { panic(exit{code: code}) }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&streams{getenv: getenv, out: stdout, err: stderr}),
	)
	if err != nil {
		fmt.Fprintln(stderr, "tremplin:", err) //nolint:errcheck // nowhere else to say it
		return failed
	}
	todo, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "tremplin: %s: see tremplin --help\n", err) //nolint:errcheck // nowhere else to say it
		return nonsense
	}
	return ended(todo.Run(), stderr)
}

// ended turns what a command answers into a code and a sentence.
func ended(err error, stderr io.Writer) int {
	if err == nil {
		return fine
	}
	code := failed
	if e, ok := errors.AsType[exit](err); ok {
		code = e.code
	}
	if f, ok := errors.AsType[*storage.Fault](err); ok {
		if err = f; f.URL { // alone: the rest is only where it was met
			code = nonsense
		}
	}
	if c, ok := errors.AsType[scenario.Complaints](err); ok {
		fmt.Fprintln(stderr, c.Error()) //nolint:errcheck // nowhere else to say it
		return nonsense
	}
	if said := err.Error(); said != "" {
		fmt.Fprintln(stderr, "tremplin:", said) //nolint:errcheck // nowhere else to say it
	}
	return code
}

// database is the flag that names one.
type database struct {
	Database string `help:"sqlite:PATH or postgres://…; else TREMPLIN_DATABASE_URL." placeholder:"URL"`
}

func (d database) url(s *streams) (string, error) {
	if d.Database != "" {
		return d.Database, nil
	}
	if url := s.getenv(databaseEnv); url != "" {
		return url, nil
	}
	return "", fail(nonsense, "no database is named: give --database sqlite:PATH or postgres://…, or set TREMPLIN_DATABASE_URL")
}

// settingsEnv names a file with what documents say of the funder and of the law.
const settingsEnv = "TREMPLIN_SETTINGS"

// settings are those of the environment's file, or else as they are proposed.
func settings(s *streams) (*document.Settings, error) {
	path := s.getenv(settingsEnv)
	if path == "" {
		return document.Proposed(), nil
	}
	f, err := os.Open(path) //nolint:gosec // whoever runs the program names it
	if err != nil {
		return nil, fail(nonsense, "%s names %s, which cannot be read: name a file with settings, or unset it", settingsEnv, path)
	}
	defer f.Close() //nolint:errcheck // only read
	out, err := document.ReadSettings(f)
	if err != nil {
		return nil, fail(nonsense, "the settings in %s make no sense (%s): write them as docs/configuration.md shows", path, err)
	}
	return out, nil
}

// open wires the application over the database.
func open(ctx context.Context, url string, s *streams, opts ...storage.Option) (*app.App, error) {
	said, err := settings(s)
	if err != nil {
		return nil, err
	}
	store, err := storage.Open(ctx, url, opts...)
	if err != nil {
		return nil, err
	}
	a := app.New(store, empowerment.V1())
	a.Settings = said
	a.Log = slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	return a, nil
}
