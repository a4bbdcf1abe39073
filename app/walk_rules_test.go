package app_test

import (
	"fmt"
	"slices"

	"tremplin/workflow"
)

// The invariants of the process, checked on what the database holds. They are
// written from the text of the process and share nothing with its tables.

var (
	promisedTo = []workflow.State{"awarded", "contracting"}
	living     = []workflow.State{"in_progress", "midterm_held", "suspended", "reported"}
	reckoned   = []workflow.State{"reviewed", "closed", "terminated"}
	ahead      = []workflow.State{"draft", "validated", "open", "closed", "in_committee"} // of deliberated
	undecided  = append(slices.Clone(ahead), "deliberated")
	convened   = []workflow.State{"in_committee", "deliberated", "decided", "running", "reviewed", "archived"}
	pastOpen   = append([]workflow.State{"closed"}, convened...)
)

func among(s workflow.State, in []workflow.State) bool { return slices.Contains(in, s) }

// holds checks a call and its dossiers as they now stand.
func (w *walker) holds(c *workflow.Case) {
	w.Helper()
	var sum workflow.Money
	for _, s := range c.All {
		w.money(c, s)
		w.place(c, s)
		w.papers(c, s)
		w.opinion(c, s)
		sum += s.Committed
	}
	k := c.Call
	w.rule(1, k, 0 <= k.Committed && k.Committed <= k.Envelope && k.Committed == sum, "%s of %s committed, by project %s", k.Committed, k.Envelope, sum)
	w.apart(c)
}

func (w *walker) rule(n int, on workflow.Subject, holds bool, format string, args ...any) {
	w.Helper()
	if !holds {
		w.Fatalf("invariant %d: %s, %s: %s", n, on.Ref(), on.State(), fmt.Sprintf(format, args...))
	}
}

// money: invariants 2, 3, 4, 6.
func (w *walker) money(c *workflow.Case, s *workflow.Submission) {
	w.Helper()
	r := c.Call.Edition(s.Edition)
	w.rule(2, s, 0 <= s.Paid && s.Paid <= s.Signed && s.Signed <= s.Awarded && s.Awarded <= s.Requested,
		"paid %s, signed %s, awarded %s, requested %s", s.Paid, s.Signed, s.Awarded, s.Requested)
	w.rule(2, s, s.Awarded == 0 || r.Min <= s.Awarded && s.Awarded <= r.Max, "awarded %s between %s and %s", s.Awarded, r.Min, r.Max)
	if s.Final != nil {
		w.rule(2, s, *s.Final == min(s.Signed, s.Accepted), "final %s, signed %s, accepted %s", *s.Final, s.Signed, s.Accepted)
	}
	w.rule(2, s, (s.Final != nil) == among(s.State(), reckoned), "final is fixed: %v", s.Final != nil)

	var held workflow.Money
	switch {
	case among(s.State(), promisedTo):
		held = s.Awarded
	case among(s.State(), living):
		held = s.Signed
		if v := versionOut(s); v != nil {
			held = max(held, v.Amount)
		}
	case among(s.State(), reckoned):
		held = max(*s.Final, s.Paid)
	}
	w.rule(3, s, s.Committed == held, "committed %s, must be %s", s.Committed, held)

	var unpaid workflow.Money
	for _, i := range s.Instalments {
		if i.State() != "paid" && i.State() != "void" {
			unpaid += i.Amount
		}
		w.rule(4, i, i.Amount > 0, "an instalment of %s", i.Amount)
	}
	due := s.Signed
	if s.Final != nil {
		due = *s.Final
	}
	w.rule(4, s, s.Paid <= s.Committed && unpaid == max(0, due-s.Paid), "paid %s, committed %s, unpaid %s, due %s", s.Paid, s.Committed, unpaid, due)
	if s.State() == "closed" || s.State() == "terminated" && c.Call.State() == "archived" {
		w.rule(6, s, s.Paid-s.WrittenOff == *s.Final, "paid %s, written off %s, final %s", s.Paid, s.WrittenOff, *s.Final)
	}
}

func versionOut(s *workflow.Submission) *workflow.Version {
	for _, v := range s.Versions {
		if v.State() == "issued" || v.State() == "partly_signed" {
			return v
		}
	}
	return nil
}

// place: invariants 7, 8, 9: what a dossier may be while its call is there.
func (w *walker) place(c *workflow.Case, s *workflow.Submission) {
	w.Helper()
	at := c.Call.State()
	w.rule(7, s, s.Committed == 0 || !among(at, ahead) && at != "cancelled", "%s committed, the call is %s", s.Committed, at)
	w.rule(7, s, !among(s.State(), append(slices.Clone(living), "contracting")) || !among(at, undecided) && at != "cancelled", "the call is %s", at)
	w.rule(8, s, s.State() != "draft" || !among(at, pastOpen) && at != "cancelled", "the call is %s", at)
	w.rule(8, s, !among(s.State(), []workflow.State{"submitted", "incomplete", "eligible"}) || !among(at, convened), "the call is %s", at)
	if at == "reviewed" || at == "archived" {
		w.rule(9, s, atRest(c, s), "the call is %s", at)
	}
	if at == "archived" {
		open := slices.ContainsFunc(s.Instalments, func(i *workflow.Instalment) bool { return i.State() != "paid" && i.State() != "void" }) ||
			slices.ContainsFunc(s.Recoveries, func(r *workflow.Recovery) bool { return r.State() == "demanded" })
		w.rule(9, s, !open && s.State() != "reviewed", "archived and not settled")
	}
	if among(s.State(), []workflow.State{"withdrawn", "expired", "lapsed", "reviewed", "closed", "terminated"}) {
		w.leftovers(s)
	}
}

// leftovers: what is open under a submission that ends is void, but for money
// due, which may wait for a condition.
func (w *walker) leftovers(s *workflow.Submission) {
	w.Helper()
	open := map[workflow.Entity][]workflow.State{
		"party": {"asked"}, "sheet": {"assigned", "draft"}, "version": {"issued", "partly_signed"}, "condition": {"open"}, "spending": {"claimed"},
		"deliverable": {"expected", "delivered", "explained", "returned"}, "interview": {"planned", "invited"},
	}
	if s.State() == "reviewed" || s.State() == "closed" {
		delete(open, "condition")
	}
	for _, x := range s.Parts() {
		if among(x.State(), open[x.Ref().Entity]) {
			w.Fatalf("%s is %s, and %s is %s", s.Ref(), s.State(), x.Ref(), x.State())
		}
	}
}

func atRest(c *workflow.Case, s *workflow.Submission) bool {
	if s.State() == "ineligible" || s.State() == "rejected" {
		until := s.LetterOn.Plus(0, c.Call.Edition(s.Edition).AppealDays)
		return s.Appeal != nil || c.Today > until
	}
	return among(s.State(), []workflow.State{"withdrawn", "expired", "lapsed", "reviewed", "closed", "terminated"})
}

// papers: invariant 10.
func (w *walker) papers(_ *workflow.Case, s *workflow.Submission) {
	w.Helper()
	out := 0
	for _, v := range s.Versions {
		if v.State() == "issued" || v.State() == "partly_signed" {
			out++
		}
		if v.State() != "signed" {
			continue
		}
		for _, org := range v.Parties {
			n := 0
			for _, x := range v.Signed {
				if x.Org == org {
					n++
				}
				w.rule(10, v, x.Hash == v.Hash, "%s signed something else", x.Org)
			}
			w.rule(10, v, n == 1, "%s has signed %d times", org, n)
		}
		w.rule(10, v, len(v.Signed) == len(v.Parties), "%d signatures of %d parties", len(v.Signed), len(v.Parties))
	}
	w.rule(10, s, out <= 1, "%d versions are out", out)
	w.rule(10, s, out == 0 || among(s.State(), []workflow.State{"contracting", "in_progress", "midterm_held", "suspended"}), "a version is out")
	w.rule(10, s, out == 1 || s.State() != "contracting", "nothing is out")
}

// opinion: invariant 11.
func (w *walker) opinion(c *workflow.Case, s *workflow.Submission) {
	w.Helper()
	o := s.Opinion
	if o == nil || o.Flagged {
		if o != nil && among(s.State(), living) && c.Call.DecidedOn == "" {
			w.rule(11, s, !o.Answer.Empty(), "flagged and not answered")
		}
		return
	}
	sealed := 0
	for _, x := range s.Sheets {
		if x.State() != "sealed" && x.State() != "moderated" {
			continue
		}
		sealed++
		p := c.House.Person(x.Person)
		if among(s.State(), living) || among(s.State(), reckoned) {
			continue // an avenant may have brought in whom nobody could know of
		}
		w.rule(11, x, !slices.ContainsFunc(p.Mandates, func(org string) bool { return org == s.Sisp || s.Joins(org) }), "a sheet by somebody in conflict, the project is %s", s.State())
	}
	w.rule(11, s, sealed >= w.quorum(c, s), "%d sheets are sealed, the quorum is %d", sealed, w.quorum(c, s))
}

func (w *walker) quorum(c *workflow.Case, s *workflow.Submission) int {
	return c.Call.Edition(s.Edition).Quorum
}

// apart: invariants 5 and 12, in the events.
func (w *walker) apart(c *workflow.Case) {
	w.Helper()
	for _, s := range c.All {
		past := w.past[s.Ref().Dossier]
		sealed, approved, refused := map[string]bool{}, map[string]string{}, ""
		for _, e := range past {
			switch string(e.On.Entity) + "." + string(e.Action) {
			case "sheet.seal":
				sealed[e.By] = true
			case "submission.award", "submission.reject", "submission.place_in_reserve":
				w.rule(12, s, !sealed[e.By], "%s sealed a sheet and did %s", e.By, e.Action)
				if e.Action == "reject" {
					refused = e.By
				}
			case "submission.declare_ineligible":
				refused = e.By
			case "submission.uphold", "submission.dismiss":
				w.rule(12, s, e.By != refused, "%s refused and judges the appeal", e.By)
			case "instalment.approve":
				approved[e.On.ID] = e.By
			case "instalment.pay":
				w.rule(12, s, approved[e.On.ID] != e.By && approved[e.On.ID] != "", "%s approved %s and paid it", e.By, e.On)
			}
		}
	}
	alone := map[string]bool{}
	for _, e := range w.past[c.Call.Ref().Dossier] {
		switch {
		case e.On.Entity == "call" && (e.Action == "create" || e.Action == "update"):
			alone[e.By] = true
		case e.On.Entity == "call" && e.Action == "validate":
			w.rule(12, c.Call, len(alone) > 1 || !alone[e.By], "%s alone wrote it and validated it", e.By)
		}
	}
}

// mayPay: invariant 5, on the case before a payment.
func (w *walker) mayPay(a *asked) {
	w.Helper()
	c, s := a.before, a.before.File
	v := versionOut(s)
	w.rule(5, s, s.State() != "suspended" && (v == nil || v.Kind != "amount"), "paid while suspended, or with a change of amount out")
	for _, id := range w.calls {
		for _, x := range w.load(id, "").All {
			if x.Sisp != s.Sisp || x.SignedAt.IsZero() || !x.SignedAt.Before(s.SignedAt) {
				continue
			}
			late := among(x.State(), []workflow.State{"in_progress", "midterm_held", "suspended"}) && x.ReportDue < c.Today
			for _, r := range x.Recoveries {
				late = late || r.State() == "demanded" && r.Due < c.Today
			}
			w.rule(5, s, !late, "paid while %s is late", x.Ref())
		}
	}
}
