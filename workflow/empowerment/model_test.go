package empowerment_test

import (
	"fmt"
	"reflect"
	"slices"

	w "tremplin/workflow"
)

// model is the money as the acts alone tell it: amounts that people typed, added
// up by hand.
type model struct {
	envelope map[string]w.Money
	projects map[string]*purse
}

type purse struct {
	requested, awarded, signed, paid, writtenOff w.Money
	out, before                                  w.Money // of an avenant of the amount
	final                                        *w.Money
	charged                                      []string // spending lines
}

func newModel() *model { return &model{map[string]w.Money{}, map[string]*purse{}} }

// typed is an amount of an input; nil where there is none.
func typed(e w.Event, field string) *w.Money {
	v := reflect.ValueOf(e.Input).FieldByName(field)
	switch {
	case !v.IsValid():
		return nil
	case v.Kind() == reflect.Pointer && v.IsNil():
		return nil
	case v.Kind() == reflect.Pointer:
		v = v.Elem()
	}
	m := w.Money(v.Int())
	return &m
}

// learn takes in what was done; the world is as it then stands.
func (m *model) learn(x *world, d *w.Decision) {
	for _, e := range d.Events {
		id := e.On.Dossier
		p := m.projects[id]
		if p == nil {
			p = &purse{}
			m.projects[id] = p
		}
		s := x.files[id]
		switch string(e.On.Entity) + "." + string(e.Action) {
		case "call.validate":
			m.envelope[id] = x.calls[id].Rules().Envelope
		case "call.reopen_draft":
			m.envelope[id] = 0
		case "envelope.change":
			m.envelope[id] = *typed(e, "Envelope")
		case "submission.create", "submission.update", "submission.resubmit":
			p.requested = s.Proposal.Requested
		case "submission.award":
			p.awarded = *typed(e, "Amount")
		case "submission.reconsider", "submission.withdraw", "submission.expire", "submission.decline":
			p.awarded = 0
		case "submission.amend":
			kind := reflect.ValueOf(e.Input).FieldByName("Kind").String()
			if n := typed(e, "Amount"); kind == "amount" && *n > p.signed {
				p.out, p.before, p.awarded = *n, p.awarded, max(p.awarded, *n)
			}
		case "version.refuse", "version.void":
			if p.out > 0 {
				p.awarded, p.out = p.before, 0
			}
		case "version.sign":
			v := part[*w.Version](s, e.On)
			if v.State() == "signed" && (v.Kind == "convention" || v.Kind == "amount") {
				p.signed, p.out = v.Amount, 0
			}
		case "spending.claim":
			if line := part[*w.Spending](s, e.On).Line; budgetOf(s)[line-1].Amount > 0 {
				p.charged = append(p.charged, e.On.ID)
			}
		case "instalment.pay":
			p.paid += part[*w.Instalment](s, e.On).Amount
		case "instalment.bounce":
			p.paid -= part[*w.Instalment](s, e.On).Amount
			if p.writtenOff > 0 {
				p.writtenOff = 0
			}
		case "recovery.receive":
			p.paid -= *typed(e, "Amount")
		case "recovery.write_off":
			p.writtenOff = p.paid - *p.final
		case "submission.reassess":
			final := min(p.signed, *typed(e, "Accepted"))
			p.final, p.writtenOff = &final, 0
		case "submission.review", "submission.terminate":
			final := min(p.signed, p.acceptedOf(s))
			p.final = &final
		}
	}
}

func part[S w.Subject](s *w.Submission, r w.Ref) S {
	return partOf(s, string(r.Entity)+"/"+r.ID).(S)
}

// budgetOf is the budget that holds.
func budgetOf(s *w.Submission) []w.Line {
	budget := s.Proposal.Budget
	if s.Verdict != nil && s.Verdict.Budget != nil {
		budget = s.Verdict.Budget
	}
	for _, v := range s.Versions {
		if v.State() == "signed" && v.Budget != nil {
			budget = v.Budget
		}
	}
	return budget
}

// acceptedOf is what was accepted of the lines that the subsidy paid when they
// were claimed.
func (p *purse) acceptedOf(s *w.Submission) (sum w.Money) {
	for _, l := range s.Spending {
		if l.State() == "accepted" && slices.Contains(p.charged, l.Ref().ID) {
			sum += l.Accepted
		}
	}
	return sum
}

// differs lists where the world says otherwise.
func (m *model) differs(x *world) (out []string) {
	sums := map[string]w.Money{}
	for id, s := range x.files {
		p := m.projects[id]
		committed := w.Money(0)
		switch {
		case in(s.State(), promisedTo):
			committed = p.awarded
		case in(s.State(), alive):
			committed = max(p.signed, p.out)
		case in(s.State(), reckoned):
			committed = max(*p.final, p.paid)
		}
		sums[s.CallID] += committed
		if p.requested != s.Requested || p.awarded != s.Awarded || p.signed != s.Signed || p.paid != s.Paid || p.writtenOff != s.WrittenOff || (p.final == nil) != (s.Final == nil) || p.final != nil && *p.final != *s.Final {
			out = append(out, fmt.Sprintf("%s (%s): the model says %+v; requested %s awarded %s signed %s paid %s written off %s final %v", id, s.State(), *p, s.Requested, s.Awarded, s.Signed, s.Paid, s.WrittenOff, s.Final))
		}
	}
	for id, c := range x.calls {
		if c.Envelope != m.envelope[id] || c.Committed != sums[id] {
			out = append(out, fmt.Sprintf("%s: envelope %s, committed %s; the model says %s, %s", id, c.Envelope, c.Committed, m.envelope[id], sums[id]))
		}
	}
	return out
}
