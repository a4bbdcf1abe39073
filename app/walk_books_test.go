package app_test

import (
	"encoding/json"
	"slices"

	"tremplin/storage"
	"tremplin/workflow"
)

// asked is an act that somebody asked for, as it was sent.
type asked struct {
	by, name string
	on       workflow.Ref
	values   map[string]any
	before   *workflow.Case
}

// book is what a call's money must be, worked out from nothing but the names of
// the acts, the amounts that were sent with them, and the rules of the call.
type book struct {
	envelope, released workflow.Money
	projects           map[string]*account
}

// account is a project's.
type account struct {
	requested, awarded, signed, paid, writtenOff, committed, accepted workflow.Money

	state    workflow.State
	final    *workflow.Money
	budget   []workflow.Money // what is asked, line by line: as proposed
	awardedB []workflow.Money // as awarded, where that differs
	signedB  []workflow.Money // as signed, where that differs
	asked    *asked           // the avenant that is being made
	out      *paper
	spending []line
}

// paper is a version that is out.
type paper struct {
	kind           string
	amount, before workflow.Money
	budget         []workflow.Money
}

type line struct {
	at               int
	amount, accepted workflow.Money
	state            workflow.State
	final            bool
	charged          bool // by the budget under which it was claimed
}

// account opens books for what is new.
func (w *walker) account(c *workflow.Case) {
	id := c.Call.Ref().Dossier
	if w.books[id] == nil {
		w.books[id] = &book{projects: map[string]*account{}}
	}
	for _, s := range c.All {
		if w.books[id].projects[s.Ref().Dossier] == nil {
			w.books[id].projects[s.Ref().Dossier] = &account{}
		}
	}
}

// enter carries an event into the books; a is what was sent, if it was asked for.
func (b *book) enter(w *world, c *workflow.Case, e *storage.Past, a *asked) {
	w.Helper()
	if e.On.Dossier == c.Call.Ref().Dossier {
		b.call(w, c, e, a)
		return
	}
	x := b.projects[e.On.Dossier]
	was := x.committed
	switch e.On.Entity {
	case workflow.EntitySubmission:
		x.submission(w, e, a)
	case workflow.EntityVersion:
		x.version(e)
	case workflow.EntityInstalment:
		x.instalment(w, c, e, a)
	case workflow.EntitySpending:
		x.judge(w, e, a)
	case workflow.EntityRecovery:
		x.recovery(w, e, a)
	}
	if x.committed < was {
		b.released += was - x.committed
	}
}

func (b *book) call(w *world, c *workflow.Case, e *storage.Past, a *asked) {
	switch string(e.On.Entity) + "." + string(e.Action) {
	case "call.validate":
		b.envelope = c.Call.Rules().Envelope
	case "call.reopen_draft":
		b.envelope = 0
	case "envelope.change":
		b.envelope = cents(w, a.values["envelope"])
	}
}

func (x *account) submission(w *world, e *storage.Past, a *asked) {
	x.state = e.To
	if a != nil && (e.Action == "create" || e.Action == "update" || e.Action == "resubmit") && !slices.Contains([]workflow.State{"awarded", "in_progress", "midterm_held", "suspended", "reported"}, e.To) {
		if v, ok := a.values["requested"]; ok {
			x.requested = cents(w, v)
		}
		if v, ok := a.values["budget"]; ok {
			x.budget = amounts(w, v)
		}
	}
	switch e.Action {
	case "award":
		x.awarded, x.awardedB = cents(w, a.values["amount"]), nil
		if v, ok := a.values["budget"]; ok {
			x.awardedB = amounts(w, v)
		}
		x.committed = x.awarded
	case "reject", "place_in_reserve":
		x.awardedB = nil
	case "reconsider", "withdraw", "expire", "decline", "uphold":
		if e.Action != "uphold" {
			x.awarded, x.committed = 0, 0
		}
		if e.Action == "reconsider" || e.Action == "uphold" {
			x.awardedB = nil
		}
	case "issue_convention", "amend":
		x.asked = a
	case "submit_final_report":
		x.spend(w, a.values["spending"], true)
	case "request_revision":
		for i := range x.spending {
			if x.spending[i].final {
				x.spending[i].state = "void"
			}
		}
	case "review", "terminate":
		x.accepted = 0
		for _, l := range x.spending {
			if l.state == "accepted" && l.charged {
				x.accepted += l.accepted
			}
		}
		x.settle()
	case "reassess":
		x.accepted = cents(w, a.values["accepted"])
		x.settle()
	}
}

// lines are those of the budget that holds.
func (x *account) lines() []workflow.Money {
	switch {
	case x.signedB != nil:
		return x.signedB
	case x.awardedB != nil:
		return x.awardedB
	default:
		return x.budget
	}
}

// settle: the final subsidy is fixed; what was given up is reckoned anew.
func (x *account) settle() {
	final := min(x.signed, x.accepted)
	x.final, x.writtenOff, x.committed = &final, 0, max(final, x.paid)
}

func (x *account) version(e *storage.Past) {
	switch e.Action {
	case "issue":
		x.issue()
	case "sign":
		if e.To == "signed" {
			x.sign()
		}
	case "refuse", "void":
		if x.out != nil && x.out.before > 0 {
			x.awarded = x.out.before
			if slices.Contains([]workflow.State{"in_progress", "midterm_held", "suspended", "reported"}, x.state) {
				x.committed = x.signed
			}
		}
		x.out = nil
	}
}

func (x *account) issue() {
	x.out = &paper{kind: "convention", amount: x.awarded, budget: x.lines()}
	if x.asked.name != "submission.amend" {
		return
	}
	x.out = &paper{amount: x.signed}
	x.out.kind, _ = x.asked.values["kind"].(string)
	if v, ok := x.asked.values["budget"]; ok && (x.out.kind == "amount" || x.out.kind == "budget") {
		x.out.budget = amounts(nil, v)
	}
	if x.out.kind != "amount" {
		return
	}
	x.out.amount = cents(nil, x.asked.values["amount"])
	if x.out.amount > x.signed {
		x.out.before, x.awarded = x.awarded, max(x.awarded, x.out.amount)
		x.committed = x.out.amount
	}
}

func (x *account) sign() {
	if x.out.kind == "convention" || x.out.kind == "amount" {
		x.signed, x.committed = x.out.amount, x.out.amount
	}
	if x.out.budget != nil {
		x.signedB = x.out.budget
	}
	x.out = nil
}

func (x *account) instalment(w *world, c *workflow.Case, e *storage.Past, a *asked) {
	var amount workflow.Money
	for _, s := range c.All {
		for _, i := range s.Instalments {
			if i.Ref() == e.On {
				amount = i.Amount
			}
		}
	}
	switch e.Action {
	case "claim":
		x.spend(w, a.values["spending"], false)
	case "pay":
		x.paid += amount
	case "bounce":
		x.paid -= amount
		if x.final != nil {
			x.committed = max(*x.final, x.paid)
			x.writtenOff = -1 // it may be reckoned anew
		}
	}
}

func (x *account) spend(w *world, lines any, final bool) {
	list, _ := lines.([]any)
	for _, l := range list {
		m, _ := l.(map[string]any)
		at := whole(w, m["line"])
		x.spending = append(x.spending, line{at: at, amount: cents(w, m["amount"]), state: "claimed", final: final, charged: x.lines()[at-1] > 0})
	}
}

func (x *account) judge(w *world, e *storage.Past, a *asked) {
	n := whole(w, e.On.ID)
	l := &x.spending[n-1]
	l.state = e.To
	if e.Action != "accept" {
		return
	}
	l.accepted = l.amount
	if v, ok := a.values["amount"]; ok {
		l.accepted = cents(w, v)
	}
}

func (x *account) recovery(w *world, e *storage.Past, a *asked) {
	switch e.Action {
	case "receive":
		x.paid -= cents(w, a.values["amount"])
		x.committed = max(*x.final, x.paid)
	case "write_off":
		x.writtenOff = x.paid - *x.final
	}
}

// agrees compares the books with what the database holds.
func (b *book) agrees(w *world, c *workflow.Case) {
	w.Helper()
	var committed, paid workflow.Money
	for _, s := range c.All {
		x := b.projects[s.Ref().Dossier]
		committed, paid = committed+x.committed, paid+x.paid
		if x.writtenOff < 0 {
			x.writtenOff = s.WrittenOff
		}
		got := account{requested: s.Requested, awarded: s.Awarded, signed: s.Signed, paid: s.Paid, writtenOff: s.WrittenOff, committed: s.Committed, state: s.State()}
		want := account{requested: x.requested, awarded: x.awarded, signed: x.signed, paid: x.paid, writtenOff: x.writtenOff, committed: x.committed, state: x.state}
		if !got.same(&want) || (s.Final == nil) != (x.final == nil) || s.Final != nil && (*s.Final != *x.final || s.Accepted != x.accepted) {
			w.Fatalf("%s: the database has %s, the books %s", s.Ref(), got.String(), want.String())
		}
	}
	k := c.Call
	if k.Envelope != b.envelope || k.Committed != committed || k.Released != b.released || k.Paid != paid {
		w.Fatalf("%s: the database has envelope %s, committed %s, released %s, paid %s; the books %s, %s, %s, %s", k.Ref(),
			k.Envelope, k.Committed, k.Released, k.Paid, b.envelope, committed, b.released, paid)
	}
}

func (x *account) same(y *account) bool {
	return x.requested == y.requested && x.awarded == y.awarded && x.signed == y.signed && x.paid == y.paid &&
		x.writtenOff == y.writtenOff && x.committed == y.committed && x.state == y.state
}

// String is for failures.
func (x *account) String() string {
	b, _ := json.Marshal(map[string]any{
		"state": x.state, "requested": x.requested, "awarded": x.awarded, "signed": x.signed, "paid": x.paid, "written_off": x.writtenOff, "committed": x.committed,
	})
	return string(b)
}

func cents(w *world, v any) workflow.Money {
	s, _ := v.(string)
	m, err := workflow.ParseMoney(s)
	if err != nil && w != nil {
		w.Fatalf("%v was taken for an amount", v)
	}
	return m
}

func whole(w *world, v any) int {
	s, _ := v.(string)
	n := 0
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	if n == 0 {
		w.Fatalf("%v was taken for a number", v)
	}
	return n
}

// amounts are those of the lines of a budget.
func amounts(w *world, v any) []workflow.Money {
	list, _ := v.([]any)
	out := make([]workflow.Money, len(list))
	for i, l := range list {
		m, _ := l.(map[string]any)
		out[i] = cents(w, m["amount"])
	}
	return out
}
