package app_test

import (
	"slices"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestTheOwnDossierIsNotJudged: who edits for a SISP and sits on the committee has a
// conflict with that SISP's dossiers. It has them as the SISP has, under review and
// without the committee's work, and in none of the lists in which a committee works.
func TestTheOwnDossierIsNotJudged(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 1)
		defer done()
		conclude := slices.IndexFunc(w.embedded("tiny-2025").Steps, func(s *scenario.Step) bool { return s.Do == "call.conclude" })
		w.replay("tiny-2025", conclude+1)
		w.now = w.now.Add(time.Hour)
		const call, own = "tiny-2025", "tiny-2025.a"
		sisp := w.load("", own).File.Sisp
		editor := fields{"name": "Éditeur", "organisation": sisp, "roles": []any{"sisp_editor"}}
		w.imports(workflow.EntityPerson, "plain", editor)
		editor["roles"] = []any{"sisp_editor", "committee_member"}
		w.imports(workflow.EntityPerson, "both", editor)
		editor["roles"] = []any{"sisp_editor", "committee_member", "auditor", "das_officer"} // nor do the funder's roles tell more
		w.imports(workflow.EntityPerson, "all", editor)
		for _, person := range []string{"both", "all"} {
			w.mustDo("off", "member.appoint", call, fields{"person": person, "as": "member"})
		}
		w.ownLook(own)
		w.ownLists("both", call)
		w.ownLists("all", call)
	})
}

// ownLook compares what both roles are shown of the own dossier with what one is.
func (w *world) ownLook(own string) {
	w.Helper()
	c := w.load("", own)
	if c.File.State() != workflow.SubmissionRanked || c.File.Opinion == nil || len(c.File.Sheets) == 0 {
		w.Fatalf("the dossier is %s: there is nothing to hide", c.File.State())
	}
	papers := map[string]int{}
	for _, person := range []string{"plain", "both", "all"} {
		v := w.viewerOf(person)
		look, err := w.app.Look(w.ctx, v, own)
		w.must(err)
		if papers[person] = len(look.File.Documents); papers[person] == 0 || papers[person] != papers["plain"] {
			w.Errorf("%s may read %d papers of its own dossier, the SISP %d", person, papers[person], papers["plain"])
		}
		if x := look.Act("sheet.assign", look.File.Ref()); x != nil {
			w.Errorf("%s may assign sheets of its own dossier", person)
		}
		if f := look.File; f.State() != workflow.SubmissionUnderReview || f.Opinion != nil || len(f.Sheets) > 0 || !f.Reasons.Empty() {
			w.Errorf("%s is shown its own dossier %s, with an opinion: %v, and %d sheets", person, f.State(), f.Opinion != nil, len(f.Sheets))
		}
		for _, e := range look.Past {
			if e.On.Entity == workflow.EntitySheet || e.Action == "rank" {
				w.Errorf("%s is told of %s %s", person, e.On, e.Action)
			}
		}
		for _, x := range c.File.Sheets {
			if v.Sight.Sheet(c.Call, c.File, x) {
				w.Errorf("%s may see the sheet of %s", person, x.Person)
			}
		}
		briefs, err := storage.Get(w.ctx, w.app.Store, func(tx *storage.Tx) ([]storage.Brief, error) {
			return tx.Briefs(v.Sight, storage.Wanted{Of: []string{own}})
		})
		w.must(err)
		if len(briefs) != 1 || briefs[0].State != workflow.SubmissionUnderReview {
			w.Errorf("%s is listed %v", person, briefs)
		}
	}
}

// ownLists looks for the own dossiers in the committee's lists.
func (w *world) ownLists(person, call string) {
	w.Helper()
	v := w.viewerOf(person)
	var ids []string
	ranked, err := w.app.Compare(w.ctx, v, call)
	w.must(err)
	for _, r := range ranked.Rows {
		ids = append(ids, r.ID)
	}
	if ranked.Sums || ranked.Lined {
		w.Error("sums are told to who has a conflict")
	}
	board, err := w.app.Deliberation(w.ctx, v, call)
	w.must(err)
	for _, r := range board.Rows {
		ids = append(ids, r.File.Ref().Dossier)
	}
	scoring, err := w.app.Scoring(w.ctx, v, call)
	w.must(err)
	for _, f := range scoring.Others {
		ids = append(ids, f.Ref().Dossier)
	}
	for _, x := range scoring.Mine {
		ids = append(ids, x.File.Ref().Dossier)
	}
	if len(ids) == 0 {
		w.Error("the others' dossiers are in no list")
	}
	c := w.load(call, "")
	for _, f := range c.All {
		if f.Sisp == v.Sight.Orgs[0] && slices.Contains(ids, f.Ref().Dossier) {
			w.Errorf("%s, the reader's own, is in %v", f.Ref().Dossier, ids)
		}
	}
	if _, err := w.app.Scenarios(w.ctx, v, call, app.ScenarioRules{}, nil); isThere(err) {
		w.Errorf("scenarios answer %v", err)
	}
}
