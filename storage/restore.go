package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ErrNotEmpty says that a database holds something already.
var ErrNotEmpty = errors.New("the database is not empty")

// RestoreOption changes what comes in.
type RestoreOption func(*restoring)

type restoring struct{ keepTokens bool }

// KeepTokens has tokens hold again that held when the backup was made: for a move
// from one database to another, not for one of before some were revoked.
func KeepTokens() RestoreOption { return func(r *restoring) { r.keepTokens = true } }

// Restore fills an empty database of either kind with what a backup holds, after
// it has checked all of it. The schema is made as it was then, and brought up to
// date afterwards. All or nothing comes in; a database that a failure leaves
// empty may be restored into again. No token holds in it: which ones were revoked
// since the backup, it does not know.
func Restore(ctx context.Context, url string, from io.ReadSeeker, opts ...RestoreOption) (Backup, error) {
	var r restoring
	for _, o := range opts {
		o(&r)
	}
	b, err := ReadBackup(from)
	if err != nil {
		return b, err
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return b, wrapped("restore", err)
	}
	d, err := dialectOf(url)
	if err != nil {
		return b, err
	}
	release, err := d.guard(ctx)
	if err != nil {
		return b, err
	}
	defer release()
	if err := d.create(); err != nil {
		return b, err
	}
	p, err := d.connect(options{conns: 2}, true)
	if err != nil {
		return b, d.fault(err)
	}
	defer p.db.Close() //nolint:errcheck // all is committed
	err = r.restore(ctx, d, p, b, from)
	return b, sayBackup(wrap("restore", d.fault(err)))
}

func (r restoring) restore(ctx context.Context, d dialect, p *pool, b Backup, from io.Reader) error {
	if err := empty(ctx, d, p.db, b); err != nil {
		return err
	}
	provider, err := providerOf(d, p.db)
	if err != nil {
		return err
	}
	if _, err := provider.UpTo(ctx, b.Schema); err != nil {
		return err
	}
	tables, err := tablesToKeep(d, p.orm.WithContext(ctx))
	if err != nil {
		return err
	}
	if err := r.refill(ctx, d, p.db, from, tables); err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		return err
	}
	return fillTitles(ctx, d, p.db)
}

// empty refuses a database that holds anything, or a schema that the backup does
// not fit into.
func empty(ctx context.Context, d dialect, db *sql.DB, b Backup) error {
	names, err := tablesOf(ctx, d, db)
	if err != nil {
		return err
	}
	if !slices.Contains(names, versions) {
		if len(names) > 0 {
			return fault(ErrForeign, "%s", ErrForeign)
		}
		return nil
	}
	for _, name := range names {
		if name == versions {
			continue
		}
		var some int
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM "`+name+`" LIMIT 1) AS first_row`).Scan(&some)
		if err != nil {
			return err
		}
		if some > 0 {
			return fault(ErrNotEmpty, "the database is not empty: restore into a new one, and take the old one out of use once the new one holds")
		}
	}
	has, err := applied(ctx, d, db)
	if err != nil {
		return err
	}
	if n := len(has); n > 0 && has[n-1].Number > b.Schema {
		return fault(ErrNotEmpty, "the schema of the database (%d) is ahead of that of the backup (%d): restore into a database without tables", has[n-1].Number, b.Schema)
	}
	return nil
}

// refill loads all tables in one transaction, and ends the tokens in it.
func (r restoring) refill(ctx context.Context, d dialect, db *sql.DB, from io.Reader, tables []backupTable) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // goes back to the pool
	if _, err := conn.ExecContext(ctx, d.begin(true)); err != nil {
		return err
	}
	err = load(ctx, d, conn, from, tables)
	if err == nil && !r.keepTokens && slices.ContainsFunc(tables, func(t backupTable) bool { return t.Table == "tokens" }) {
		_, err = conn.ExecContext(ctx, "UPDATE tokens SET revoked_at = CURRENT_TIMESTAMP WHERE revoked_at IS NULL")
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // the first error says why
	}
	return err
}

func load(ctx context.Context, d dialect, conn *sql.Conn, from io.Reader, tables []backupTable) error {
	left := slices.Clone(tables)
	_, err := readBackup(from, func(in *backupReader, t backupTable) error {
		i := slices.IndexFunc(left, func(have backupTable) bool { return have.Table == t.Table })
		if i < 0 || !sameColumns(left[i].Columns, t.Columns) {
			return damaged("table %s is not as its schema has it", t.Table)
		}
		left = slices.Delete(left, i, i+1)
		err := d.fill(ctx, conn, t, func() ([]any, error) { return in.row(t) })
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Table, err)
		}
		return nil
	})
	if err == nil && len(left) > 0 {
		err = damaged("table %s is missing", left[0].Table)
	}
	if err != nil {
		return err
	}
	return d.filled(ctx, conn)
}

// sameColumns holds for the same ones in any order: the two kinds of database
// need not have them in the same.
func sameColumns(a, b []backupColumn) bool {
	return len(a) == len(b) && !slices.ContainsFunc(b, func(c backupColumn) bool { return !slices.Contains(a, c) })
}
