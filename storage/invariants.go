package storage

import (
	"slices"

	"tremplin/workflow"
)

// The states of a project as far as money goes (PROCESS.md, Invariants).
var (
	promised = []workflow.State{workflow.SubmissionAwarded, "contracting"}
	living   = []workflow.State{"in_progress", "midterm_held", "suspended", "reported"}
	counted  = []workflow.State{"reviewed", "closed", "terminated"}
	unsigned = []workflow.State{"issued", "partly_signed"}
	settled  = []workflow.State{"paid", "void"}
)

// against measures a submission by the rules that its rows must hold whatever
// was decided, and by the ledger.
func (v *verifier) against(f *chainFold) {
	s, ok := f.dossier.(*workflow.Submission)
	if !ok {
		return
	}
	must := func(holds bool, rule string, args ...any) {
		if !holds {
			v.find("submissions", f.id, "does not hold: "+rule, args...)
		}
	}
	ledger := f.toward()
	must(int64(s.Committed) == ledger.committed, "committed %d, by the ledger %d", s.Committed, ledger.committed)
	must(int64(s.Paid) == ledger.paid, "paid %d, by the ledger %d", s.Paid, ledger.paid)
	must(int64(s.WrittenOff) == ledger.writtenOff, "written off %d, by the ledger %d", s.WrittenOff, ledger.writtenOff)

	must(0 <= s.Paid && s.Paid <= s.Signed && s.Signed <= s.Awarded && s.Awarded <= s.Requested,
		"paid %d ≤ signed %d ≤ awarded %d ≤ requested %d", s.Paid, s.Signed, s.Awarded, s.Requested)
	if v.call.call != nil && s.Awarded > 0 {
		r := v.call.call.Edition(s.Edition)
		must(r.Min <= s.Awarded && s.Awarded <= r.Max, "awarded %d between %d and %d", s.Awarded, r.Min, r.Max)
	}
	if s.Final != nil {
		must(*s.Final == min(s.Signed, s.Accepted), "final %d, signed %d, accepted %d", *s.Final, s.Signed, s.Accepted)
	}
	signatures(s, must)
	if v.call.call != nil {
		totals(s, v.call.call.Edition(s.Edition), must)
	}
	must(s.Paid <= s.Committed, "paid %d ≤ committed %d", s.Paid, s.Committed)
	must(s.Committed == committedIn(s), "committed %d, in this state %d", s.Committed, committedIn(s))
	must(unpaid(s) == leftToPay(s), "unpaid instalments %d, left to pay %d", unpaid(s), leftToPay(s))
	if s.State() == "closed" || s.State() == "terminated" && v.call.call != nil && v.call.call.State() == "archived" {
		must(s.Final != nil && s.Paid-s.WrittenOff == *s.Final, "paid %d − written off %d = final", s.Paid, s.WrittenOff)
	}
}

// totals: what a sheet came to when it was sealed, and moderated, is what its scores
// come to by the weights of the call. One sealed before totals were kept has none.
func totals(s *workflow.Submission, r *workflow.Rules, must func(holds bool, rule string, args ...any)) {
	for _, x := range s.Sheets {
		if x.Total != nil {
			must(*x.Total == r.Weighted(x.Current()), "sheet of %s: total %d, its scores come to %d", x.Person, *x.Total, r.Weighted(x.Current()))
		}
	}
}

// signatures: at most one version is out, and all parties of a signed one have
// signed the same hash (PROCESS.md, Invariants, 10).
func signatures(s *workflow.Submission, must func(holds bool, rule string, args ...any)) {
	out := 0
	for _, v := range s.Versions {
		if slices.Contains(unsigned, v.State()) {
			out++
		}
		signed := 0
		for _, party := range v.Parties {
			if v.HasSigned(party) {
				signed++
			}
		}
		must(v.State() != "signed" || signed == len(v.Parties), "version %s: %d of %d parties signed it", v.Ref().ID, signed, len(v.Parties))
		for _, x := range v.Signed {
			must(x.Hash == v.Hash && x.File == v.File && x.Hash != "", "version %s: %s signed another hash", v.Ref().ID, x.Org)
		}
	}
	must(out <= 1, "%d versions out", out)
}

// committedIn is what the envelope holds for a submission in its state.
func committedIn(s *workflow.Submission) workflow.Money {
	switch {
	case slices.Contains(promised, s.State()):
		return s.Awarded
	case slices.Contains(living, s.State()):
		amount := s.Signed
		for _, x := range s.Versions {
			if slices.Contains(unsigned, x.State()) {
				amount = max(amount, x.Amount)
			}
		}
		return amount
	case slices.Contains(counted, s.State()) && s.Final != nil:
		return max(*s.Final, s.Paid)
	default:
		return 0
	}
}

// unpaid is what instalments still promise.
func unpaid(s *workflow.Submission) (sum workflow.Money) {
	for _, x := range s.Instalments {
		if !slices.Contains(settled, x.State()) {
			sum += x.Amount
		}
	}
	return sum
}

// leftToPay is what the SISP has not had of its subsidy.
func leftToPay(s *workflow.Submission) workflow.Money {
	whole := s.Signed
	if s.Final != nil {
		whole = *s.Final
	}
	return max(0, whole-s.Paid)
}
