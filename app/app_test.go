package app_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

var noon = time.Date(2025, 1, 10, 12, 0, 0, 0, time.UTC)

// each runs f over both kinds of database, with a few people and a draft.
func each(t *testing.T, f func(t *testing.T, a *app.App)) {
	t.Helper()
	storagetest.EachURL(t, func(t *testing.T, url string) { f(t, peopled(t, url, empowerment.V1())) })
}

func peopled(t *testing.T, url string, p ...*workflow.Programme) *app.App {
	t.Helper()
	store, err := storage.Open(t.Context(), url, storage.Clock(func() time.Time { return noon }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	a := app.New(store, p...)
	a.Now = func() time.Time { return noon }
	for _, d := range drafts() {
		if _, err := a.Import(t.Context(), d, "test", noon); err != nil {
			t.Fatalf("%s %s: %v", d.Entity, d.ID, err)
		}
	}
	return a
}

func drafts() []app.Draft {
	out := []app.Draft{
		{Entity: "organisation", ID: "slrb", Values: map[string]any{"kind": "funder", "name": map[string]any{"fr": "SLRB"}}},
		{Entity: "organisation", ID: "alfa", Values: map[string]any{"kind": "sisp", "name": map[string]any{"fr": "Alfa"}}},
	}
	for _, p := range []struct{ id, org, role string }{
		{"off", "slrb", "das_officer"},
		{"dir", "slrb", "das_director"},
		{"ed", "alfa", "sisp_editor"},
		{"sig", "alfa", "sisp_signatory"},
		{"root", "", "admin"},
		{"root2", "", "admin"},
		{"jury", "", "committee_member"},
		{"guest", "alfa", ""},
	} {
		d := app.Draft{Entity: "person", ID: p.id, Values: map[string]any{"name": "Name of " + p.id, "organisation": p.org}}
		if p.role != "" {
			d.Values["roles"] = []any{p.role}
		}
		out = append(out, d)
	}
	named := func(id string) map[string]any {
		return map[string]any{"id": id, "title": map[string]any{"fr": id, "nl": id}}
	}
	criterion := named("use")
	criterion["weight"], criterion["max"] = "100", "5"
	return append(out, app.Draft{Entity: "call", Values: map[string]any{
		"reference": "T-1", "title": map[string]any{"fr": "T", "nl": "T"}, "envelope": "1000", "min_per_project": "10", "max_per_project": "500",
		"duration_months": "12", "opens_at": "2025-02-03T09:00", "closes_at": "2025-03-14T17:00", "quorum": "1", "criteria": []any{criterion},
		"ties": []any{"submitted_at"}, "themes": []any{named("t")}, "instalments": []any{map[string]any{"share": "100", "after": "signed"}},
		"signing_days": "30", "appeal_days": "30", "report_days": "30", "reserve_until": "2025-12-31",
		"committee":  map[string]any{"chair": "jury", "members": []any{"jury"}},
		"delegation": map[string]any{"organ": "board", "date": "2025-01-01", "reference": "CA 1"},
	}})
}

// do performs, and fails the test on anything but an answer.
func do(t *testing.T, a *app.App, cmd app.Command) (app.Outcome, string) {
	t.Helper()
	out, err := a.Perform(t.Context(), cmd)
	return out, said(t, err)
}

func said(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return "ok"
	}
	no, ok := errors.AsType[*workflow.Error](err)
	if !ok {
		t.Fatal(err)
	}
	return no.Outcome()
}

func must(t *testing.T, a *app.App, cmd app.Command) app.Outcome {
	t.Helper()
	out, answer := do(t, a, cmd)
	if answer != "ok" {
		t.Fatalf("%s.%s on %q: %s", cmd.Entity, cmd.Action, cmd.On, answer)
	}
	return out
}

func at(s string) time.Time {
	t, err := workflow.ParseMoment(s)
	if err != nil {
		panic(err)
	}
	return t
}

func proposal() map[string]any {
	return map[string]any{
		"sisp": "alfa", "title": "A", "theme": "t", "requested": "100",
		"budget": []any{map[string]any{"category": "staff", "label": "L", "amount": "100"}},
	}
}

// opened brings the call to open.
func opened(t *testing.T, a *app.App) {
	t.Helper()
	must(t, a, app.Command{Actor: "dir", Entity: "call", Action: "validate", On: "t-1", At: at("2025-01-15T10:00")})
	tick(t, a, "2025-02-03T09:00")
}

func tick(t *testing.T, a *app.App, until string) int {
	t.Helper()
	n, err := a.Clock(t.Context(), app.Tick{Until: at(until), Replay: true})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func create(name string) app.Command {
	return app.Command{Actor: "ed", Entity: "submission", Action: "create", On: "t-1", Name: name, Values: proposal(), At: at("2025-02-10T10:00")}
}

func TestPerform(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		opened(t, a)
		out := must(t, a, create("one"))
		if want := (workflow.Ref{Entity: "submission", Dossier: "t-1.one"}); out.On != want || out.State != "draft" || out.Version != 1 {
			t.Errorf("outcome %+v, want the draft %s", out, want)
		}
		if out := must(t, a, create("")); len(out.On.Dossier) != len("t-1.")+8 || !strings.HasPrefix(out.On.Dossier, "t-1.") {
			t.Errorf("a submission without a name is called %q", out.On.Dossier)
		}
		for _, c := range []struct {
			cmd  app.Command
			want string
		}{
			{app.Command{Actor: "sig", Entity: "submission", Action: "submit", On: "t-1.two"}, "not_found/not_found"},
			{app.Command{Actor: "sig", Entity: "submission", Action: "submit", On: "t-2.one"}, "not_found/not_found"},
			{app.Command{Actor: "dir", Entity: "call", Action: "publish", On: "t-2"}, "not_found/not_found"},
			{app.Command{Actor: "sig", Entity: "party", Action: "confirm", On: "t-1.one/party/9"}, "not_found/not_found"},
			{app.Command{Actor: "sig", Entity: "party", Action: "confirm", On: "t-1.one/party"}, "not_found/not_found"},
			{app.Command{Actor: "off", Entity: "submission", Action: "submit", On: "t-1.one"}, "not_found/not_found"}, // a draft is the SISP's alone
			{app.Command{Actor: "ed", Entity: "submission", Action: "submit", On: "t-1.one"}, "forbidden/role"},
			{app.Command{Actor: "nobody", Entity: "call", Action: "extend", On: "t-1"}, "forbidden/role"},
			{app.Command{Actor: "clock", Entity: "call", Action: "close", On: "t-1"}, "forbidden/role"},
			{app.Command{Actor: "import", Entity: "person", Action: "register", Values: map[string]any{"id": "x", "name": "X"}}, "forbidden/role"},
			{app.Command{Actor: "sig", Entity: "submission", Action: "submit", On: "t-1.one", IfVersion: 7}, "conflict/stale"},
			{app.Command{Actor: "sig", Entity: "submission", Action: "submit", On: "t-1.one", IfVersion: 1}, "ok"},
			{app.Command{Actor: "sig", Entity: "submission", Action: "submit", On: "t-1.one"}, "refused/state"},
		} {
			if c.cmd.At.IsZero() {
				c.cmd.At = at("2025-02-11T10:00")
			}
			if _, got := do(t, a, c.cmd); got != c.want {
				t.Errorf("%s: %s.%s on %q: %s, want %s", c.cmd.Actor, c.cmd.Entity, c.cmd.Action, c.cmd.On, got, c.want)
			}
		}
	})
}

func TestAddressesOfNothing(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		for _, on := range []string{"?", ".", "./x/1", "/x/1", "t-1/", "t-1//", "t-1/x", "house", "house/person/off", "t-1.", "T-1", strings.Repeat("x", 9999)} {
			if _, answer := do(t, a, app.Command{Actor: "dir", Entity: "call", Action: "validate", On: on}); answer != "not_found/not_found" {
				t.Errorf("on %.20q: %s", on, answer)
			}
		}
		call := drafts()[len(drafts())-1]
		for ref, want := range map[string]string{
			"": "invalid/missing", "a/b": "invalid/reference", "a.b": "invalid/reference", "House": "invalid/reference", "T-1": "invalid/reference_taken", "t-1": "invalid/reference_taken", "T-2": "ok",
		} {
			call.Values["reference"] = ref
			if _, err := a.Import(t.Context(), call, "test", noon); said(t, err) != want {
				t.Errorf("reference %q: %v, want %s", ref, err, want)
			}
		}
	})
}

// TestRuleThatBreaks leaves a database that others can still write.
func TestRuleThatBreaks(t *testing.T) {
	p := changed("submission", "create", func(r *workflow.Rule) { r.Does = workflow.Plain(func(*workflow.Work) { panic("oops") }) })
	each2(t, p, func(t *testing.T, a *app.App) {
		opened(t, a)
		cmd := create("one")
		cmd.Values = nil
		_, err := a.Perform(t.Context(), cmd)
		if err == nil || err.Error() != "app: the rule of submission.create broke: oops" {
			t.Errorf("answer: %v", err)
		}
		must(t, a, app.Command{Actor: "dir", Entity: "call", Action: "extend", On: "t-1", Values: map[string]any{"closes_at": "2025-03-20T17:00", "reasons": "x"}, At: at("2025-02-11T10:00")})
	})
}

func TestPeople(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		grant := func(by, person, role string) string {
			_, answer := do(t, a, app.Command{Actor: by, Entity: "person", Action: "grant", Values: map[string]any{"person": person, "role": role}})
			return answer
		}
		for _, c := range []struct{ by, person, role, want string }{
			{"root", "guest", "sisp_editor", "ok"},
			{"root", "root", "auditor", "forbidden/apart"},
			{"off", "guest", "auditor", "forbidden/role"},
			{"root", "nobody", "auditor", "not_found/not_found"},
			{"root", "", "auditor", "invalid/missing"},
			{"root", "guest", "das_director", "ok"}, // asked for
			{"root", "guest", "das_director", "forbidden/apart"},
			{"root2", "guest", "das_director", "ok"},
		} {
			if got := grant(c.by, c.person, c.role); got != c.want {
				t.Errorf("%s grants %s to %q: %s, want %s", c.by, c.role, c.person, got, c.want)
			}
		}
		h, err := a.House(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var roles []workflow.Role
		for _, g := range h.Person("guest").Grants {
			roles = append(roles, g.Role)
		}
		if !slices.Equal(roles, []workflow.Role{"sisp_editor", "das_director"}) {
			t.Errorf("guest holds %v", roles)
		}
	})
}

func TestErasureTakesEveryTextThatNames(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		opened(t, a)
		cmd := create("one")
		cmd.Values["title"] = "With NAME of Guest and others"
		must(t, a, cmd)
		must(t, a, app.Command{Actor: "root", Entity: "person", Action: "erase", Values: map[string]any{"person": "guest"}})
		_, all, err := a.Dossiers(t.Context(), "t-1")
		if err != nil {
			t.Fatal(err)
		}
		err = a.Store.View(t.Context(), func(tx *storage.Tx) error {
			left, err := tx.Texts([]string{all[0].Proposal.Title.Ref})
			if len(left) > 0 {
				t.Errorf("a text still names the erased: %v", left)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		verified(t, a)
		if _, answer := do(t, a, app.Command{Actor: "guest", Entity: "submission", Action: "create", On: "t-1", Values: proposal(), At: at("2025-02-11T10:00")}); answer != "forbidden/role" {
			t.Errorf("who is erased acts: %s", answer)
		}
	})
}

func verified(t *testing.T, a *app.App) {
	t.Helper()
	findings, err := a.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
}

func TestKeys(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		opened(t, a)
		key := func(name, hash string, refusals bool) *app.Key {
			return &app.Key{Scope: "s", Name: name, Hash: hash, Refusals: refusals, Say: func(e *workflow.Error) string { return "no: " + string(e.Code) }}
		}
		cmd := create("one")
		cmd.Key = key("1", "a", true)
		first := must(t, a, cmd)
		again := must(t, a, cmd)
		if !again.Again || again.On != first.On || again.Version != first.Version {
			t.Errorf("sent again: %+v, want %+v", again, first)
		}
		cmd.Key = key("1", "b", true)
		if _, answer := do(t, a, cmd); answer != "invalid/key_reused" {
			t.Errorf("another content under the key: %s", answer)
		}
		cmd.Key.Changed = &workflow.Error{Kind: workflow.Conflict, Code: "changed"}
		if _, answer := do(t, a, cmd); answer != "conflict/changed" {
			t.Errorf("another content under the key: %s", answer)
		}
		// A refusal is kept where the key says so, and only there.
		submit := app.Command{Actor: "sig", Entity: "submission", Action: "submit", On: "t-1.one", At: at("2025-02-11T10:00")}
		early := submit
		early.Actor, early.Key = "ed", key("2", "a", true)
		for range 2 {
			out, answer := do(t, a, early)
			if answer != "forbidden/role" || out.Said != "no: role" {
				t.Errorf("kept refusal: %s, %+v", answer, out)
			}
		}
		unkept := submit
		unkept.Actor, unkept.Key = "ed", key("3", "a", false)
		_, _ = do(t, a, unkept)
		if _, done, err := a.Kept(t.Context(), unkept.Key); done || err != nil {
			t.Errorf("a refusal was kept: %v", err)
		}
		if _, done, err := a.Kept(t.Context(), early.Key); !done || said(t, err) != "forbidden/role" {
			t.Errorf("kept: %t, %v", done, err)
		}
		unkept.Actor = "sig"
		must(t, a, unkept) // the key is still free
	})
}

func TestTheSameKeyAtOnceHappensOnce(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		opened(t, a)
		cmd := create("")
		cmd.Key = &app.Key{Scope: "s", Name: "1", Hash: "a"}
		var wg sync.WaitGroup
		made := make([]string, 8)
		for i := range made {
			wg.Go(func() {
				out, err := a.Perform(context.WithoutCancel(t.Context()), cmd)
				if err != nil {
					t.Error(err)
				}
				made[i] = out.On.Dossier
			})
		}
		wg.Wait()
		if slices.Sort(made); made[0] == "" || made[0] != made[len(made)-1] {
			t.Errorf("made %v", made)
		}
	})
}
