package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tremplin/storage"
	"tremplin/workflow"
)

// proposed makes a dossier of this title, sent in or not.
func proposed(t testing.TB, s *storage.Store, id, sisp, title string, sent bool, partners ...string) {
	t.Helper()
	apply(t, s, storage.Ask{Call: callID}, func(*workflow.Case) *workflow.Decision {
		text, stored := typed("t"+id, title)
		f := made(&workflow.Submission{CallID: callID, Sisp: sisp, Proposal: &workflow.Proposal{Title: text}}, ref(workflow.EntitySubmission, id, ""), "submitted")
		if sent {
			f.SubmittedAt = noon
		}
		var parts []workflow.Subject
		for _, org := range partners {
			parts = append(parts, made(&workflow.Party{Org: org}, ref(workflow.EntityParty, id, org), workflow.PartyConfirmed))
		}
		return &workflow.Decision{
			Changes: []workflow.Change{{New: true, Dossier: attach(f, parts...), Own: true, Parts: parts}},
			Events:  []workflow.Event{event(f.Ref(), "create", "", "submitted")},
			Texts:   []workflow.Typed{stored},
		}
	})
}

// retitled gives a dossier another title.
func retitled(t testing.TB, s *storage.Store, id, title string) {
	t.Helper()
	apply(t, s, storage.Ask{Submission: id}, func(c *workflow.Case) *workflow.Decision {
		f, p := *c.File, *c.File.Proposal
		text, stored := typed("again"+id, title)
		p.Title, f.Proposal = text, &p
		return &workflow.Decision{
			Changes: []workflow.Change{{Dossier: &f, Own: true}},
			Events:  []workflow.Event{event(f.Ref(), "update", f.State(), f.State())},
			Texts:   []workflow.Typed{stored},
		}
	})
}

// found are the names of the dossiers that somebody finds, in order.
func found(t testing.TB, s *storage.Store, see workflow.Sight, w storage.Wanted) string {
	t.Helper()
	list, err := storage.Get(t.Context(), s, func(tx *storage.Tx) ([]storage.Brief, error) { return tx.Briefs(see, w) })
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range list {
		out = append(out, strings.TrimPrefix(b.ID, callID+"."))
	}
	return strings.Join(out, " ")
}

func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		people(t, s)
		call(t, s)
		proposed(t, s, "emp.a", "alfa", "Co-création d'un jardin d'été", true)
		proposed(t, s, "emp.b", "beta", "Studentenhuisvesting én jardin 12", true, "asbl")
		proposed(t, s, "emp.c", "beta", "Jardin secret 100 %_", false)
		all := workflow.Sight{Funder: true}
		for _, x := range []struct {
			see        workflow.Sight
			text, want string
		}{
			{all, "jardin", "a b"},
			{all, "JARDIN ete", "a"},
			{all, "été jardin", "a"},
			{all, "huisvesting", "b"}, // a part of a word
			{all, "création", "a"},
			{all, "co-création", "a"},
			{all, "12", "b"}, // a short word whole
			{all, "1", ""},
			{all, "en", "b"},
			{all, "jar", "a b"},
			{all, "ja", ""},
			{all, "jardinier", ""},
			{all, "secret", ""}, // it has not been sent in
			{all, "%_", ""},
			{all, "% ' \" \\ _", ""},
			{all, "alfa", "a"}, // its SISP
			{all, "emp-2030", "a b"},
			{all, "EMP-2030-01", ""},
			{workflow.Sight{Orgs: []string{"beta"}}, "jardin", "b c"},
			{workflow.Sight{Orgs: []string{"asbl"}}, "jardin", "b"},
			{workflow.Sight{Orgs: []string{"alfa", "asbl"}}, "jardin", "a b"},
			{workflow.Sight{Orgs: []string{"beta"}}, "alfa", ""},
			{workflow.Sight{Committee: true, Person: "zoe"}, "jardin", "a b"},
			{workflow.Sight{Committee: true, Person: "zoe", Mandates: []string{"asbl"}}, "jardin", "a"},
			{workflow.Sight{Committee: true, Person: "max"}, "jardin", ""},
			{workflow.Sight{}, "jardin", ""},
		} {
			if got := found(t, s, x.see, storage.Wanted{Text: x.text}); got != x.want {
				t.Errorf("%+v finds %q by %q, want %q", x.see, got, x.text, x.want)
			}
		}
		retitled(t, s, "emp.b", "Potager")
		if got := found(t, s, all, storage.Wanted{Text: "jardin"}) + found(t, s, all, storage.Wanted{Text: "huisvesting"}) + found(t, s, all, storage.Wanted{Text: "potager"}); got != "ab" {
			t.Errorf("with another title: %q", got)
		}
		clean(t, s)
		raw := unchecked(t, url)
		execRaw(t, raw, "DELETE FROM titles")
		execRaw(t, raw, "DELETE FROM title_ends")
		if n := len(findings(t, s, storage.VerifyOptions{})); n != 6 {
			t.Errorf("%d findings where three titles are gone", n)
		}
		if _, err := storage.Migrate(t.Context(), url); err != nil { // as before there was such an index
			t.Fatal(err)
		}
		clean(t, s)
	})
}

// TestSearchGoesOn: a text narrows a list whose pages follow each other, also
// where it is in so many titles that the list is walked.
func TestSearchGoesOn(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		people(t, s)
		call(t, s)
		const many = 650
		for i := range many {
			title := "Jardin"
			if i%100 == 0 {
				title = "Jardin rare"
			}
			proposed(t, s, fmt.Sprintf("emp.%03d", i), []string{"alfa", "beta"}[i%2], title, true)
		}
		for _, x := range []struct {
			see  workflow.Sight
			text string
			want int
		}{
			{workflow.Sight{Funder: true}, "jardin", many},
			{workflow.Sight{Funder: true}, "jardin rare", 7},
			{workflow.Sight{Orgs: []string{"alfa"}}, "jardin", many / 2},
			{workflow.Sight{Orgs: []string{"beta"}}, "rare", 0},
		} {
			var ids []string
			for w := (storage.Wanted{Text: x.text, Page: storage.Page{Limit: 90}}); ; w.After = ids[len(ids)-1] {
				next := strings.Fields(found(t, s, x.see, w))
				for _, id := range next {
					ids = append(ids, callID+"."+id)
				}
				if len(next) < w.Limit {
					break
				}
			}
			if !slices.IsSorted(ids) || len(slices.Compact(ids)) != x.want {
				t.Errorf("%+v finds %d by %q, want %d in order", x.see, len(ids), x.text, x.want)
			}
		}
	})
}

// TestErasedTitle: what a title said of somebody is not found once it is erased.
func TestErasedTitle(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, url string) {
		people(t, s)
		call(t, s)
		proposed(t, s, "emp.a", "alfa", "Le potager de Zoé Dubois", true)
		proposed(t, s, "emp.b", "alfa", "Le potager", true)
		all := workflow.Sight{Funder: true}
		if got := found(t, s, all, storage.Wanted{Text: "dubois"}); got != "a" {
			t.Fatalf("found %q", got)
		}
		erase(t, s)
		if got := found(t, s, all, storage.Wanted{Text: "potager"}) + found(t, s, all, storage.Wanted{Text: "dubois"}); got != "b" {
			t.Errorf("found %q", got)
		}
		for _, q := range []string{"SELECT ending FROM title_ends WHERE ending LIKE '%dubois%'", "SELECT folded FROM titles WHERE folded LIKE '%dubois%'"} {
			if left := column(t, unchecked(t, url), q); len(left) > 0 {
				t.Errorf("still there: %q", left)
			}
		}
		clean(t, s)
	})
}

// TestWordsOfTitles: whatever part of at least three letters of a word of the
// title is looked for, it is found.
func TestWordsOfTitles(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		people(t, s)
		call(t, s)
		n := 0
		rapid.Check(t, func(r *rapid.T) {
			n++
			id := fmt.Sprintf("emp.%d", n)
			title := rapid.StringMatching(`[a-zéÏœß0-9'\- ]{3,20}`).Draw(r, "title")
			proposed(t, s, id, "alfa", title, true)
			for _, word := range strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(" '-", r) }) {
				letters := []rune(word)
				if len(letters) > 3 {
					from := rapid.IntRange(0, len(letters)-3).Draw(r, "from")
					letters = letters[from:rapid.IntRange(from+3, len(letters)).Draw(r, "to")]
				}
				got := found(t, s, workflow.Sight{Funder: true}, storage.Wanted{Text: strings.ToUpper(string(letters)), Page: storage.Page{Limit: 10_000}})
				if !slices.Contains(strings.Fields(got), strings.TrimPrefix(id, "emp.")) {
					r.Fatalf("%q is not found by %q", title, string(letters))
				}
			}
		})
	})
}
