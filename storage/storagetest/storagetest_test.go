package storagetest_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"tremplin/storage"
	"tremplin/storage/storagetest"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func run(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatal(err)
	}
}

func TestEachHasBothKinds(t *testing.T) {
	var urls []string
	storagetest.EachEmptyURL(t, func(_ *testing.T, url string) { urls = append(urls, url) })
	storagetest.EachURL(t, func(_ *testing.T, url string) { urls = append(urls, url) })
	for i, want := range []string{"sqlite:/", "postgres://", "sqlite:/", "postgres://"} {
		if i >= len(urls) || !strings.HasPrefix(urls[i], want) {
			t.Fatalf("databases %v: want one of each kind, twice", urls)
		}
	}
}

func TestDatabasesAreApart(t *testing.T) {
	one, other := connect(t, storagetest.EmptyPostgres(t)), connect(t, storagetest.EmptyPostgres(t))
	run(t, one, "CREATE TABLE mine (id int)")
	run(t, other, "CREATE TABLE mine (id int)")
	if file, otherFile := storagetest.SQLite(t), storagetest.SQLite(t); file == otherFile {
		t.Error("two SQLite databases are the same file")
	}
}

func TestDatabasesEndWithTheirTest(t *testing.T) {
	var postgres, sqlite string
	t.Run("inner", func(t *testing.T) {
		postgres, sqlite = storagetest.EmptyPostgres(t), storagetest.SQLite(t)
		connect(t, postgres)
	})
	if conn, err := pgx.Connect(t.Context(), postgres); err == nil {
		t.Errorf("%s outlived its test", postgres)
		_ = conn.Close(t.Context())
	}
	if _, err := os.Stat(strings.TrimPrefix(sqlite, "sqlite:")); !os.IsNotExist(err) {
		t.Errorf("%s outlived its test: %v", sqlite, err)
	}
}

func TestLogShowsDeadlocks(t *testing.T) {
	t.Run("quiet", func(t *testing.T) {
		run(t, connect(t, storagetest.EmptyPostgres(t)), "SELECT 1")
	})
	if log := storagetest.Log(t); strings.Contains(log, "deadlock") {
		t.Errorf("log of a test without deadlocks: %s", log)
	}
	t.Run("deadlock", func(t *testing.T) { deadlock(t, storagetest.EmptyPostgres(t)) })
	if log := storagetest.Log(t); !strings.Contains(log, "deadlock detected") || !strings.Contains(log, "\tProcess") {
		t.Errorf("no deadlock in the log: %q", log)
	}
}

// deadlock has two transactions wait for each other.
func deadlock(t *testing.T, url string) {
	t.Helper()
	var conns []*pgx.Conn
	for _, lock := range []string{"SELECT pg_advisory_xact_lock(1)", "SELECT pg_advisory_xact_lock(2)"} {
		conn := connect(t, url)
		run(t, conn, "SET deadlock_timeout = '10ms'")
		run(t, conn, "BEGIN")
		run(t, conn, lock)
		conns = append(conns, conn)
	}
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, lock := range []string{"SELECT pg_advisory_xact_lock(2)", "SELECT pg_advisory_xact_lock(1)"} {
		wg.Go(func() {
			_, errs[i] = conns[i].Exec(t.Context(), lock)
			_, _ = conns[i].Exec(t.Context(), "ROLLBACK")
		})
	}
	wg.Wait()
	if errs[0] == nil && errs[1] == nil {
		t.Error("no deadlock")
	}
}

// TestServerDiesWithItsParent kills a test process outright: it can clean up
// nothing, and still leaves no server.
func TestServerDiesWithItsParent(t *testing.T) {
	const role = "TREMPLIN_TEST_TO_BE_KILLED"
	if os.Getenv(role) != "" {
		_, _ = os.Stdout.WriteString(storagetest.EmptyPostgres(t) + "\n")
		select {} // until killed
	}
	if os.Getenv(storagetest.ServerEnv) != "" {
		t.Skip("the server is another's")
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), role+"=yes")
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 500)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	url := strings.TrimSpace(string(line[:n]))
	conn := connect(t, url)
	_ = child.Process.Kill()
	_ = child.Wait()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	// The server's end is the connection's.
	if _, err := conn.Exec(ctx, "SELECT pg_sleep(10)"); err == nil || ctx.Err() != nil {
		t.Errorf("the server of a killed process lives on: %v", err)
	}
}

func TestStoresOpen(t *testing.T) {
	stores := 0
	storagetest.Each(t, func(_ *testing.T, s *storage.Store) {
		if s != nil {
			stores++
		}
	})
	if stores != 2 {
		t.Errorf("%d stores, want one of each kind", stores)
	}
}

func TestDatabasesHaveTheSchema(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		// What is migrated already opens; what is empty does not.
		storagetest.Open(t, url)
	})
	storagetest.EachEmptyURL(t, func(t *testing.T, url string) {
		if s, err := storage.Open(t.Context(), url); err == nil {
			_ = s.Close()
			t.Errorf("%s opens without a schema", url)
		}
	})
}
