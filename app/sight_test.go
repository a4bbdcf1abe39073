package app_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestSightOfEverybody walks through worlds, and compares now and then what
// each person is given by the queries with what the rules say.
func TestSightOfEverybody(t *testing.T) {
	checks, steps := 1, 240
	if long() {
		checks, steps = 20, 500
	}
	seed := uint64(77)
	storagetest.EachURL(t, func(t *testing.T, _ string) {
		fresh, seen := databases(t), 0
		seed++
		checking(t, checks, seed, func(rt *rapid.T) {
			luck := rapid.SliceOfN(rapid.Uint64(), steps, steps).Draw(rt, "luck")
			w, done := newWalker(rt, fresh(), luck[0], newWalked())
			defer done()
			app.ContractsOnly(w.app)
			for i, l := range luck {
				w.step(l)
				if i%30 == 29 {
					seen += w.everybodySees()
				}
			}
		})
		t.Logf("%d dossiers were looked at", seen)
	})
}

// everybodySees checks each person against each dossier.
func (w *walker) everybodySees() (looked int) {
	w.Helper()
	calls := map[string]*workflow.Case{}
	for _, id := range w.calls {
		calls[id] = w.load(id, "")
	}
	house := calls[w.calls[0]].House
	people := []string{"nobody", "clock", ""}
	for _, p := range house.People {
		people = append(people, p.Ref().ID)
	}
	for _, person := range people {
		c := as(calls[w.calls[0]], person, house)
		see := workflow.SightOf(house, c.Actor, c.Today)
		err := w.app.Store.View(w.ctx, func(tx *storage.Tx) error { return w.agrees(tx, see, calls) })
		w.must(err)
		for _, c := range calls {
			looked += len(c.All)
			w.unseen(as(c, person, c.Call), see)
		}
	}
	return looked
}

// agrees compares look-ups, lists, pages and filters with the rule.
func (w *walker) agrees(tx *storage.Tx, see workflow.Sight, calls map[string]*workflow.Case) error {
	w.Helper()
	var visible []string
	for _, id := range w.calls {
		c := calls[id]
		if see.Call(c.Call) {
			visible = append(visible, id)
		}
		_, err := tx.Call(see, c.Call.Reference)
		w.same(see, id, isThere(err), see.Call(c.Call))
		var want []string
		for _, s := range c.All {
			id := s.Ref().Dossier
			_, err := tx.Submission(see, id)
			w.same(see, id, isThere(err), see.Submission(c.Call, s))
			if see.Submission(c.Call, s) {
				want = append(want, id)
			}
		}
		got, err := allPages(tx, see, storage.Filter{Call: id}, 2)
		if err != nil {
			return err
		}
		w.same(see, id, fmt.Sprint(sorted(got)), fmt.Sprint(sorted(want)))
		for _, sisp := range []string{"alfa", "delta"} {
			got, err := allPages(tx, see, storage.Filter{Call: id, Sisp: sisp}, 100)
			if err != nil {
				return err
			}
			of := slices.DeleteFunc(slices.Clone(want), func(id string) bool {
				return !slices.ContainsFunc(c.All, func(s *workflow.Submission) bool { return s.Ref().Dossier == id && s.Sisp == sisp })
			})
			w.same(see, id+" of "+sisp, fmt.Sprint(sorted(got)), fmt.Sprint(sorted(of)))
		}
	}
	list, err := tx.Calls(see, storage.Page{})
	var got []string
	for _, f := range list {
		got = append(got, f.Dossier.Ref().Dossier)
	}
	w.same(see, "calls", fmt.Sprint(sorted(got)), fmt.Sprint(sorted(visible)))
	return err
}

func (w *walker) same(see workflow.Sight, what string, got, want any) {
	w.Helper()
	if got != want {
		w.Fatalf("%+v and %s: the queries give %v, the rule %v", see, what, got, want)
	}
}

func isThere(err error) bool {
	no, refused := errors.AsType[*workflow.Error](err)
	return !refused || no.Kind != workflow.NotFound
}

func allPages(tx *storage.Tx, see workflow.Sight, f storage.Filter, limit int) (ids []string, err error) {
	for f.Limit = limit; ; {
		list, err := tx.Submissions(see, f)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			f.After = x.Dossier.Ref().Dossier
			ids = append(ids, f.After)
		}
		if len(list) < limit {
			return ids, nil
		}
	}
}

func sorted(in []string) []string {
	out := slices.Clone(in)
	slices.Sort(out)
	return out
}

// unseen: on what may not be seen nothing is offered, and every act answers
// that there is no such thing.
func (w *walker) unseen(c *workflow.Case, see workflow.Sight) {
	w.Helper()
	p := w.app.Programme()
	for _, s := range c.All {
		if see.Submission(c.Call, s) {
			continue
		}
		n := as(c, c.Actor.Person, s)
		n.File = s
		if offers := p.Offers(n); len(offers) > 0 {
			w.Fatalf("%s may not see %s and is offered %s.%s", c.Actor.Person, s.Ref(), offers[0].Entity, offers[0].Action)
		}
		for _, act := range []workflow.Action{"submit", "award", "withdraw", "rank", "sign"} {
			_, err := p.Decide(n, workflow.Ask{Entity: workflow.EntitySubmission, Action: act})
			if o := outcomeOf(err); o != "not_found/not_found" && (o != "refused/mandate" || act != "sign") {
				w.Fatalf("%s may not see %s, and %s answers %v", c.Actor.Person, s.Ref(), act, err)
			}
		}
	}
}

// draftedCall is an open call with one project that is being written.
func (w *world) draftedCall() (call, project string) {
	w.Helper()
	k := &walker{world: w}
	k.people()
	both := fields{"fr": "Appel", "nl": "Oproep"}
	call = w.imports(workflow.EntityCall, "", fields{
		"reference": "SIGHT-1", "title": both, "envelope": "2000", "min_per_project": "100", "max_per_project": "1000", "duration_months": "12",
		"opens_at": w.now.Add(time.Hour).Format(time.RFC3339), "closes_at": w.now.AddDate(0, 0, 10).Format(time.RFC3339),
		"quorum": "1", "ties": list("submitted_at"), "criteria": []any{fields{"id": "use", "title": both, "weight": "100", "max": "5"}},
		"themes": []any{fields{"id": "food", "title": both}}, "signing_days": "30", "appeal_days": "20", "report_days": "40", "reserve_until": "2030-12-31",
		"instalments": []any{fields{"share": "100", "after": "signed"}}, "delegation": fields{"organ": "board", "date": "2030-01-01", "reference": "CA 1"},
		"committee": fields{"chair": "chair", "members": list("jury1")},
	})
	w.mustDo("dir", "call.validate", call, nil)
	w.now = w.now.Add(2 * time.Hour)
	w.tick()
	project = w.mustDo("ed_alfa", "submission.create", call, fields{
		"sisp": "alfa", "title": "Projet", "theme": "food", "requested": "500", "partners": list("asbl1"),
		"budget": []any{fields{"category": "staff", "label": "Animation", "amount": "500"}},
	}).On.String()
	return call, project
}

// reviewedCall is a call with one project that waits for its opinion.
func (w *world) reviewedCall() (call, project string) {
	w.Helper()
	call, project = w.draftedCall()
	w.mustDo("par_asbl1", "party.confirm", project+"/party/asbl1", nil)
	w.mustDo("sig_alfa", "submission.submit", project, nil)
	w.now = w.now.AddDate(0, 0, 11)
	w.tick()
	w.mustDo("off1", "submission.declare_eligible", project, nil)
	w.mustDo("off1", "call.convene", call, nil)
	w.mustDo("off1", "sheet.assign", project, fields{"person": "jury1"})
	w.mustDo("jury1", "sheet.save", project+"/sheet/jury1", fields{"scores": []any{fields{"criterion": "use", "score": "4", "reasons": "Utile"}}})
	w.mustDo("jury1", "sheet.seal", project+"/sheet/jury1", nil)
	return call, project
}

// sitsBeside seats both_alfa, who edits for alfa and so has a conflict with its project.
func (w *world) sitsBeside(call string) {
	w.Helper()
	w.imports(workflow.EntityPerson, "both_alfa", fields{"name": "Les deux", "organisation": "alfa", "roles": []any{"sisp_editor", "committee_member", "committee_chair"}})
	w.mustDo("off1", "member.appoint", call, fields{"person": "both_alfa", "as": "acting_chair"})
}

// TestUnderReviewTellsNothing: from rank to its letter a project is under
// review for its SISP and its partner, who are offered, answered and told the
// same, to the byte, whatever the committee and the funder have done.
func TestUnderReviewTellsNothing(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w, done := newWorld(t, url, 5)
		defer done()
		call, project := w.reviewedCall()
		w.sitsBeside(call)
		told := func() string { return w.told(call, project) }
		reasons := fields{"reasons": "Voilà."}

		first := told()
		w.mustDo("chair", "submission.rank", project, fields{"opinion": "favourable", "advised": "500", "reasons": "Bien."})
		w.alike(project, "under_review", first, "ranked", told())
		w.mustDo("chair", "submission.reopen_opinion", project, reasons)
		w.alike(project, "under_review", first, "under_review again", told())
		w.mustDo("chair", "submission.rank", project, fields{"opinion": "reserve", "advised": "300", "reasons": "Bien."})
		w.mustDo("chair", "call.conclude", call, fields{"present": list("chair", "jury1")})

		ranked := told()
		for _, verdict := range []struct {
			do     string
			values fields
		}{
			{"award", fields{"amount": "400", "reasons": "Voilà.", "departure": "Parce que.", "conditions": []any{fields{"text": "Un plan."}}}},
			{"place_in_reserve", fields{"place": "1", "reasons": "Voilà."}},
			{"reject", fields{"reasons": "Voilà."}},
			{"award", fields{"amount": "300", "reasons": "Voilà.", "departure": "Parce que."}},
		} {
			w.mustDo("dg", "submission."+verdict.do, project, verdict.values)
			w.alike(project, "ranked", ranked, verdict.do, told())
			w.mustDo("dg", "submission.reconsider", project, reasons)
			w.alike(project, "ranked", ranked, "reconsider", told())
		}
		w.mustDo("dg", "submission.award", project, fields{"amount": "300", "reasons": "Voilà.", "departure": "Parce que."})
		w.mustDo("dg", "call.decide", call, nil)
		if told() == ranked {
			t.Fatal("the letter told nothing")
		}
		w.verified()
	})
}

func (w *world) alike(project, a, x, b, y string) {
	w.Helper()
	if x == y {
		return
	}
	one, other := strings.Split(x, "\n"), strings.Split(y, "\n")
	for i := range min(len(one), len(other)) {
		if one[i] != other[i] {
			w.Fatalf("%s: %s is not told like %s: %s; %s\n%s", project, b, a, one[i], other[i], strings.Join(other[max(0, i-8):i], "\n"))
		}
	}
	w.Fatalf("%s: %s is told more than %s", project, b, a)
}

// told is all that the SISP and its partner are offered, answered, and shown of
// the history; at one time of day, so that only the acts differ.
func (w *world) told(call, project string) string {
	w.Helper()
	c, p := w.load(call, project), w.app.Programme()
	c.Now, c.Today = dawn.AddDate(0, 1, 0), workflow.DateOf(dawn.AddDate(0, 1, 0))
	out := map[string]any{}
	for _, person := range []string{"ed_alfa", "sig_alfa", "par_asbl1", "both_alfa"} {
		for _, on := range append([]workflow.Subject{c.Call}, subjects(c.File)...) {
			if on.Ref().Entity == workflow.EntitySheet || on.Ref().Entity == workflow.EntityCondition {
				continue // parts that they are not shown
			}
			n := as(c, person, on)
			if on == workflow.Subject(c.Call) {
				n.File = nil
			}
			at := person + " " + on.Ref().String()
			out[at+" offers"] = p.Offers(n)
			for _, l := range p.Lifecycles {
				for i := range l.Rules {
					out[at+" "+string(l.Entity)+"."+string(l.Rules[i].Action)] = answers(p, n, l.Entity, l.Rules[i].Action)
				}
			}
		}
		n := as(c, person, c.File)
		see := workflow.SightOf(c.House, n.Actor, c.Today)
		out[person+" state"] = see.State(c.Call, c.File)
		var past []string
		for _, e := range see.Told(c.Call, c.File, c.Past) {
			past = append(past, fmt.Sprint(e.On, " ", e.Action, " by ", e.By, " from ", e.From, " to ", e.To))
		}
		out[person+" history"] = past
	}
	text, err := json.MarshalIndent(out, "", " ")
	w.must(err)
	return string(text)
}

// answers are those to an act with nothing, and with what its form begins with.
func answers(p *workflow.Programme, c *workflow.Case, e workflow.Entity, a workflow.Action) (out []any) {
	for _, values := range []fields{nil, {"reasons": "Voilà.", "amount": "100", "place": "1", "title": "Autre"}} {
		d, err := p.Decide(c, workflow.Ask{Entity: e, Action: a, Values: values})
		if err != nil {
			out = append(out, err)
			continue
		}
		out = append(out, d.Events[0].To) // not from where, which is not shown
	}
	return out
}
