package scenario_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) { storagetest.Main(m) }

func runner(t *testing.T, url string) *scenario.Runner {
	t.Helper()
	return &scenario.Runner{
		App: app.New(storagetest.Open(t, url, storage.Volatile()), empowerment.V1()),
		Say: func(e *workflow.Error) string { return "said of " + e.Outcome() },
	}
}

// replay checks and drives the texts, one file each.
func replay(t *testing.T, r *scenario.Runner, files ...*scenario.File) []*scenario.Result {
	t.Helper()
	all, err := r.Prepare(t.Context(), files)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) > 0 {
		t.Fatal(all)
	}
	var out []*scenario.Result
	for _, f := range files {
		result, err := r.Run(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, result)
	}
	return out
}

func parse(t *testing.T, name, text string) *scenario.File {
	t.Helper()
	f, all := scenario.Parse(name, []byte(text), fstest.MapFS{"note.txt": {Data: []byte("hello")}})
	if len(all) > 0 {
		t.Fatal(all)
	}
	return f
}

func tiny(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("files/tiny-2025.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// missed are the steps that did not end as expected.
func missed(r *scenario.Result) []scenario.StepResult {
	var out []scenario.StepResult
	for _, s := range r.Steps {
		if !s.Met() {
			out = append(out, s)
		}
	}
	return out
}

func holds(t *testing.T, a *app.App) {
	t.Helper()
	findings, err := a.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

// contractsOnly leaves out every paper but those that parties sign, without
// which nobody could go on.
func contractsOnly(a *app.App) {
	for kind := range a.Handlers {
		if !strings.HasPrefix(kind, "document.convention") && !strings.HasPrefix(kind, "document.avenant_") {
			a.Handlers[kind] = func(context.Context, storage.Job) (*app.Command, error) { return nil, nil }
		}
	}
}

func TestEmbeddedScenariosEndAsExpected(t *testing.T) {
	for _, name := range scenario.Names() {
		t.Run(name, func(t *testing.T) {
			storagetest.EachURL(t, func(t *testing.T, url string) {
				f, all := scenario.Embedded(name)
				if len(all) > 0 {
					t.Fatal(all)
				}
				r := runner(t, url)
				if name == "empowerment-2023" || !strings.HasPrefix(url, "sqlite:") {
					contractsOnly(r.App) // app's and the program's own tests print the rest
				}
				result := replay(t, r, f)[0]
				if bad := missed(result); len(bad) > 0 || !result.OK {
					t.Errorf("did not end as expected: %+v", bad)
				}
				holds(t, r.App)
			})
		})
	}
}

var hash = regexp.MustCompile(`^[0-9a-f]{64}$`)

func TestResultIsAsInterfacesSays(t *testing.T) {
	result := replay(t, runner(t, storagetest.SQLite(t)), parse(t, "tiny.yaml", tiny(t)))[0]
	for i := range result.Documents { // which bytes they are is another test's: they change with every text
		if d := &result.Documents[i]; hash.MatchString(d.SHA256) {
			d.SHA256 = "64 hexadecimal digits"
		}
	}
	got, err := json.MarshalIndent(result, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/tiny-2025.json"
	if *update {
		if err := os.WriteFile(golden, append(got, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(got)+"\n" != string(want) {
		t.Errorf("the result differs from %s; -update rewrites it:\n%s", golden, got)
	}
}

// TestGoesOnWhereItWasCutOff stops a replay after so many steps, in several
// places, and starts it again each time.
func TestGoesOnWhereItWasCutOff(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		whole := replay(t, runner(t, storagetest.SQLite(t)), parse(t, "tiny.yaml", tiny(t)))[0]
		for _, after := range []int{1, 6, 7, 30} {
			ctx, stop := context.WithCancel(t.Context())
			r := runner(t, url)
			r.Tell = func(done, _ int) {
				if done == after {
					stop()
				}
			}
			result, err := r.Run(ctx, parse(t, "tiny.yaml", tiny(t)))
			if !errors.Is(err, scenario.ErrStopped) || len(result.Steps) != after {
				t.Fatalf("stopped after %d steps with %v, want %d", len(result.Steps), err, after)
			}
			stop()
		}
		r := runner(t, url)
		before := versions(t, r.App)
		for again := range 2 {
			result := replay(t, r, parse(t, "tiny.yaml", tiny(t)))[0]
			if got, want := line(t, result), line(t, whole); got != want {
				t.Errorf("result of start %d:\n%s\nwant:\n%s", again, got, want)
			}
			now := versions(t, r.App)
			if again == 1 && now != before {
				t.Errorf("started again when all was done, it did something: %s, then %s", before, now)
			}
			before = now
		}
		holds(t, r.App)
	})
}

func line(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// versions are the heads of all chains.
func versions(t *testing.T, a *app.App) string {
	t.Helper()
	heads, err := storage.Get(t.Context(), a.Store, func(tx *storage.Tx) (heads []storage.Head, err error) {
		err = tx.Heads(func(h storage.Head) error { heads = append(heads, h); return nil })
		return heads, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return line(t, heads)
}

func TestChangedStepIsAConflict(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		r := runner(t, url)
		replay(t, r, parse(t, "tiny.yaml", tiny(t)))
		before := versions(t, r.App)
		for _, c := range []struct{ name, was, is, want string }{
			{"input", `title: "Projet A"`, `title: "Projet Z"`, "conflict/step_changed"},
			{"time", "{at: 2025-03-05T10:00,", "{at: 2025-03-05T10:01,", "conflict/step_changed"},
			{"who", "by: sig_alfa, do: submission.submit", "by: ed_alfa, do: submission.submit", "conflict/step_changed"},
			{"expectation alone", "expect: refused/signed_already", "expect: refused", ""},
			{"layout alone", "{at: 2025-03-05T10:00, by: sig_beta, do: submission.submit, on: b}", "{on: b, do: submission.submit, by: sig_beta, at: 2025-03-05T10:00}", ""},
		} {
			text := strings.Replace(tiny(t), c.was, c.is, 1)
			if text == tiny(t) {
				t.Fatalf("%s: nothing changed", c.name)
			}
			bad := missed(replay(t, r, parse(t, "tiny.yaml", text))[0])
			switch {
			case c.want == "" && len(bad) > 0:
				t.Errorf("%s: %+v", c.name, bad)
			case c.want != "" && (len(bad) != 1 || bad[0].Outcome != c.want || bad[0].Message != "said of "+c.want):
				t.Errorf("%s: %+v, want one %s", c.name, bad, c.want)
			}
		}
		if now := versions(t, r.App); now != before {
			t.Error("a changed step has changed something")
		}
	})
}

func TestDatabaseSaysOtherwise(t *testing.T) {
	r := runner(t, storagetest.SQLite(t))
	replay(t, r, parse(t, "tiny.yaml", tiny(t)))
	before := versions(t, r.App)
	for _, c := range []struct{ was, is, want string }{
		{"SISP Alfa", "SISP Alpha", `x.yaml:5: the database says otherwise of the organisation "alfa": make them the same, or give this one another id`},
		{"Rédacteur Alfa", "Rédactrice Alfa", `x.yaml:13: the database says otherwise of the person "ed_alfa"`},
		{"envelope: 20000.00", "envelope: 20000.01", `x.yaml:20: the database has a call "tiny-2025" already, made otherwise`},
		{"scenario: tiny-2025", "scenario: other", `x.yaml:20: the database has a call "tiny-2025" already, made otherwise`},
	} {
		all, err := r.Prepare(t.Context(), []*scenario.File{parse(t, "x.yaml", strings.Replace(tiny(t), c.was, c.is, 1))})
		if err != nil {
			t.Fatal(err)
		}
		if len(all) != 1 || !strings.HasPrefix(all[0].String(), c.want) {
			t.Errorf("%s: complaints %v, want %s", c.is, all, c.want)
		}
	}
	if versions(t, r.App) != before {
		t.Error("complaints have changed something")
	}
}

// TestScenariosShareWhoThereIs has two files with the same people, the second
// of which knows some from the database alone.
func TestScenariosShareWhoThereIs(t *testing.T) {
	r := runner(t, storagetest.SQLite(t))
	one := parse(t, "one.yaml", head+created)
	other := parse(t, "other.yaml", strings.NewReplacer("scenario: small", "scenario: other", "C-1", "C-2").Replace(head+created))
	results := replay(t, r, one, other)
	for _, result := range results {
		if bad := missed(result); len(bad) != 1 || bad[0].Outcome != "not_found/not_found" {
			t.Errorf("%s: %+v, want one not_found/not_found: nobody has published", result.Scenario, bad)
		}
	}
	third := parse(t, "third.yaml", "scenario: third\nsteps:\n  - {at: 2025-05-01T10:00, by: ed, do: person.erase, with: {person: off}, expect: forbidden/role}\n")
	if result := replay(t, r, third)[0]; !result.OK {
		t.Errorf("third: %+v", result.Steps)
	}
	holds(t, r.App)
}

// TestOtherCallsAreLeftAlone: the clock of a replay does not touch calls that
// are not its own, whatever is due there.
func TestOtherCallsAreLeftAlone(t *testing.T) {
	r := runner(t, storagetest.SQLite(t))
	cut := strings.SplitAfterN(tiny(t), "do: submission.submit, on: a}\n", 2)[0]
	replay(t, r, parse(t, "tiny.yaml", cut))
	later := parse(t, "later.yaml", "scenario: later\nsteps:\n  - {at: 2030-05-01T10:00, by: off, do: person.erase, with: {person: dir}, expect: forbidden/role}\n")
	replay(t, r, later)
	call, _, err := r.App.Dossiers(t.Context(), "tiny-2025")
	if err != nil || call.State() != "open" {
		t.Errorf("call %s, %v: another scenario's clock has closed it", call.State(), err)
	}
}

func BenchmarkReplay2023(b *testing.B) {
	f, all := scenario.Embedded("empowerment-2023")
	if len(all) > 0 {
		b.Fatal(all)
	}
	for b.Loop() {
		r := &scenario.Runner{
			App: app.New(storagetest.Open(b, storagetest.SQLite(b), storage.Volatile()), empowerment.V1()),
			Say: func(e *workflow.Error) string { return e.Outcome() },
		}
		if _, err := r.Run(b.Context(), f); err != nil {
			b.Fatal(err)
		}
	}
}
