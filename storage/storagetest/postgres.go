package storagetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgres is a running server and the database that the others are cloned
// from.
type postgres struct {
	admin    string // URL of a database from which others are created
	template string // name of the migrated one, once there is one
	log      string // file, or nothing
	logStart int64  // where our part of it begins
	process  *process

	migrated func() error // makes the template, once

	mu     sync.Mutex
	owners map[string]string // database → test
}

// server is the one of this process, started when first asked for.
var (
	started *postgres // only set by server
	server  = sync.OnceValues(func() (*postgres, error) {
		p, err := find()
		if err != nil {
			return nil, fmt.Errorf("storagetest: %w", err)
		}
		p.owners = map[string]string{}
		p.migrated = sync.OnceValue(p.makeTemplate)
		started = p
		return p, nil
	})
)

func find() (*postgres, error) {
	admin := os.Getenv(ServerEnv)
	if admin == "" {
		return launch()
	}
	p := &postgres{admin: admin, log: os.Getenv(LogEnv)}
	if p.log != "" {
		st, err := os.Stat(p.log)
		if err != nil {
			return nil, err
		}
		p.logStart = st.Size()
	}
	return p, nil
}

// Postgres returns the URL of a fresh Postgres database with the present
// schema.
func Postgres(t testing.TB) string {
	t.Helper()
	p := running(t)
	if err := p.migrated(); err != nil {
		t.Fatal(err)
	}
	return p.create(t, p.template)
}

// EmptyPostgres returns the URL of a Postgres database without any table.
func EmptyPostgres(t testing.TB) string {
	t.Helper()
	return running(t).create(t, "template0")
}

func running(t testing.TB) *postgres {
	t.Helper()
	if !inMain {
		t.Fatal("storagetest: nobody would stop the server: add func TestMain(m *testing.M) { storagetest.Main(m) }")
	}
	p, err := server()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *postgres) makeTemplate() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	name := newName()
	if err := p.exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0"); err != nil {
		return err
	}
	p.template = name
	if err := migrate(ctx, p.url(name)); err != nil {
		return fmt.Errorf("storagetest: template for Postgres: %w", err)
	}
	return nil
}

// create clones template for t and drops the clone when t ends.
func (p *postgres) create(t testing.TB, template string) string {
	t.Helper()
	name := newName()
	p.mu.Lock()
	p.owners[name] = t.Name()
	p.mu.Unlock()
	if err := p.exec(t.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY FILE_COPY"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// Not the test's context: that one has ended by now.
		if err := p.drop(name); err != nil {
			t.Error(err)
		}
	})
	return p.url(name)
}

func (p *postgres) drop(name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	return p.exec(ctx, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
}

func (p *postgres) exec(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, p.admin)
	if err != nil {
		return fmt.Errorf("storagetest: %w", err)
	}
	defer conn.Close(ctx) //nolint:errcheck // nothing is lost
	if _, err := conn.Exec(ctx, sql); err != nil {
		return fmt.Errorf("storagetest: %s: %w", sql, err)
	}
	return nil
}

// url is that of another database on the same server.
func (p *postgres) url(name string) string {
	u, err := url.Parse(p.admin)
	if err != nil {
		panic(err) // pgx has connected with it
	}
	u.Path = "/" + name
	return u.String()
}

// stop leaves nothing behind: no server of ours, no database on another's.
func stop() error {
	p := started
	switch {
	case p == nil:
		return nil
	case p.process != nil:
		return p.process.stop()
	case p.template != "":
		return p.drop(p.template)
	}
	return nil
}

func newName() string { return "tremplin_test_" + strings.ToLower(rand.Text()[:12]) }
