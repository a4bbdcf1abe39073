package export_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/export"
	"tremplin/app/scenario"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

// formula is what somebody writes as a title who knows spreadsheets.
const formula = `=HYPERLINK("http://x.example","Projet B")`

// world is an application with the edition tiny-2025 in it, in which one title is
// a formula, one proposal never left its draft, and results can be published.
type world struct {
	testing.TB
	app *app.App
}

// edition is the scenario, up to a step if one is named; published or not.
func edition(t testing.TB, until string, published bool) *scenario.File {
	t.Helper()
	b, err := os.ReadFile("../scenario/files/tiny-2025.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for old, with := range map[string]string{
		`title: "Projet B"`: `title: '` + formula + `'`,
		"  - {at: 2025-03-14T17:00, by: sig_beta": `  - {at: 2025-03-06T10:00, by: sig_beta, do: submission.create, on: tiny, as: c, with: {sisp: beta, title: "Jamais introduit", theme: culture, requested: 9000, budget: [{category: staff, label: "Rien", amount: 9000}]}}
  - {at: 2025-03-14T17:00, by: sig_beta`,
	} {
		if !strings.Contains(text, old) {
			t.Fatalf("the scenario has no %q", old)
		}
		text = strings.Replace(text, old, with, 1)
	}
	if published {
		const decided = "  - {at: 2025-05-13T10:00"
		text = strings.Replace(text, decided, "  - {at: 2025-05-12T10:00, by: off, do: call.publish_results, on: tiny}\n"+decided, 1)
	}
	f, complaints := scenario.Parse("tiny-2025.yaml", []byte(text), os.DirFS("."))
	if len(complaints) > 0 {
		t.Fatal(complaints)
	}
	if i := slices.IndexFunc(f.Steps, func(s *scenario.Step) bool { return s.Do == until }); i >= 0 {
		f.Steps = f.Steps[:i]
	}
	return f
}

func opened(t testing.TB, url string, f *scenario.File) *world {
	t.Helper()
	s, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	a := app.New(s, empowerment.V1())
	result, err := (&scenario.Runner{App: a, Say: func(e *workflow.Error) string { return e.Outcome() }}).Run(t.Context(), f)
	if err != nil || !result.OK {
		t.Fatal(err, result)
	}
	last := f.Steps[len(f.Steps)-1].At.Add(time.Hour)
	a.Now = func() time.Time { return last }
	return &world{t, a}
}

func (w *world) who(person string) *app.Viewer {
	w.Helper()
	v, err := w.app.Viewer(w.Context(), person, "test")
	if err != nil {
		w.Fatal(err)
	}
	return v
}

// export is what somebody gets.
func (w *world) export(person string, f export.Format, l locale.Language) ([]byte, error) {
	w.Helper()
	var b bytes.Buffer
	err := export.Write(w.Context(), w.app, w.who(person), export.Wanted{Call: "TINY-2025", Format: f, Language: l, Site: "https://tremplin.example"}, &b)
	return b.Bytes(), err
}

// must is what somebody gets for certain.
func (w *world) must(person string, f export.Format, l locale.Language) []byte {
	w.Helper()
	b, err := w.export(person, f, l)
	if err != nil {
		w.Fatalf("%s to %s: %v", f, person, err)
	}
	return b
}
