package document

import (
	"fmt"
	"slices"
	"time"

	"tremplin/locale"
	"tremplin/workflow"
)

var moneySay = map[string]func(*Source) (locale.Facts, error){"claim": claim, "payment": payment}

// claim is the SISP's debt declaration for an instalment (déclaration de créance).
func claim(s *Source) (locale.Facts, error) {
	f, i, err := s.ofInstalment()
	if err != nil {
		return f, err
	}
	f.Is["claim_declaration"] = said(i.Declaration)
	f.Is["signatory_name"], f.Is["signatory_function"] = locale.Unknown(), locale.Unknown()
	if e := lastOf(s.Past, i.Ref(), "claim"); e != nil {
		f.Is["signatory_name"], f.Is["signatory_function"] = s.person(e.By), s.office(e.By, workflow.SispSig)
	}
	return f, nil
}

// payment is the order to pay an instalment, as it is approved. Who executes it
// writes by hand; what only that moment can tell, the engine checks then.
func payment(s *Source) (locale.Facts, error) {
	f, i, err := s.ofInstalment()
	if err != nil {
		return f, err
	}
	d := s.File
	approver, on := i.Approver, s.today()
	if e := lastOf(s.Past, i.Ref(), "approve"); e != nil {
		approver, on = e.By, workflow.DateOf(e.At)
	}
	f.Is["payment_order_number"] = locale.Said(s.number())
	f.Is["approver_name"], f.Is["approver_function"], f.Is["approved_on"] = s.person(approver), s.office(approver, workflow.Director), day(on)
	f.Is["payment_due"] = day(on.Plus(0, s.term("payment_days")))
	f.Is["payment_communication"] = locale.Said(communication(s.number()))
	f.Is["trigger_met_on"] = day(s.reachedOn(i.Milestone))
	f.Is["open_conditions"] = locale.Both("aucune", "geen")
	if open := s.waitedFor(i); len(open) > 0 {
		f.Is["open_conditions"] = locale.Listed(open...)
	}
	f.Is["is_suspended"] = yesNo(d.State() == "suspended")
	f.Is["amount_out"] = yesNo(slices.ContainsFunc(d.Versions, func(v *workflow.Version) bool {
		return v.Kind == "amount" && (v.State() == "issued" || v.State() == "partly_signed")
	}))
	f.Is["paid_after"], f.Is["amount"] = locale.Euros(d.Paid+i.Amount), locale.Euros(d.Signed)
	f.If["final_instalment"] = d.Final != nil
	f.Is["final_amount"], f.Is["final_fixed_on"] = locale.Euros(finalOf(d)), day(s.reachedOn("balance"))
	return f, nil
}

// ofInstalment is the instalment that is claimed or paid, and its claim.
func (s *Source) ofInstalment() (locale.Facts, *workflow.Instalment, error) {
	i, ok := s.On.(*workflow.Instalment)
	if !ok || s.File == nil {
		return locale.Facts{}, nil, fmt.Errorf("%w: about no instalment", ErrMayNot)
	}
	if i.Amount <= 0 {
		return locale.Facts{}, nil, fmt.Errorf("%w: an instalment of nothing", ErrMayNot)
	}
	f := s.facts()
	f.Is["convention_number"] = locale.Said(s.dossier())
	f.Is["convention_effective_on"] = dayOf(s.File.SignedAt)
	f.Is["payment_amount"], f.Is["payment_amount_words"] = locale.Euros(i.Amount), locale.EurosInWords(i.Amount)
	f.Is["instalment_number"] = locale.Said(i.Ref().ID)
	f.Is["instalment_trigger"] = locale.Named("choice.after." + i.Milestone)
	shares := s.rules().Instalments
	f.If["from_plan"] = i.Share > 0 && i.Share <= len(shares)
	f.Is["instalment_place"], f.Is["instalment_count"], f.Is["instalment_share"] = locale.Counted(i.Share), locale.Counted(len(shares)), locale.Blank()
	if f.If["from_plan"] {
		f.Is["instalment_share"] = locale.PerCent(shares[i.Share-1].Share)
	}
	f.Is["claim_reference"] = locale.Said(s.dossier() + "-" + s.code("claim") + "-" + i.Ref().ID)
	f.Is["claim_date"] = locale.Unknown()
	if e := lastOf(s.Past, i.Ref(), "claim"); e != nil {
		f.Is["claim_date"] = day(workflow.DateOf(e.At))
	}
	return f, i, nil
}

// code is that of another kind of document, in its numbers.
func (s *Source) code(kind string) string {
	for _, k := range s.Programme.Documents {
		if k.Name == kind {
			return k.Code
		}
	}
	return ""
}

// reachedOn is when the project passed a milestone.
func (s *Source) reachedOn(milestone string) workflow.Date {
	switch milestone {
	case "signed":
		return dateOf(s.File.SignedAt)
	case "midterm_held":
		return s.File.MidtermOn
	case "reported":
		return dateOf(s.File.ReportedAt)
	}
	if s.File.Final == nil {
		return ""
	}
	if e := last(s.Past, workflow.EntitySubmission, "review", "terminate", "reassess"); e != nil {
		return workflow.DateOf(e.At)
	}
	return s.File.Review.On
}

// waitedFor are the open conditions that hold the instalment back: those that
// name it, or none, or one that does not stand; a balance waits for all.
func (s *Source) waitedFor(i *workflow.Instalment) (out []locale.Fact) {
	for _, c := range s.File.Conditions {
		stands := slices.ContainsFunc(s.File.Instalments, func(x *workflow.Instalment) bool { return x.Share == c.Instalment && x.State() != "void" })
		if c.State() == "open" && (c.Instalment == 0 || c.Instalment == i.Share || i.Milestone == "balance" || !stands) {
			out = append(out, said(c.Text))
		}
	}
	return out
}

func finalOf(d *workflow.Submission) workflow.Money {
	if d.Final == nil {
		return 0
	}
	return *d.Final
}

// lastOf is the last event of that action on one subject; nil if there was none.
func lastOf(past []Event, on workflow.Ref, actions ...workflow.Action) *Event {
	for i := len(past) - 1; i >= 0; i-- {
		if past[i].On == on && slices.Contains(actions, past[i].Action) {
			return &past[i]
		}
	}
	return nil
}

func dateOf(t time.Time) workflow.Date {
	if t.IsZero() {
		return ""
	}
	return workflow.DateOf(t)
}

func dayOf(t time.Time) locale.Fact { return day(dateOf(t)) }

// row is an item of a loop.
func row(is map[string]locale.Fact) locale.Facts { return locale.Facts{Is: is} }

func yesNo(b bool) locale.Fact {
	if b {
		return locale.Named("word.yes")
	}
	return locale.Named("word.no")
}

// listed joins facts; none is said to be none.
func listed(all []locale.Fact) locale.Fact {
	if len(all) == 0 {
		return locale.Both("aucun", "geen")
	}
	return locale.Listed(all...)
}

// attendees are those who were there: people known here, or names.
func (s *Source) attendees(all []workflow.Attendee) locale.Fact {
	var out []locale.Fact
	for _, a := range all {
		if a.Person != "" {
			out = append(out, s.person(a.Person))
			continue
		}
		out = append(out, said(a.Name))
	}
	return listed(out)
}
