package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
	gooselock "github.com/pressly/goose/v3/lock"

	"tremplin/migrations"
)

// Applied is a migration: its number, its file, and when it was applied (zero:
// not yet).
type Applied struct {
	Number int64
	Name   string
	At     time.Time
}

// Migrate brings the schema of a database up to date and tells what it did. It
// makes a database of SQLite. Processes that do it at the same time wait for
// each other.
func Migrate(ctx context.Context, url string) (done []Applied, err error) {
	d, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	release, err := d.guard(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if err := d.create(); err != nil {
		return nil, err
	}
	p, err := d.connect(options{conns: 2}, true)
	if err != nil {
		return nil, d.fault(err)
	}
	defer p.db.Close() //nolint:errcheck // all is committed
	if err := checkSchema(ctx, d, p.db); err != nil && !errors.Is(err, ErrBehind) {
		return nil, wrap("migrate", d.fault(err))
	}
	provider, err := providerOf(d, p.db)
	if err != nil {
		return nil, wrap("migrate", err)
	}
	results, err := provider.Up(ctx)
	for _, r := range results {
		done = append(done, Applied{Number: r.Source.Version, Name: path.Base(r.Source.Path), At: whole(time.Now())}) //nolint:forbidigo // only told
	}
	if err == nil {
		err = fillTitles(ctx, d, p.db)
	}
	return done, wrap("migrate", d.fault(err))
}

func providerOf(d dialect, db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations.FS, d.name())
	if err != nil {
		return nil, err
	}
	opts := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if d.name() == "postgres" {
		locker, err := gooselock.NewPostgresSessionLocker()
		if err != nil {
			return nil, err
		}
		opts = append(opts, goose.WithSessionLocker(locker))
	}
	return goose.NewProvider(d.goose(), db, files, opts...)
}

// Status lists all migrations, in order, those of a newer program included. It
// makes nothing.
func Status(ctx context.Context, url string) ([]Applied, error) {
	d, err := dialectOf(url)
	if err != nil {
		return nil, err
	}
	all, err := known(d)
	if err != nil {
		return nil, wrap("migration status", err)
	}
	if err := d.exists(); err != nil {
		if errors.Is(err, ErrMissing) {
			return all, nil
		}
		return nil, err
	}
	p, err := d.connect(options{conns: 1, readOnly: true}, false)
	if err != nil {
		return nil, d.fault(err)
	}
	defer p.db.Close() //nolint:errcheck // only read
	switch err := checkSchema(ctx, d, p.db); {
	case err == nil, errors.Is(err, ErrAhead), errors.Is(err, ErrBehind):
	default:
		return nil, wrap("migration status", d.fault(err))
	}
	has, err := applied(ctx, d, p.db)
	return merged(all, has), wrap("migration status", d.fault(err))
}

// known are the migrations that this program brings.
func known(d dialect) ([]Applied, error) {
	names, err := fs.Glob(migrations.FS, d.name()+"/*.sql") // sorted
	var out []Applied
	for _, name := range names {
		n, nerr := goose.NumericComponent(name)
		err = errors.Join(err, nerr)
		out = append(out, Applied{Number: n, Name: path.Base(name)})
	}
	return out, err
}

// applied are the migrations that a database has.
func applied(ctx context.Context, d dialect, db *sql.DB) (out []Applied, err error) {
	ours, err := tablesOf(ctx, d, db)
	if err != nil || !slices.Contains(ours, versions) {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, "SELECT version_id, tstamp FROM "+versions+" WHERE is_applied AND version_id > 0 ORDER BY version_id")
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err says it
	for rows.Next() {
		var a Applied
		if err := rows.Scan(&a.Number, &a.At); err != nil {
			return nil, err
		}
		a.At = a.At.UTC()
		out = append(out, a)
	}
	return out, rows.Err()
}

func merged(all, has []Applied) []Applied {
	for _, h := range has {
		if i := slices.IndexFunc(all, func(a Applied) bool { return a.Number == h.Number }); i >= 0 {
			all[i].At = h.At
			continue
		}
		h.Name = fmt.Sprintf("%04d, of a newer program", h.Number)
		all = append(all, h)
	}
	return all
}

// versions is goose's table, and trail one that every schema of ours has.
const (
	versions = "goose_db_version"
	trail    = "events"
)

func tablesOf(ctx context.Context, d dialect, db *sql.DB) (out []string, err error) {
	rows, err := db.QueryContext(ctx, d.tables())
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err says it
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		out = append(out, name)
	}
	return out, rows.Err()
}

// checkSchema compares the schema's number with that of the newest file, after
// a look whether the tables are ours.
func checkSchema(ctx context.Context, d dialect, db *sql.DB) error {
	names, err := tablesOf(ctx, d, db)
	if err != nil {
		return err
	}
	counted := slices.Contains(names, versions)
	switch {
	case !counted && len(names) > 0, counted && len(names) > 1 && !slices.Contains(names, trail):
		return &Fault{said: ErrForeign.Error(), cause: ErrForeign}
	case !counted:
		return &Fault{said: "the database is empty: run `tremplin migrate up`", cause: ErrBehind}
	}
	var has int64
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+versions+" WHERE is_applied").Scan(&has)
	if err != nil {
		return err
	}
	want, err := newest()
	switch {
	case err != nil:
		return err
	case has < want:
		return fault(ErrBehind, "the schema (%d) is behind this program (%d): run `tremplin migrate up`", has, want)
	case has > want:
		return fault(ErrAhead, "the schema (%d) is ahead of this program (%d): run the newer program, or restore a backup", has, want)
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
