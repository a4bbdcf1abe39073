package empowerment_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	w "tremplin/workflow"
)

// What is true of any table is asked of these.

// ends are the states that nothing leads out of.
var ends = map[w.Entity]string{
	w.EntityCall: "archived cancelled", w.EntitySubmission: "withdrawn lapsed terminated",
	w.EntityMember: "", w.EntityParty: "", w.EntityFile: "removed", w.EntityDocument: "filed", w.EntitySheet: "conflict", w.EntityVersion: "signed void", w.EntityInstalment: "void",
	w.EntitySpending: "void", w.EntityRecovery: "received written_off void", w.EntityCondition: "met waived void", w.EntityControl: "recorded",
	w.EntityDeliverable: "accepted void", w.EntityInterview: "held void", w.EntityMeeting: "held void", w.EntityQuestion: "published",
	w.EntityOrganisation: "", w.EntityPerson: "erased", "envelope": "",
}

func TestEveryStateIsReachedAndLeft(t *testing.T) {
	for _, l := range programme.Lifecycles {
		if l.Entity != "envelope" && w.New(l.Entity) == nil {
			t.Errorf("storage does not know %s", l.Entity)
		}
		reached, left := map[w.State]bool{w.Unborn: true}, map[w.State]bool{}
		for range l.Rules {
			for _, r := range l.Rules {
				for _, f := range orUnborn(r.From) {
					if !reached[f] {
						continue
					}
					for _, to := range leads(r) {
						reached[to] = true
						left[f] = left[f] || to != f
					}
				}
			}
		}
		for _, s := range programme.States(l.Entity) {
			end := slices.Contains(strings.Fields(ends[l.Entity]), string(s))
			if !reached[s] {
				t.Errorf("%s %s is never reached", l.Entity, s)
			}
			if left[s] == end {
				t.Errorf("%s %s: an end is %t, left is %t", l.Entity, s, end, left[s])
			}
		}
	}
}

func orUnborn(from []w.State) []w.State {
	if len(from) == 0 {
		return []w.State{w.Unborn}
	}
	return from
}

func leads(r w.Rule) (out []w.State) {
	for _, to := range r.Back {
		out = append(out, to)
	}
	if len(out) == 0 && r.To != w.Stay {
		out = append(out, r.To)
	}
	return out
}

// Nothing moves in a call that is archived or cancelled.
func TestNothingMovesInACallThatIsOver(t *testing.T) {
	for _, l := range programme.Lifecycles {
		if slices.Contains(list[w.Entity]("call person organisation"), l.Entity) {
			continue
		}
		for _, r := range l.Rules {
			if slices.Equal(r.By, []w.Role{w.Engine}) {
				continue
			}
			if len(r.While) == 0 || in("archived", r.While) || in("cancelled", r.While) {
				t.Errorf("%s.%s while %v", l.Entity, r.Action, r.While)
			}
		}
	}
}

func TestTheClockKnowsWhen(t *testing.T) {
	for _, l := range programme.Lifecycles {
		for _, r := range l.Rules {
			if slices.Contains(r.By, w.Clock) != (r.Due != nil) {
				t.Errorf("%s.%s: by the clock, but when?", l.Entity, r.Action)
			}
		}
	}
}

// TestNeedsAreKnownBefore works out from the tables, on its own, who must hold
// the call alone.
func TestNeedsAreKnownBefore(t *testing.T) {
	type act struct {
		e w.Entity
		a w.Action
	}
	alone, whole := map[act]bool{}, map[act]bool{}
	for range 12 { // as deep as causes go
		for _, l := range programme.Lifecycles {
			for _, r := range l.Rules {
				k := act{l.Entity, r.Action}
				own := slices.Contains(list[w.Entity]("call envelope member meeting question"), l.Entity)
				alone[k] = alone[k] || own || r.Spends || r.NeedsAll
				whole[k] = whole[k] || r.NeedsAll
				for _, c := range r.Causes {
					alone[k] = alone[k] || alone[act{c.Entity, c.Action}]
					whole[k] = whole[k] || whole[act{c.Entity, c.Action}]
				}
			}
		}
	}
	for k := range alone {
		n := programme.Needs(k.e, k.a)
		if n.Exclusive != alone[k] || n.All != whole[k] {
			t.Errorf("%s.%s: needs %+v, alone %t, whole %t", k.e, k.a, n, alone[k], whole[k])
		}
	}
}

// fingerprint is all that a case holds, as text.
func fingerprint(c *w.Case) string {
	var b strings.Builder
	one := func(d w.Dossier) {
		for _, s := range append([]w.Subject{d}, d.Parts()...) {
			text, err := json.Marshal(s)
			if err != nil {
				panic(err)
			}
			fmt.Fprintf(&b, "%s %s %s\n", s.Ref(), s.State(), text)
		}
	}
	one(c.House)
	if c.Call != nil {
		one(c.Call)
		fmt.Fprintln(&b, c.Call.Envelope, c.Call.Committed, c.Call.Released, c.Call.Paid)
	}
	if c.File != nil {
		one(c.File)
	}
	for _, s := range c.All {
		one(s)
	}
	fmt.Fprint(&b, c.Counts, c.Reserve, c.Past, c.Arrears, c.On.Ref())
	return b.String()
}

// TestDecideIsPure: it never changes its case, and the same case and chance give
// the same decision.
func TestDecideIsPure(t *testing.T) {
	for _, p := range probes {
		x := p.ready(t)
		ask := p.ask()
		n := programme.Needs(ask.Entity, ask.Action)
		c := x.caseFor(x.actor(p.by), p.on, n)
		if c.On == nil {
			continue
		}
		c.NewID = "emp.new"
		before := fingerprint(c)
		d, err := programme.Decide(c, ask)
		again, errAgain := programme.Decide(c, ask)
		if fingerprint(c) != before {
			t.Errorf("%s changes its case", p)
		}
		if !reflect.DeepEqual(d, again) || outcome(err) != outcome(errAgain) {
			t.Errorf("%s: not twice the same", p)
		}
		if err == nil {
			needed(t, c, d, n, p.String())
		}
	}
}

// needed: what a decision touches was asked for before.
func needed(t testing.TB, c *w.Case, d *w.Decision, n w.Needs, what string) {
	t.Helper()
	if len(d.Ledger) > 0 && !n.Exclusive {
		t.Errorf("%s writes the ledger of a call that it does not hold alone", what)
	}
	for _, ch := range d.Changes {
		switch x := ch.Dossier.(type) {
		case *w.Call:
			if !n.Exclusive && !ch.New && c.File != nil { // acts on the call's own dossier hold it alone
				t.Errorf("%s changes a call that it does not hold alone", what)
			}
		case *w.Submission:
			if !ch.New && (c.File == nil || x.Ref() != c.File.Ref()) && !n.All {
				t.Errorf("%s changes %s, which it did not read", what, x.Ref())
			}
		}
	}
}

// TestWhatIsOfferedCanBeDone asks everybody about everything, at the end of each
// chapter: the example of an offer passes.
func TestWhatIsOfferedCanBeDone(t *testing.T) {
	count := 0
	for _, ch := range story[1:] {
		x := stage(t, ch.name)
		for _, who := range []string{"off", "dir", "dg2", "judge", "fin", "aud", "adm", "ed_alfa", "sig_alfa", "sig_delta", "sig_asbl", "chair", "jury1", "jury3", "past"} {
			for _, on := range x.everything() {
				c := x.caseFor(x.actor(who), on, everything)
				for _, o := range x.p.Offers(c) {
					if o.Blocked != nil {
						continue
					}
					count++
					a := asked{by: who, do: deed(o), on: on, as: "new", raw: o.Example}
					if d, err := x.decide(a); err != nil {
						t.Errorf("%s: offered, and refused: %s %v: %v", ch.name, a, a.raw, err)
					} else if c.On != nil {
						needed(t, c, d, x.p.Needs(o.Entity, o.Action), a.String())
					}
				}
			}
		}
	}
	if count < 2500 {
		t.Errorf("only %d offers", count)
	}
}

// everything that can be acted on, but for the people of the house.
func (x *world) everything() []string {
	out := []string{w.HouseID, "house/person/nobody", "house/person/adm2"}
	add := func(d w.Dossier) {
		out = append(out, d.Ref().String())
		for _, p := range d.Parts() {
			out = append(out, p.Ref().String())
		}
	}
	for _, c := range x.calls {
		add(c)
		for _, s := range x.of(c.Ref().Dossier) {
			add(s)
		}
	}
	return out
}

// TestTheStoryDoesEverything: every row of the tables is used by real acts.
func TestTheStoryDoesEverything(t *testing.T) {
	type move struct {
		e    w.Entity
		a    w.Action
		from w.State
	}
	done := map[move]bool{}
	learn := func(events []w.Event) {
		for _, e := range events {
			if e.On.Entity == "envelope" { // changed on a call
				e.From = w.Unborn
			}
			done[move{e.On.Entity, e.Action, e.From}] = true
		}
	}
	for _, ch := range story {
		learn(stage(t, ch.name).events)
	}
	for _, p := range probes {
		x := p.ready(t)
		learn(x.events)
		if d, err := x.decide(p.asked); err == nil {
			learn(d.Events)
		}
	}
	for _, l := range programme.Lifecycles {
		for _, r := range l.Rules {
			if !slices.ContainsFunc(orUnborn(r.From), func(f w.State) bool { return done[move{l.Entity, r.Action, f}] }) {
				t.Errorf("never done: %s.%s from %v", l.Entity, r.Action, r.From)
			}
		}
	}
}

// TestFixedCodes: these stay as they are (INTERFACES.md); step_changed is the
// app's.
func TestFixedCodes(t *testing.T) {
	have := programme.Codes()
	for _, c := range list[w.Code](`not_found role apart conflict state call_state over_envelope over_request outside_caps deadline document_pending quorum parties_unconfirmed
signatures_missing mandate arrears conditions_unmet avenant_out signed_already missing unknown_field amount stale`) {
		if !slices.Contains(have, c) {
			t.Errorf("no refusal is called %s", c)
		}
	}
	if !slices.IsSorted(have) || len(slices.Compact(slices.Clone(have))) != len(have) {
		t.Error("codes are not a sorted set")
	}
}
