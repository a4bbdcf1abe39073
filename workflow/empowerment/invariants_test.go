package empowerment_test

import (
	"fmt"
	"slices"

	w "tremplin/workflow"
)

// The invariants of PROCESS.md, written from its text; they share nothing with
// the tables.

var (
	promisedTo = list[w.State]("awarded contracting")
	alive      = list[w.State]("in_progress midterm_held suspended reported")
	reckoned   = list[w.State]("reviewed closed terminated")
	beforeDel  = list[w.State]("draft validated open closed in_committee")
	beforeDec  = list[w.State]("draft validated open closed in_committee deliberated")
	convened   = list[w.State]("in_committee deliberated decided running reviewed archived")
)

func in(s w.State, set []w.State) bool { return slices.Contains(set, s) }

// broken lists what does not hold.
func (x *world) broken() (out []string) {
	for id, c := range x.calls {
		say := func(n int, holds bool, on w.Subject, format string, args ...any) {
			if !holds {
				out = append(out, fmt.Sprintf("invariant %d: %s (%s, call %s): %s", n, on.Ref(), on.State(), c.State(), fmt.Sprintf(format, args...)))
			}
		}
		var sum w.Money
		for _, s := range x.of(id) {
			sum += s.Committed
			x.moneyHolds(c, s, say)
			x.placeHolds(c, s, say)
			x.papersHold(c, s, say)
		}
		say(1, 0 <= c.Committed && c.Committed <= c.Envelope && c.Committed == sum, c, "%s committed of %s, %s by project", c.Committed, c.Envelope, sum)
		say(7, c.Committed == 0 || !in(c.State(), beforeDel) && c.State() != "cancelled", c, "committed %s", c.Committed)
	}
	return append(out, x.notApart()...)
}

type sayer func(n int, holds bool, on w.Subject, format string, args ...any)

// moneyHolds: invariants 2, 3, 4 and 6.
func (x *world) moneyHolds(c *w.Call, s *w.Submission, say sayer) {
	r := c.Edition(s.Edition)
	say(2, 0 <= s.Paid && s.Paid <= s.Signed && s.Signed <= s.Awarded && s.Awarded <= s.Requested, s, "paid %s signed %s awarded %s requested %s", s.Paid, s.Signed, s.Awarded, s.Requested)
	say(2, s.Awarded == 0 || r.Min <= s.Awarded && s.Awarded <= r.Max, s, "awarded %s between %s and %s", s.Awarded, r.Min, r.Max)
	say(2, s.Final == nil || *s.Final == min(s.Signed, s.Accepted), s, "final %v signed %s accepted %s", s.Final, s.Signed, s.Accepted)
	say(2, (s.Final != nil) == in(s.State(), reckoned), s, "final fixed: %t", s.Final != nil)
	held, whole := w.Money(0), s.Signed
	switch {
	case in(s.State(), promisedTo):
		held = s.Awarded
	case in(s.State(), alive):
		held = s.Signed
		for _, v := range s.Versions {
			if v.State() == "issued" || v.State() == "partly_signed" {
				held = max(held, v.Amount)
			}
		}
	case s.Final != nil:
		held, whole = max(*s.Final, s.Paid), *s.Final
	}
	var ledger, paid, unpaid w.Money
	for _, e := range x.ledger {
		if e.Submission != s.Ref().Dossier {
			continue
		}
		switch e.Kind {
		case w.EntryCommitment:
			ledger += e.Amount
		case w.EntryRelease:
			ledger -= e.Amount
		case w.EntryPayment:
			paid += e.Amount
		case w.EntryRecovery:
			paid -= e.Amount
		default: // moves none of this project's
		}
	}
	say(3, s.Committed == held && s.Committed == ledger, s, "committed %s, must be %s, ledger %s", s.Committed, held, ledger)
	say(4, s.Paid <= s.Committed && s.Paid == paid, s, "paid %s of %s, ledger %s", s.Paid, s.Committed, paid)
	for _, i := range s.Instalments {
		if i.State() != "paid" && i.State() != "void" {
			unpaid += i.Amount
			say(4, i.Amount > 0, i, "for nothing")
		}
	}
	say(4, unpaid == max(0, whole-s.Paid), s, "unpaid %s, left of %s is %s", unpaid, whole, whole-s.Paid)
	if s.State() == "closed" || s.State() == "terminated" && c.State() == "archived" {
		say(6, s.Paid-s.WrittenOff == *s.Final, s, "paid %s written off %s final %s", s.Paid, s.WrittenOff, *s.Final)
	}
}

// paidWrongly: invariant 5, of what was just done.
func (x *world) paidWrongly(d *w.Decision) (out []string) {
	for _, e := range d.Events {
		if e.On.Entity != w.EntityInstalment || e.Action != "pay" {
			continue
		}
		s := x.files[e.On.Dossier]
		amountOut := slices.ContainsFunc(s.Versions, func(v *w.Version) bool {
			return v.Kind == "amount" && (v.State() == "issued" || v.State() == "partly_signed")
		})
		if s.State() == "suspended" || amountOut || len(x.arrears(s)) > 0 {
			out = append(out, fmt.Sprintf("invariant 5: paid %s (%s), amount out %t, arrears %v", e.On, s.State(), amountOut, x.arrears(s)))
		}
	}
	return out
}

// passedOver: invariant 11, of what was just done: after decide nothing is decided on
// an opinion that waits for an answer.
func (x *world) passedOver(d *w.Decision) (out []string) {
	for _, e := range d.Events {
		if e.On.Entity != w.EntitySubmission || !slices.Contains(list[w.Action]("award reject place_in_reserve"), e.Action) {
			continue
		}
		s := x.files[e.On.Dossier]
		if o := s.Opinion; o != nil && o.Flagged && o.Answer.Empty() && in(x.calls[s.CallID].State(), list[w.State]("decided running")) {
			out = append(out, fmt.Sprintf("invariant 11: %s on %s passes over a conflict", e.Action, e.On))
		}
	}
	return out
}

// placeHolds: invariants 7, 8 and 9.
func (x *world) placeHolds(c *w.Call, s *w.Submission, say sayer) {
	st, cs := s.State(), c.State()
	say(7, !in(cs, beforeDec) && cs != "cancelled" || st != "contracting" && !in(st, alive), s, "before decided")
	say(8, st != "draft" || cs == "open" && x.now.Before(c.ClosesAt), s, "a draft after the deadline")
	say(8, !in(cs, convened) || !in(st, list[w.State]("draft submitted incomplete eligible")), s, "after convene")
	past := (st == "ineligible" || st == "rejected") && (s.Appeal != nil && s.Appeal.Outcome == "dismissed" || w.DateOf(x.now) > s.LetterOn.Plus(0, c.Edition(s.Edition).AppealDays))
	rest := past || in(st, list[w.State]("withdrawn expired lapsed reviewed closed terminated"))
	say(9, cs != "reviewed" && cs != "archived" || rest, s, "not at rest")
	open := slices.ContainsFunc(s.Instalments, func(i *w.Instalment) bool { return i.State() != "paid" && i.State() != "void" }) ||
		slices.ContainsFunc(s.Recoveries, func(r *w.Recovery) bool { return r.State() == "demanded" })
	say(9, cs != "archived" || st != "reviewed" && !open, s, "not settled")
	say(9, !rest || st == "ineligible" || st == "rejected" || !x.left(s), s, "something is left open: %v", x.leftOpen(s))
}

func (x *world) left(s *w.Submission) bool { return len(x.leftOpen(s)) > 0 }

// leftOpen: what is open under a submission that ends is void, but for money due.
func (x *world) leftOpen(s *w.Submission) (out []w.Ref) {
	open := map[w.Entity][]w.State{
		w.EntityParty: {"asked"}, w.EntitySheet: {"assigned", "draft"}, w.EntityVersion: {"issued", "partly_signed"}, w.EntityDeliverable: {"expected", "delivered", "explained", "returned"},
		w.EntityInterview: {"planned", "invited"}, w.EntitySpending: {"claimed"},
	}
	for _, p := range s.Parts() {
		if in(p.State(), open[p.Ref().Entity]) {
			out = append(out, p.Ref())
		}
	}
	return out
}

// papersHold: invariants 10 and 11.
func (x *world) papersHold(c *w.Call, s *w.Submission, say sayer) {
	out := 0
	for _, v := range s.Versions {
		if v.State() == "issued" || v.State() == "partly_signed" {
			out++
		}
		say(10, len(v.Signed) == 0 || v.Hash != "" && v.File != "", v, "signed before its document was there")
		if v.State() == "signed" {
			for _, p := range v.Parties {
				say(10, slices.ContainsFunc(v.Signed, func(g w.Signature) bool { return g.Org == p && g.Hash == v.Hash && g.File == v.File }), v, "%s has not signed", p)
			}
			say(10, len(v.Signed) == len(v.Parties), v, "%d signatures of %d", len(v.Signed), len(v.Parties))
		}
	}
	say(10, out == 0 || out == 1 && s.State() != "reported" && (s.State() == "contracting" || in(s.State(), alive)), s, "%d versions out", out)
	if s.Opinion == nil || s.Opinion.Flagged || in(s.State(), alive) || in(s.State(), reckoned) || s.State() == "contracting" {
		return
	}
	sealed := 0
	for _, sh := range s.Sheets {
		if sh.State() != "sealed" && sh.State() != "moderated" {
			continue
		}
		sealed++
		for _, org := range x.house.Person(sh.Person).Mandates {
			say(11, org != s.Sisp && !slices.ContainsFunc(s.Parties, func(p *w.Party) bool { return p.Org == org && (p.State() == "confirmed" || p.State() == "asked") }), sh, "sealed with a mandate in %s", org)
		}
	}
	say(11, sealed >= c.Edition(s.Edition).Quorum, s, "an opinion with %d sheets", sealed)
}

// notApart: invariant 12, from the events alone.
func (x *world) notApart() (out []string) {
	type deed struct {
		on     w.Ref
		action w.Action
	}
	did, refusedBy, editors := map[deed][]string{}, map[string]string{}, map[string][]string{}
	say := func(e w.Event, with string) {
		out = append(out, fmt.Sprintf("invariant 12: %s did %s on %s, and %s", e.By, e.Action, e.On, with))
	}
	for _, e := range x.events {
		id := e.On.Dossier
		switch string(e.On.Entity) + "." + string(e.Action) {
		case "sheet.seal":
			did[deed{w.Ref{Dossier: id}, "seal"}] = append(did[deed{w.Ref{Dossier: id}, "seal"}], e.By)
		case "submission.award", "submission.reject", "submission.place_in_reserve":
			if slices.Contains(did[deed{w.Ref{Dossier: id}, "seal"}], e.By) {
				say(e, "sealed a sheet")
			}
			refusedBy[id] = e.By
		case "submission.declare_ineligible":
			refusedBy[id] = e.By
		case "submission.uphold", "submission.dismiss":
			if refusedBy[id] == e.By {
				say(e, "refused")
			}
		case "instalment.approve":
			did[deed{e.On, "approve"}] = []string{e.By}
		case "instalment.pay":
			if slices.Contains(did[deed{e.On, "approve"}], e.By) {
				say(e, "approved")
			}
		case "call.create", "call.update":
			editors[id] = append(editors[id], e.By)
		case "call.validate":
			if !slices.ContainsFunc(editors[id], func(by string) bool { return by != e.By }) {
				say(e, "is the only editor")
			}
		}
	}
	return out
}
