package empowerment_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	w "tremplin/workflow"
)

// everyone is an actor of each role, related to the dossier as far as it can be.
var everyone = map[w.Role]w.Actor{
	w.Officer:         {Person: "x", Grants: []w.Grant{{Role: w.Officer}}},
	w.Director:        {Person: "x", Grants: []w.Grant{{Role: w.Director}}},
	w.FunderSig:       {Person: "x", Grants: []w.Grant{{Role: w.FunderSig}}},
	w.Finance:         {Person: "x", Grants: []w.Grant{{Role: w.Finance}}},
	w.Auditor:         {Person: "x", Grants: []w.Grant{{Role: w.Auditor}}},
	w.Admin:           {Person: "x", Grants: []w.Grant{{Role: w.Admin}}},
	w.Editor:          {Person: "x", Grants: []w.Grant{{Role: w.Editor, Org: "alfa"}}},
	w.SispSig:         {Person: "x", Grants: []w.Grant{{Role: w.SispSig, Org: "alfa"}}},
	w.PartnerSig:      {Person: "x", Grants: []w.Grant{{Role: w.PartnerSig, Org: "asbl"}}},
	w.CommitteeMember: {Person: "jury1", Grants: []w.Grant{{Role: w.CommitteeMember}}},
	w.CommitteeChair:  {Person: "chair", Grants: []w.Grant{{Role: w.CommitteeChair}}},
	w.Clock:           w.ClockActor(),
}

var callStates = list[w.State]("draft validated open closed in_committee deliberated decided running reviewed archived cancelled")

// TestEngineAgreesWithTheLaw asks, of every role in every state of every
// subject and of the call, for every act: whether the engine answers not found,
// role, state or call_state exactly where the law says so.
func TestEngineAgreesWithTheLaw(t *testing.T) {
	x := stage(t, "met")
	x.do(t, "off", "control.record", "a", `{"held_on": "2026-01-10", "place": "x", "present": ["off"], "findings": "x"}`)
	x.do(t, "ed_alfa", "question.ask", "emp", `{"text": "x"}`)
	base, file := x.calls["emp"], x.files["emp.a"]
	subjects := append([]w.Subject{base, file, &w.Recovery{}}, oneOfEach(append(base.Parts(), file.Parts()...))...)
	w.Revive(subjects[2], w.Ref{Entity: w.EntityRecovery, Dossier: "emp.a", ID: "1"}, "demanded")
	cells := 0
	for _, on := range subjects {
		for _, state := range programme.States(on.Ref().Entity) {
			for _, letter := range []w.Date{"2025-05-06", ""} {
				if _, ok := on.(*w.Submission); ok || letter != "" {
					cells += agree(t, x, on, state, letter)
				}
			}
		}
	}
	if cells < 100_000 {
		t.Errorf("only %d cells", cells)
	}
}

// oneOfEach picks one of each kind.
func oneOfEach(parts []w.Subject) (out []w.Subject) {
	for _, p := range parts {
		if !slices.ContainsFunc(out, func(y w.Subject) bool { return y.Ref().Entity == p.Ref().Entity }) {
			if s, ok := p.(*w.Sheet); ok && s.Person != "jury1" {
				continue
			}
			out = append(out, p)
		}
	}
	return out
}

// agree asks everyone for every act on one subject in one state, and answers
// how many.
func agree(t *testing.T, x *world, on w.Subject, state w.State, letterOn w.Date) (cells int) {
	t.Helper()
	file, acts := revived(x.files["emp.a"], "midterm_held"), actsOn(on.Ref().Entity)
	if _, ok := on.(*w.Submission); ok {
		on = revived(file, state)
		file = on.(*w.Submission)
		file.LetterOn = letterOn
		if state == "draft" {
			file.SubmittedAt = time.Time{}
		}
	}
	for _, callState := range callStates {
		c := &w.Case{Now: x.calls["emp"].ClosesAt, House: x.house, Counts: map[w.State]int{}, NewID: "emp.z", File: file, On: on}
		c.Today, c.Call = w.DateOf(c.Now), revived(x.calls["emp"], callState)
		switch {
		case on.Ref() == c.Call.Ref():
			w.Revive(c.Call, on.Ref(), state)
			c.File, c.On, callState = nil, c.Call, state
		case on != w.Subject(file):
			p, err := reread(on)
			if err != nil {
				t.Fatal(err)
			}
			w.Revive(p, on.Ref(), state)
			c.On = p
			if on.Ref().Dossier == "emp" {
				c.File = nil
				w.Attach(c.Call, p)
			} else {
				w.Attach(file, p)
			}
		}
		for role, who := range everyone {
			c.Actor = who
			for _, r := range acts {
				cells++
				_, err := programme.Decide(c, w.Ask{Entity: r.entity, Action: r.action})
				if got, want := door(err, r.entity), lawful(c, r, role); got != want {
					t.Errorf("%s by %s on %s %q (call %s, letter %q): %s (%v), want %s", r.name(), role, on.Ref().Entity, state, callState, letterOn, got, err, want)
				}
			}
		}
		if c.File == nil && c.On == w.Subject(c.Call) {
			break // its own state is the call's
		}
	}
	return cells
}

func revived[D w.Subject](d D, state w.State) D {
	n, err := reread(d)
	if err != nil {
		panic(err)
	}
	for _, p := range any(d).(w.Dossier).Parts() {
		w.Attach(n.(w.Dossier), p)
	}
	w.Revive(n, d.Ref(), state)
	return n.(D)
}

// actsOn are the acts on a subject, and those that make parts of it.
func actsOn(e w.Entity) (out []row) {
	ofCall := list[w.Entity]("envelope member meeting question submission")
	for _, r := range laws {
		makes := slices.Contains(r.from, w.Unborn)
		under := e == w.EntityCall && slices.Contains(ofCall, r.entity) ||
			e == w.EntitySubmission && !slices.Contains(ofCall, r.entity) && !slices.Contains(list[w.Entity]("call organisation person"), r.entity)
		if r.entity == e && (len(r.from) > 1 || !makes) || makes && under {
			out = append(out, r)
		}
	}
	return out
}

// door is the answer of the engine before guards and inputs.
func door(err error, e w.Entity) string {
	no, ok := errors.AsType[*w.Error](err)
	switch {
	case err == nil, !ok:
		return "admitted"
	case no.Kind == w.NotFound:
		return "not_found"
	case no.Kind == w.Forbidden && no.Code == w.CodeRole && no.Field == "":
		return "role"
	case no.Code == w.CodeState && no.Facts["entity"] == e:
		return "state"
	case no.Code == w.CodeCallState:
		return "call_state"
	}
	return "admitted"
}

// lawful is what the law answers: not found, role, state, the call's state, in
// this order. All rows of the act count.
func lawful(c *w.Case, r row, role w.Role) string {
	if hidden(c, role) {
		return "not_found"
	}
	state := w.Unborn
	if c.On.Ref().Entity == r.entity {
		state = asShown(c, role)
	}
	answer := "role"
	for _, y := range laws {
		if y.action != r.action || y.entity != r.entity || !slices.Contains(y.by, role) {
			continue
		}
		if answer == "role" {
			answer = "state"
		}
		if slices.Contains(y.from, state) {
			if len(y.while) > 0 && !slices.Contains(y.while, c.Call.State()) {
				return "call_state"
			}
			return "admitted"
		}
	}
	return answer
}

var fundersSide = list[w.Role]("das_officer das_director funder_signatory finance_officer auditor clock")

// hidden is what may not be seen (PROCESS.md, Who takes part).
func hidden(c *w.Case, role w.Role) bool {
	funder := slices.Contains(fundersSide, role)
	committee := strings.HasPrefix(string(role), "committee")
	if m, ok := c.On.(*w.Member); ok && m.State() == "dismissed" && role == w.CommitteeChair {
		committee = false // it is the chair
	}
	if early := c.Call.State() == "draft" || c.Call.State() == "validated"; early && !funder && !committee {
		return true
	}
	if c.File == nil {
		return false
	}
	if x, ok := c.On.(*w.Sheet); ok && x.State() == "conflict" && role == w.CommitteeMember {
		return true
	}
	if p, ok := c.On.(*w.Party); ok && role == w.PartnerSig && (p.State() == "declined" || p.State() == "void") {
		return true // takes no part
	}
	if role == w.Admin || c.File.SubmittedAt.IsZero() && (funder || committee) {
		return true
	}
	if c.On.Ref().Entity == w.EntitySheet {
		return !funder && role != w.CommitteeMember
	}
	return false
}

// asShown: from rank to its letter a submission is under review for the SISP and
// its partners; the committee learns no decision before.
func asShown(c *w.Case, role w.Role) w.State {
	s := c.On.State()
	if c.On != w.Subject(c.File) {
		return s
	}
	untold := (s == "reserve" || s == "awarded" || s == "rejected") && c.File.LetterOn == ""
	switch {
	case strings.HasPrefix(string(role), "sisp") || role == w.PartnerSig:
		if s == "ranked" || untold {
			return "under_review"
		}
	case strings.HasPrefix(string(role), "committee"):
		if untold {
			return "ranked"
		}
	}
	return s
}
