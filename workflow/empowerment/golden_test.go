package empowerment_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	w "tremplin/workflow"
)

//go:generate go test -run ^TestGolden . -update

var update = flag.Bool("update", false, "rewrite what is derived from the tables")

// golden compares with a file, or rewrites it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s is not what the tables say: read the difference after `make generate`", path)
	}
}

func TestGoldenDiagrams(t *testing.T) {
	for _, l := range programme.Lifecycles {
		if len(programme.States(l.Entity)) > 0 {
			golden(t, filepath.Join("testdata", "diagrams", string(l.Entity)+".mmd"), programme.Diagram(l.Entity))
		}
	}
}

// TestGoldenPermissions is the table of who may do what, from where, in which
// states of the call.
func TestGoldenPermissions(t *testing.T) {
	roles := list[w.Role]("das_officer das_director funder_signatory finance_officer sisp_editor sisp_signatory partner_signatory committee_member committee_chair auditor admin clock engine import")
	var b strings.Builder
	b.WriteString("| act | from | to | call |")
	for _, r := range roles {
		fmt.Fprintf(&b, " %s |", strings.ReplaceAll(string(r), "_", " "))
	}
	b.WriteString("\n|---|---|---|---|" + strings.Repeat(":-:|", len(roles)) + "\n")
	for _, l := range programme.Lifecycles {
		for _, r := range l.Rules {
			fmt.Fprintf(&b, "| %s.%s | %s | %s | %s |", l.Entity, r.Action, words(r.From), leadsTo(r), words(r.While))
			for _, role := range roles {
				mark := ""
				if slices.Contains(r.By, role) {
					mark = "x"
				}
				fmt.Fprintf(&b, " %s |", mark)
			}
			b.WriteString("\n")
		}
	}
	golden(t, filepath.Join("testdata", "permissions.md"), b.String())
}

func words(s []w.State) string {
	var out []string
	for _, x := range s {
		out = append(out, string(x))
	}
	return strings.Join(out, ", ")
}

func leadsTo(r w.Rule) string {
	switch {
	case len(r.Back) > 0:
		return "back"
	case r.To == w.Stay:
		return "stays"
	case r.Once != nil:
		return string(r.To) + ", in the end"
	default:
		return string(r.To)
	}
}

// road is what README shows of a submission: the way of a project that is
// awarded, and where it parts from others.
var road = []string{
	"[*] draft", "draft submitted", "submitted eligible", "eligible under_review", "under_review ranked", "ranked awarded", "ranked reserve", "ranked rejected", "reserve awarded", "awarded contracting",
	"contracting in_progress", "in_progress midterm_held", "midterm_held reported", "reported reviewed", "reviewed closed",
}

func TestGoldenReadme(t *testing.T) {
	const path, begin, end = "../../README.md", "<!-- diagram:submission -->\n", "<!-- /diagram -->"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok := strings.Cut(string(text), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s lacks the marks of the diagram", path)
	}
	arrows := map[string]string{}
	for line := range strings.Lines(programme.Diagram(w.EntitySubmission)) {
		edge, label, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if ok {
			arrows[strings.Replace(edge, " --> ", " ", 1)], _, _ = strings.Cut(label, ",")
		}
	}
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, edge := range road {
		if arrows[edge] == "" {
			t.Fatalf("no act leads along %q", edge)
		}
		fmt.Fprintf(&b, "    %s: %s\n", strings.Replace(edge, " ", " --> ", 1), arrows[edge])
	}
	b.WriteString("    closed --> [*]\n```\n")
	golden(t, path, head+begin+b.String()+end+tail)
}
