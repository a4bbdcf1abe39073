package app_test

import (
	"slices"
	"testing"

	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestAMergerIsSeenEverywhere: lists, searches and conflicts of both databases
// follow a merger, and its end; the chain of the house holds.
func TestAMergerIsSeenEverywhere(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 1)
		defer done()
		w.replay("tiny-2025", -1)
		for id, values := range map[string]map[string]any{
			"adm":    {"name": "Première", "roles": []any{"admin"}},
			"adm2":   {"name": "Seconde", "roles": []any{"admin"}},
			"expert": {"name": "Experte", "roles": []any{"committee_member"}, "mandates": []any{"beta"}},
		} {
			w.imports(workflow.EntityPerson, id, values)
		}
		sees := func(person string) (out []string) {
			who, err := w.app.Viewer(t.Context(), person, "test")
			w.must(err)
			files, err := w.app.Files(t.Context(), who, storage.Wanted{Page: storage.Page{Limit: 10}})
			w.must(err)
			found, err := w.app.Find(t.Context(), who, "Projet")
			w.must(err)
			for _, f := range files.Files {
				out = append(out, f.ID)
			}
			if len(found.Files) != len(out) {
				t.Errorf("%s finds %d of %d", person, len(found.Files), len(out))
			}
			return slices.Sorted(slices.Values(out))
		}
		mandates := func() []string {
			who, err := w.app.Viewer(t.Context(), "expert", "test")
			w.must(err)
			return slices.Sorted(slices.Values(who.Sight.Mandates))
		}
		check := func(when string, alfa, beta, conflicts []string) {
			t.Helper()
			if got := sees("sig_alfa"); !slices.Equal(got, alfa) {
				t.Errorf("%s: alfa's sees %v, want %v", when, got, alfa)
			}
			if got := sees("sig_beta"); !slices.Equal(got, beta) {
				t.Errorf("%s: beta's sees %v, want %v", when, got, beta)
			}
			if got := mandates(); !slices.Equal(got, conflicts) {
				t.Errorf("%s: conflicts with %v, want %v", when, got, conflicts)
			}
		}
		a, b := []string{"tiny-2025.a"}, []string{"tiny-2025.b"}
		check("before", a, b, []string{"beta"})
		ask := map[string]any{"organisation": "alfa", "into": "beta", "on": "2026-01-01", "reasons": "Fusion"}
		w.mustDo("adm", "organisation.ask_merge", "", ask)
		check("asked", a, b, []string{"beta"})
		w.refused("forbidden/apart", "adm", "organisation.merge", "", map[string]any{"organisation": "alfa"})
		again := map[string]any{"organisation": "alfa", "into": "beta", "on": "2026-01-01"}
		w.refused("invalid/missing", "adm2", "organisation.merge", "", map[string]any{"organisation": "alfa"})
		w.mustDo("adm", "organisation.refuse_merge", "", map[string]any{"organisation": "alfa"})
		w.mustDo("adm", "organisation.ask_merge", "", map[string]any{"organisation": "alfa", "into": "beta", "on": "2025-12-31", "reasons": "Fusion"})
		w.refused("refused/asked_otherwise", "adm2", "organisation.merge", "", again) // than what was read
		w.mustDo("adm", "organisation.refuse_merge", "", map[string]any{"organisation": "alfa"})
		w.mustDo("adm", "organisation.ask_merge", "", ask)
		w.mustDo("adm2", "organisation.merge", "", again)
		check("merged", nil, []string{"tiny-2025.a", "tiny-2025.b"}, []string{"alfa", "beta"})
		w.refused("refused/state", "adm2", "organisation.merge", "", map[string]any{"organisation": "alfa"})
		w.mustDo("adm", "organisation.ask_unmerge", "", map[string]any{"organisation": "alfa", "reasons": "Erreur"})
		check("asked back", nil, []string{"tiny-2025.a", "tiny-2025.b"}, []string{"alfa", "beta"})
		w.mustDo("adm2", "organisation.unmerge", "", map[string]any{"organisation": "alfa", "into": "beta"})
		check("undone", a, b, []string{"beta"})

		who, err := w.app.Viewer(t.Context(), "adm", "test")
		w.must(err)
		v, err := w.app.LookAtOrganisation(t.Context(), who, "alfa", 0)
		w.must(err)
		var did []string
		for _, p := range v.Past {
			did = append(did, string(p.Action))
		}
		if want := []string{"unmerge", "ask_unmerge", "merge", "ask_merge", "refuse_merge", "ask_merge", "refuse_merge", "ask_merge", "register"}; !slices.Equal(did, want) || v.Organisation.Into != "" {
			t.Errorf("the history is %v, want %v; %+v", did, want, v.Organisation)
		}
		w.verified()
	})
}

// TestWhoLooksAtAnOrganisation: who keeps the house, and a second while a merger
// waits for one; nobody else.
func TestWhoLooksAtAnOrganisation(t *testing.T) {
	w, done := newWorld(t, storagetest.SQLite(t), 1)
	defer done()
	w.replay("tiny-2025", -1)
	w.imports(workflow.EntityPerson, "adm", map[string]any{"name": "Première", "roles": []any{"admin"}})
	looks := func(person string) (asked int, err error) {
		who, err := w.app.Viewer(t.Context(), person, "test")
		w.must(err)
		all, err := w.app.MergersAsked(who)
		w.must(err)
		_, err = w.app.LookAtOrganisation(t.Context(), who, "alfa", 0)
		return len(all), err
	}
	for person, may := range map[string]bool{"adm": true, "dir": false, "off": false, "sig_alfa": false} {
		if n, err := looks(person); (err == nil) != may || n != 0 {
			t.Errorf("%s, nothing asked: %d wait, %v", person, n, err)
		}
	}
	w.mustDo("adm", "organisation.ask_merge", "", map[string]any{"organisation": "alfa", "into": "beta", "on": "2026-01-01", "reasons": "Fusion"})
	for person, may := range map[string]bool{"adm": true, "dir": true, "off": false, "sig_alfa": false} {
		n, err := looks(person)
		if (err == nil) != may || (n == 1) != may {
			t.Errorf("%s, a merger asked: %d wait, %v", person, n, err)
		}
	}
}
