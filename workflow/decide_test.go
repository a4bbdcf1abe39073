package workflow_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	w "tremplin/workflow"
)

var (
	officer = []w.Role{w.Officer}
	engine  = []w.Role{w.Engine}
	itself  = func(c *w.Case) []w.Subject { return []w.Subject{c.On} }
	nothing = w.Plain(nil)
)

func table(rules ...w.Rule) w.Lifecycle { return w.Lifecycle{Entity: w.EntityCall, Rules: rules} }

func from(s ...w.State) []w.State { return s }

// Tables that make no sense do not compile.
func TestCompileFindsFaults(t *testing.T) {
	for want, l := range map[string]w.Lifecycle{
		"by nobody":                     table(w.Rule{Action: "a", From: from("x"), To: "y", Does: nothing}),
		"does nothing, or leads":        table(w.Rule{Action: "a", From: from("x"), To: "y", By: officer}),
		"leads nowhere":                 table(w.Rule{Action: "a", From: from("x"), By: officer, Does: nothing}),
		"say Stay":                      table(w.Rule{Action: "a", From: from("x"), To: "x", By: officer, Does: nothing}),
		"two rules for the same role":   table(w.Rule{Action: "a", From: from("x"), To: "y", By: officer, Does: nothing}, w.Rule{Action: "a", From: from("x"), To: "z", By: officer, Does: nothing}),
		"which is in no table":          table(w.Rule{Action: "a", From: from("x"), To: "y", By: officer, Does: nothing, Causes: []w.Cause{{Entity: w.EntityCall, Action: "zzz", On: itself}}}),
		"causes sheet.a, which is in n": table(w.Rule{Action: "a", From: from("x"), To: "y", By: officer, Does: nothing, Causes: []w.Cause{{Entity: w.EntitySheet, Action: "a", On: itself}}}),
	} {
		p := &w.Programme{Lifecycles: []w.Lifecycle{l}}
		if err := p.Compile(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func decide(p *w.Programme, state w.State) (*w.Decision, error) {
	return p.Decide(caseOn(state), w.Ask{Entity: w.EntityCall, Action: "a"})
}

// Faults of a table that only show when it runs are told, and are no refusals.
func TestDecideFindsFaults(t *testing.T) {
	for want, p := range map[string]*w.Programme{
		"round in circles": compiled(table(
			w.Rule{Action: "a", From: from("open"), To: w.Stay, By: officer, Does: nothing, Causes: []w.Cause{{Entity: w.EntityCall, Action: "b", On: itself, Must: true}}},
			w.Rule{Action: "b", From: from("open"), To: w.Stay, By: engine, Does: nothing, Causes: []w.Cause{{Entity: w.EntityCall, Action: "b", On: itself, Must: true}}})),
		"does not say Spends": compiled(table(w.Rule{Action: "a", From: from("open"), To: "x", By: officer, Does: w.Plain(func(k *w.Work) { k.Post(w.EntryEnvelope, 1) })})),
		"never born": compiled(table(w.Rule{Action: "a", From: from("open"), To: "x", By: officer, Does: w.Plain(func(k *w.Work) {
			w.Make(k, w.EntityMember, "m", &w.Member{})
		})})),
		"must be possible for the engine": compiled(table(
			w.Rule{Action: "a", From: from("open"), To: "x", By: officer, Does: nothing, Causes: []w.Cause{{Entity: w.EntityCall, Action: "b", On: itself, Must: true}}},
			w.Rule{Action: "b", From: from("x"), To: "y", By: officer, Does: nothing})),
		"where it goes back to": compiled(table(w.Rule{Action: "a", From: from("open"), Back: map[w.State]w.State{"x": "x"}, By: officer, Does: nothing})),
	} {
		_, err := decide(p, "open")
		if _, refusal := errors.AsType[*w.Error](err); err == nil || refusal && !strings.Contains(want, "must") || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestUnknownActs(t *testing.T) {
	for _, a := range []w.Ask{{Entity: "zzz", Action: "a"}, {Entity: w.EntityCall, Action: "zzz"}} {
		_, err := tiny.Decide(caseOn("open"), a)
		if no, ok := errors.AsType[*w.Error](err); !ok || no.Outcome() != "not_found/action" {
			t.Errorf("%v: %v", a, err)
		}
	}
	c := caseOn("open")
	c.On = nil
	if _, err := tiny.Decide(c, w.Ask{Entity: w.EntityCall, Action: "take"}); err == nil || err.Error() != w.NotThere().Error() {
		t.Errorf("on nothing: %v", err)
	}
}

// A refused Must refuses the whole; what is only tried is left out.
func TestCauses(t *testing.T) {
	causes := func(must bool) *w.Programme {
		return compiled(table(
			w.Rule{Action: "a", From: from("open"), To: "x", By: officer, Does: nothing, Causes: []w.Cause{{Entity: w.EntityCall, Action: "b", On: itself, Must: must}}},
			w.Rule{Action: "b", From: from("x"), To: "y", By: engine, Does: nothing, When: []w.Guard{{Code: "no", Holds: func(*w.Case) bool { return false }}}}))
	}
	if d, err := decide(causes(false), "open"); err != nil || len(d.Events) != 1 || d.Changes[0].Dossier.State() != "x" {
		t.Errorf("%+v, %v", d, err)
	}
	if _, err := decide(causes(true), "open"); err == nil || err.Error() != "refused/no" {
		t.Errorf("%v", err)
	}
	p := compiled(table(
		w.Rule{Action: "a", From: from("open"), To: "x", By: officer, Does: nothing, Causes: []w.Cause{{Entity: w.EntityCall, Action: "b", On: itself}}, Jobs: []w.JobOf{{Kind: "letter", Unique: true}}},
		w.Rule{Action: "b", From: from("x"), To: "y", By: engine, Does: nothing, Causes: []w.Cause{{Entity: w.EntityCall, Action: "c", On: itself}}},
		w.Rule{Action: "c", From: from("y"), To: w.Stay, By: []w.Role{w.Engine, w.Clock}, Does: nothing, Due: func(c *w.Case) time.Time { return c.Now.Add(time.Hour) }}))
	d, err := decide(p, "open")
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, e := range d.Events {
		told = append(told, string(e.Action)+" "+e.By+" "+string(e.From)+">"+string(e.To)+" "+string(rune('0'+e.Cause)))
	}
	if want := []string{"a off open>x 0", "b engine x>y 1", "c engine y>y 2"}; !slices.Equal(told, want) {
		t.Errorf("%q, want %q", told, want)
	}
	if d.Jobs[0] != (w.Job{Kind: "letter", On: w.Ref{Entity: w.EntityCall, Dossier: "emp"}, Unique: "letter emp"}) {
		t.Errorf("jobs %v", d.Jobs)
	}
	if at := d.Due["emp"]; !at.Equal(time.Time{}.Add(time.Hour)) {
		t.Errorf("due %v", at)
	}
}

func TestDiagramDrawsEachArrowOnce(t *testing.T) {
	p := compiled(table(
		w.Rule{Action: "make", To: "open", By: officer, Does: nothing},
		w.Rule{Action: "a", From: from("open", "shut"), To: "x", By: officer, Does: nothing},
		w.Rule{Action: "b", From: from("open"), To: "x", By: officer, Does: nothing},
		w.Rule{Action: "b", From: from("x"), To: w.Stay, By: officer, Does: nothing},
		w.Rule{Action: "back", From: from("x"), Back: map[w.State]w.State{"open": "open", "shut": "shut"}, By: officer, Does: nothing}))
	const want = `stateDiagram-v2
    [*] --> open: make
    open --> x: a, b
    shut --> x: a
    x --> open: back
    x --> shut: back
`
	if got := p.Diagram(w.EntityCall); got != want {
		t.Errorf("%s, want\n%s", got, want)
	}
	if s := p.States(w.EntityCall); !slices.Equal(s, from("open", "shut", "x")) {
		t.Errorf("states %v", s)
	}
}

// The roles of one day are not those of the next.
func TestGrantsHoldOnTheirDays(t *testing.T) {
	g := w.Grant{Role: w.Officer, From: "2025-01-10", Until: "2025-01-20"}
	for day, want := range map[w.Date]bool{"2025-01-09": false, "2025-01-10": true, "2025-01-20": true, "2025-01-21": false} {
		c := caseOn("open")
		c.Today, c.Actor.Grants = day, []w.Grant{g}
		_, err := tiny.Decide(c, w.Ask{Entity: w.EntityCall, Action: "take", Values: map[string]any{"need": "x"}})
		if (err == nil) != want || g.On(day) != want {
			t.Errorf("%s: %v", day, err)
		}
	}
}
