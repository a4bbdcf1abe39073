// Package storagetest opens databases of both kinds for tests: SQLite files in
// a temporary folder, and databases of a throwaway Postgres. Nobody mocks
// storage; these are the fakes, and every test that needs one gets its own.
//
// A package whose tests open databases says so once:
//
//	func TestMain(m *testing.M) { storagetest.Main(m) }
package storagetest

import (
	"fmt"
	"os"
	"testing"
)

// What the environment may say.
const (
	// ServerEnv is the URL of a database on a running Postgres, 15 or newer,
	// whose user may create databases. Without it each test process starts a
	// server of its own.
	ServerEnv = "TREMPLIN_TEST_POSTGRES"
	// LogEnv is the file to which the server of ServerEnv logs, for Log.
	LogEnv = "TREMPLIN_TEST_POSTGRES_LOG"
	// DurableEnv, when not empty, keeps databases on disk and waits for it at
	// each commit: for benchmarks, whose numbers mean nothing without.
	DurableEnv = "TREMPLIN_TEST_DURABLE"
)

// inMain tells that somebody will stop the server.
var inMain bool

// Main runs the tests of a package, stops the server that they started, if
// any, and exits.
func Main(m *testing.M, ends ...func()) {
	inMain = true
	code := m.Run()
	for _, end := range ends {
		end()
	}
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "storagetest:", err)
		code = max(code, 1)
	}
	sweep(scratch())
	os.Exit(code)
}

// kinds are the databases that must behave alike.
var kinds = []struct {
	name            string
	migrated, empty func(testing.TB) string
}{
	{"sqlite", SQLite, EmptySQLite},
	{"postgres", Postgres, EmptyPostgres},
}

// EachURL runs f once for each kind of database, on a fresh one with the
// present schema.
func EachURL(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) { f(t, k.migrated(t)) })
	}
}

// EachEmptyURL is EachURL with databases that have no schema yet.
func EachEmptyURL(t *testing.T, f func(t *testing.T, url string)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) { f(t, k.empty(t)) })
	}
}

func durable() bool { return os.Getenv(DurableEnv) != "" }

// scratch is the folder for what need not survive: in memory where there is
// such a one.
func scratch() string {
	const memory = "/dev/shm"
	if st, err := os.Stat(memory); err == nil && st.IsDir() && !durable() {
		return memory
	}
	return os.TempDir()
}
