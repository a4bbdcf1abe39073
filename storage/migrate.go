package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/pressly/goose/v3"
	gooselock "github.com/pressly/goose/v3/lock"

	"tremplin/migrations"
)

// A database whose schema is not the one that this program was built for.
var (
	ErrBehind = errors.New("the schema is behind this program: run `tremplin migrate up`")
	ErrAhead  = errors.New("the schema is ahead of this program: run the newer program, or restore a backup")
)

// Applied is a migration: its number, its file, and when it was applied (zero:
// not yet).
type Applied struct {
	Number int64
	Name   string
	At     time.Time
}

// Migrate brings the schema of a database up to date and tells what it did.
// Two processes may do it at the same time.
func Migrate(ctx context.Context, url string) ([]Applied, error) {
	var done []Applied
	err := withProvider(url, func(p *goose.Provider) error {
		results, err := p.Up(ctx)
		for _, r := range results {
			done = append(done, Applied{Number: r.Source.Version, Name: path.Base(r.Source.Path), At: whole(time.Now())}) //nolint:forbidigo // only told
		}
		return err
	})
	if err != nil {
		return done, fmt.Errorf("storage: migrate: %w", err)
	}
	return done, nil
}

// Status lists all migrations, in order.
func Status(ctx context.Context, url string) ([]Applied, error) {
	var out []Applied
	err := withProvider(url, func(p *goose.Provider) error {
		all, err := p.Status(ctx)
		for _, m := range all {
			out = append(out, Applied{Number: m.Source.Version, Name: path.Base(m.Source.Path), At: m.AppliedAt.UTC()})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("storage: migration status: %w", err)
	}
	return out, nil
}

func withProvider(url string, f func(*goose.Provider) error) error {
	d, err := dialectOf(url)
	if err != nil {
		return err
	}
	p, err := d.connect(options{conns: 2}, true)
	if err != nil {
		return err
	}
	defer p.db.Close() //nolint:errcheck // all is committed
	files, err := fs.Sub(migrations.FS, d.name())
	if err != nil {
		return err
	}
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.name() == "postgres" {
		locker, err := gooselock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(d.goose(), p.db, files, opts...)
	if err != nil {
		return err
	}
	return f(provider)
}

// checkSchema compares the schema's number with that of the newest file.
func checkSchema(ctx context.Context, db *sql.DB) error {
	var has int64
	err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&has)
	if err != nil {
		if pingErr := db.PingContext(ctx); pingErr != nil {
			return fmt.Errorf("storage: open: %w", pingErr)
		}
		return fmt.Errorf("storage: open: %w", ErrBehind) // no such table
	}
	want, err := newest()
	switch {
	case err != nil:
		return err
	case has < want:
		return fmt.Errorf("storage: open: schema %d, program %d: %w", has, want, ErrBehind)
	case has > want:
		return fmt.Errorf("storage: open: schema %d, program %d: %w", has, want, ErrAhead)
	}
	return nil
}

// newest is the number of the last migration.
func newest() (int64, error) {
	names, err := fs.Glob(migrations.FS, "sqlite/*.sql") // sorted
	if err != nil || len(names) == 0 {
		return 0, errors.Join(errors.New("storage: no migrations"), err)
	}
	n, err := goose.NumericComponent(names[len(names)-1])
	if err != nil {
		return 0, fmt.Errorf("storage: migration %s: %w", names[len(names)-1], err)
	}
	return n, nil
}
