package storagetest

import (
	"io"
	"os"
	"strings"
	"testing"
)

// Log returns what Postgres has logged so far about the databases of t and of
// its subtests: errors, "deadlock detected" among them. Of another's server,
// whose log may name no databases, it is all that was logged since the first
// test.
func Log(t testing.TB) string {
	t.Helper()
	p := running(t)
	if p.log == "" {
		t.Skip("storagetest: set " + LogEnv + " to the file to which the server of " + ServerEnv + " logs")
	}
	file, err := os.Open(p.log)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(io.NewSectionReader(file, p.logStart, 1<<30))
	if err != nil {
		t.Fatal(err)
	}
	if p.process == nil {
		return string(content)
	}
	return about(string(content), p.ofTest(t.Name()))
}

// ofTest lists the databases of a test and of its subtests.
func (p *postgres) ofTest(name string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var dbs []string
	for db, owner := range p.owners {
		if owner == name || strings.HasPrefix(owner, name+"/") {
			dbs = append(dbs, db)
		}
	}
	return dbs
}

// about keeps the lines that name one of dbs, and those that go on from one:
// Postgres begins them with a tab.
func about(log string, dbs []string) string {
	var out strings.Builder
	keep := false
	for line := range strings.Lines(log) {
		if !strings.HasPrefix(line, "\t") {
			keep = false
			for _, db := range dbs {
				keep = keep || strings.Contains(line, " "+db+" ")
			}
		}
		if keep {
			out.WriteString(line)
		}
	}
	return out.String()
}
