package empowerment_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"unsafe"

	w "tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// A mutant is the programme with one rule made laxer: a guard, a check or a
// separation dropped, a state of the call or a role added. Each must be caught,
// by a probe or by the law.
type mutant struct {
	name string
	rule w.Rule // that was changed
	at   [2]int // where it stands: lifecycle, rule
	p    *w.Programme
}

// lawless tells that the mutant's rule has an edge that the law does not know.
func (m mutant) lawless(law map[string]bool, e w.Entity) bool {
	return slices.ContainsFunc(edgesOfRule(e, m.rule), func(x string) bool { return !law[x] })
}

// spared are the mutants that no scenario can tell from the original, and why.
var spared = map[string]string{
	"call.close from [open] without guard deadline_ahead":                                                 "the clock acts only when it is due, which is the same moment",
	"member.appoint from [dismissed] without check 0 unknown":                                             "whose the seat is, is known already",
	"question.answer from [asked] without check 0 texts_missing":                                          "the binder wants both languages",
	"submission.notify from [awarded reserve rejected] without guard letter_sent":                         "what causes it has just taken the letter away",
	"submission.sign from [contracting in_progress midterm_held suspended] without guard nothing_to_sign": "every party has signed what is not out",
	"submission.activate from [contracting] without guard signatures_missing":                             "what causes it has looked",
	"sheet.assign from [void] without check 3 assigned_already":                                           "it is about the void sheet itself",
	"instalment.claim from [claimable] without guard state":                                               "none is claimable but under such a project",
	"spending.accept from [claimed] without guard state":                                                  "no line is open under a project that does not live",
	"spending.refuse from [claimed] without guard state":                                                  "no line is open under a project that does not live",
	"deliverable.deliver from [expected returned] without guard state":                                    "none is open under a project that does not live",
	"deliverable.explain from [expected returned] without guard state":                                    "none is open under a project that does not live",
	"deliverable.accept from [delivered explained] without guard state":                                   "none is open under a project that does not live",
	"deliverable.return from [delivered explained] without guard state":                                   "none is open under a project that does not live",
}

func TestMutantsAreCaught(t *testing.T) {
	type ready struct {
		*probe
		x    *world
		want string
	}
	byAct := map[string][]ready{}
	for i := range probes {
		x := probes[i].ready(t)
		byAct[probes[i].do] = append(byAct[probes[i].do], ready{&probes[i], x, x.told(probes[i].asked)})
	}
	var everyProbe []ready
	for _, list := range byAct {
		everyProbe = append(everyProbe, list...)
	}
	laws, count, spare := edgesOfLaw(), 0, map[string]bool{}
	eachMutant(func(m mutant, entity w.Entity) {
		count++
		caught := m.lawless(laws, entity) || m.p.Compile() != nil // or the table refuses it itself
		list := byAct[string(entity)+"."+string(m.rule.Action)]
		if slices.Contains(m.rule.By, w.Engine) { // what causes it is asked for
			list = everyProbe
		}
		for _, r := range list {
			if caught {
				break
			}
			y := *r.x
			y.p = m.p
			caught = y.told(r.asked) != r.want
		}
		_, known := spared[m.name]
		if known {
			spare[m.name] = true
		}
		switch {
		case !caught && !known:
			t.Errorf("survives: %s", m.name)
		case caught && known:
			t.Errorf("is caught after all: %s", m.name)
		}
	})
	for name := range spared {
		if !spare[name] {
			t.Errorf("there is no mutant %s", name)
		}
	}
	if count < 1500 {
		t.Errorf("only %d mutants", count)
	}
}

// told is the outcome with all that it causes.
func (x *world) told(a asked) string {
	d, err := x.decide(a)
	if err != nil {
		return outcome(err)
	}
	out := "ok"
	for _, e := range d.Events {
		out += fmt.Sprintf(" %s/%s %s>%s", e.On, e.Action, e.From, e.To)
	}
	return out
}

// eachMutant makes the mutants one after the other. Each has its rules to
// itself, its machine is the only one that is built anew.
func eachMutant(f func(m mutant, entity w.Entity)) {
	for li, l := range empowerment.V1().Lifecycles {
		for ri := range l.Rules {
			r := l.Rules[ri]
			where := fmt.Sprintf("%s.%s from %s", l.Entity, r.Action, r.From)
			try := func(what string, changed w.Rule) {
				p := &w.Programme{Name: "mutant", Version: 1, Lifecycles: slices.Clone(empowerment.V1().Lifecycles)}
				rules := slices.Clone(l.Rules)
				rules[ri] = changed
				p.Lifecycles[li].Rules = rules
				f(mutant{name: where + " " + what, rule: changed, at: [2]int{li, ri}, p: p}, l.Entity)
			}
			mutate(r, try)
		}
	}
}

func mutate(r w.Rule, try func(string, w.Rule)) {
	for i, g := range r.When {
		n := r
		n.When = slices.Delete(slices.Clone(r.When), i, i+1)
		try("without guard "+string(g.Code), n)
	}
	if r.Apart != nil {
		n := r
		n.Apart = nil
		try("without apart", n)
	}
	for i, code := range checksOf(r.Does) {
		n := r
		n.Does = withoutCheck(r.Does, i)
		try(fmt.Sprintf("without check %d %s", i, code), n)
	}
	for _, s := range callStates {
		if len(r.While) > 0 && !slices.Contains(r.While, s) {
			n := r
			n.While = append(slices.Clone(r.While), s)
			try("while "+string(s), n)
		}
	}
	for role := range everyone {
		if !slices.Contains(r.By, role) {
			n := r
			n.By = append(slices.Clone(r.By), role)
			try("by "+string(role), n)
		}
	}
}

// checks are closed to other packages: tests open them.
func checked(v reflect.Value) reflect.Value {
	f := v.FieldByName("checked")
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}

func checksOf(a w.Act) (out []w.Code) {
	list := checked(reflect.ValueOf(a).Elem())
	for i := range list.Len() {
		out = append(out, list.Index(i).FieldByName("Code").Interface().(w.Code))
	}
	return out
}

// withoutCheck is a copy of the act that lacks one check.
func withoutCheck(a w.Act, drop int) w.Act {
	n := reflect.New(reflect.TypeOf(a).Elem())
	n.Elem().Set(reflect.ValueOf(a).Elem())
	old := checked(n.Elem())
	list := reflect.MakeSlice(old.Type(), 0, old.Len())
	for i := range old.Len() {
		if i != drop {
			list = reflect.Append(list, old.Index(i))
		}
	}
	old.Set(list)
	return n.Interface().(w.Act)
}
