package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// copying is in what the two kinds of database differ when all of one is copied.
type copying interface {
	columns() string           // a query for name and kind of a table's columns
	kind(native string) string // one of the kinds of a backup; "" for none
	references() string        // a query for which table's rows name which table's
	// fill gives a table rows until next says that there are no more.
	fill(ctx context.Context, conn *sql.Conn, t backupTable, next func() ([]any, error)) error
	filled(ctx context.Context, conn *sql.Conn) error // after all tables
}

func (liteDialect) columns() string {
	return "SELECT name, type AS kind FROM pragma_table_info(?) ORDER BY cid"
}

func (liteDialect) kind(native string) string {
	return map[string]string{"TEXT": kindText, "BIGINT": kindInt, "INTEGER": kindInt, "TIMESTAMP": kindTime, "BLOB": kindBytes}[native]
}

func (liteDialect) references() string {
	return `SELECT m.name AS source, f."table" AS target FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2`
}

func (liteDialect) fill(ctx context.Context, conn *sql.Conn, t backupTable, next func() ([]any, error)) error {
	insert, err := conn.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %q (%s) VALUES %s", t.Table, quoted(t), marks(len(t.Columns))))
	if err != nil {
		return err
	}
	defer insert.Close() //nolint:errcheck // its statements have answered
	for {
		row, err := next()
		if err != nil || row == nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
}

func (liteDialect) filled(context.Context, *sql.Conn) error { return nil }

func (pgDialect) columns() string {
	return "SELECT column_name AS name, data_type AS kind FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position"
}

func (pgDialect) kind(native string) string {
	return map[string]string{"text": kindText, "bigint": kindInt, "timestamp with time zone": kindTime, "bytea": kindBytes}[native]
}

func (pgDialect) references() string {
	return "SELECT s.relname AS source, t.relname AS target FROM pg_constraint c JOIN pg_class s ON s.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid " +
		"WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY 1, 2"
}

// fill uses COPY, which also writes the numbers that the database counts itself.
func (pgDialect) fill(ctx context.Context, conn *sql.Conn, t backupTable, next func() ([]any, error)) error {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return conn.Raw(func(raw any) error {
		c, ok := raw.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("not a connection to Postgres: %T", raw)
		}
		var broken error // of the backup: Postgres would answer in words of its own
		_, err := c.Conn().CopyFrom(ctx, pgx.Identifier{t.Table}, names, pgx.CopyFromFunc(func() (row []any, err error) {
			row, broken = next()
			return row, broken
		}))
		if broken != nil {
			return broken
		}
		return err
	})
}

// filled has what the database counts go on from the largest number there is,
// and looks at what came in, so that its plans fit.
func (pgDialect) filled(ctx context.Context, conn *sql.Conn) error {
	const count = `DO $$ DECLARE c record; BEGIN
FOR c IN SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES' LOOP
EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I', c.table_name, c.column_name, c.column_name, c.table_name);
END LOOP; END $$`
	if _, err := conn.ExecContext(ctx, count); err != nil {
		return err
	}
	_, err := conn.ExecContext(ctx, "ANALYZE")
	return err
}

func quoted(t backupTable) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = `"` + c.Name + `"`
	}
	return strings.Join(names, ", ")
}

// neededFirst are the tables that a backup keeps, by name, but each after those that
// its rows name.
func neededFirst(names []string, before map[string][]string) []string {
	var out []string
	var add func(name string)
	add = func(name string) {
		if slices.Contains(out, name) || slices.Contains(notInBackups, name) {
			return
		}
		for _, b := range before[name] {
			if b != name {
				add(b)
			}
		}
		out = append(out, name)
	}
	slices.Sort(names)
	for _, name := range names {
		add(name)
	}
	return out
}
