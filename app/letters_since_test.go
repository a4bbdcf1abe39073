package app_test

import (
	"slices"
	"testing"
	"time"

	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestWhoHasSignedInSinceTheLetter: since the letter and not since its day; of those
// who held a role for the SISP when they did, its heir's people after a merger.
func TestWhoHasSignedInSinceTheLetter(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 1)
		defer done()
		decides := slices.IndexFunc(w.embedded("tiny-2025").Steps, func(s *scenario.Step) bool { return s.Do == "call.decide" })
		w.replay("tiny-2025", decides+2)
		letter := w.embedded("tiny-2025").Steps[decides].At
		for _, id := range []string{"adm", "adm2"} {
			w.imports(workflow.EntityPerson, id, map[string]any{"name": id, "roles": []any{"admin"}})
		}
		w.imports(workflow.EntityPerson, "nobody", map[string]any{"name": "Sans rôle", "organisation": "alfa"})
		for _, p := range []string{"sig_alfa", "sig_beta", "nobody"} {
			w.must(w.app.Store.OpenAccount(t.Context(), storage.Account{Person: p, EmailHash: p}, letter.AddDate(0, -1, 0)))
		}
		signs := func(who string, after time.Duration) {
			w.must(w.app.Store.NoteSignIn(t.Context(), who, letter.Add(after)))
		}
		since := func(dossier string) string {
			t.Helper()
			x, err := w.app.Letters(t.Context(), w.viewerOf("off"), "tiny-2025", "", 20)
			w.must(err)
			return string(x.SignedIn["tiny-2025."+dossier])
		}
		is := func(when, dossier, want string) {
			t.Helper()
			if got := since(dossier); got != want {
				t.Errorf("%s, %s: %q, want %q", when, dossier, got, want)
			}
		}
		is("nobody", "a", "")
		signs("sig_alfa", -time.Hour)
		is("on the day, before the letter", "a", "")
		signs("nobody", time.Hour)
		is("without a role", "a", "")
		signs("sig_beta", 48*time.Hour)
		is("of another", "a", "")
		is("of its own", "b", "2025-05-08")
		signs("sig_alfa", time.Minute)
		is("a minute after", "a", "2025-05-06")
		signs("sig_alfa", -time.Hour)

		w.now = letter.AddDate(0, 1, 0)
		w.mustDo("adm", "organisation.ask_merge", "", fields{"organisation": "alfa", "into": "beta", "on": "2025-06-01", "reasons": "Fusion"})
		w.mustDo("adm2", "organisation.merge", "", fields{"organisation": "alfa", "into": "beta", "on": "2025-06-01"})
		is("the heir's, before the merger", "a", "")
		signs("sig_beta", 28*24*time.Hour)
		is("the heir's, since", "a", "2025-06-03")
	})
}
