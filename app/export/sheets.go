package export

import (
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/workflow"
)

// What of a call leaves the house in tables. Names of people, bank accounts and
// what each member of the committee scored are in none of them: whoever works
// with sums needs none of these.

// field is a column of the dossiers' own sheet.
type field struct {
	name string
	of   func(*dossier) cell
}

// dossiers are the lines of the CSV, and the workbook's main sheet.
var dossiers = func() sheet {
	s := sheet{name: "submissions"}
	for _, c := range fields {
		s.columns = append(s.columns, c.name)
	}
	s.rows = func(d *dossier) [][]cell {
		row := make([]cell, len(fields))
		for i, c := range fields {
			row[i] = c.of(d)
		}
		return [][]cell{row}
	}
	return s
}()

var fields = []field{
	{"number", func(d *dossier) cell { return app.Number(d.x.Call, d.Submission) }},
	{"id", func(d *dossier) cell { return d.Ref().Dossier }},
	{"sisp", func(d *dossier) cell { return d.org(d.Sisp) }},
	{"enterprise_number", func(d *dossier) cell { return d.enterprise(d.Sisp) }},
	{"title", func(d *dossier) cell { return d.proposed().Title.Body }},
	{"theme", func(d *dossier) cell { return named(d.proposed().Theme, d.x.Call.Rules().Themes) }},
	{"objectives", func(d *dossier) cell { return d.objectives() }},
	{"neighbourhoods", func(d *dossier) cell { return d.neighbourhoods() }},
	{"partners", func(d *dossier) cell { return d.partners() }},
	{"state", func(d *dossier) cell { return state(d.Submission) }},
	{"submitted_at", func(d *dossier) cell { return moment(d.SubmittedAt) }},
	{"requested", func(d *dossier) cell { return d.Requested }},
	{"cofinancing", func(d *dossier) cell { return some(d.proposed().Cofinancing) }},
	{"score", func(d *dossier) cell { return d.score() }},
	{"sheets", func(d *dossier) cell { return counted(&d.tally) }},
	{"opinion", func(d *dossier) cell { return choice("opinion", d.opinion().Opinion) }},
	{"advised", func(d *dossier) cell { return some(d.opinion().Advised) }},
	{"verdict", func(d *dossier) cell { return choice("verdict", d.verdict().Kind) }},
	{"decided_on", func(d *dossier) cell { return d.verdict().On }},
	{"letter_on", func(d *dossier) cell { return d.LetterOn }},
	{"awarded", func(d *dossier) cell { return some(d.Awarded) }},
	{"signed", func(d *dossier) cell { return some(d.Signed) }},
	{"start_on", func(d *dossier) cell { return d.StartOn }},
	{"end_on", func(d *dossier) cell { return d.EndOn }},
	{"report_due", func(d *dossier) cell { return d.ReportDue }},
	{"committed", func(d *dossier) cell { return some(d.Committed) }},
	{"paid", func(d *dossier) cell { return some(d.Paid) }},
	{"accepted", func(d *dossier) cell { return d.fixed(d.Accepted) }},
	{"final", func(d *dossier) cell { return d.final() }},
	{"written_off", func(d *dossier) cell { return some(d.WrittenOff) }},
}

// parts are the workbook's further sheets about dossiers.
var parts = []sheet{
	sheetOf("partners", func(d *dossier) []workflow.Partner { return d.proposed().Partners },
		column[workflow.Partner]{"organisation", func(d *dossier, p workflow.Partner) cell { return d.org(p.ID) }},
		column[workflow.Partner]{"enterprise_number", func(d *dossier, p workflow.Partner) cell { return d.enterprise(p.ID) }},
		column[workflow.Partner]{"role", func(_ *dossier, p workflow.Partner) cell { return p.Role.Body }},
		column[workflow.Partner]{"share", func(_ *dossier, p workflow.Partner) cell { return some(p.Share) }},
	),
	sheetOf("budget", func(d *dossier) []workflow.Line { return d.proposed().Budget },
		column[workflow.Line]{"category", func(_ *dossier, l workflow.Line) cell { return choice("category", l.Category) }},
		column[workflow.Line]{"label", func(_ *dossier, l workflow.Line) cell { return l.Label.Body }},
		column[workflow.Line]{"requested", func(_ *dossier, l workflow.Line) cell { return l.Amount }},
		column[workflow.Line]{"cofinancing", func(_ *dossier, l workflow.Line) cell { return some(l.Own) }},
	),
	sheetOf("deliverables", func(d *dossier) []*workflow.Deliverable { return d.Deliverables },
		column[*workflow.Deliverable]{"title", func(_ *dossier, x *workflow.Deliverable) cell { return x.Title.Body }},
		column[*workflow.Deliverable]{"due", func(_ *dossier, x *workflow.Deliverable) cell { return x.Due }},
		column[*workflow.Deliverable]{"state", func(_ *dossier, x *workflow.Deliverable) cell { return state(x) }},
		column[*workflow.Deliverable]{"delivered_on", func(_ *dossier, x *workflow.Deliverable) cell { return x.On }},
	),
	sheetOf("indicators", func(d *dossier) []workflow.Indicator { return d.proposed().Indicators },
		column[workflow.Indicator]{"indicator", func(_ *dossier, i workflow.Indicator) cell { return i.ID }},
		column[workflow.Indicator]{"title", func(_ *dossier, i workflow.Indicator) cell { return i.Title.Body }},
		column[workflow.Indicator]{"unit", func(_ *dossier, i workflow.Indicator) cell { return i.Unit.Body }},
		column[workflow.Indicator]{"base", func(_ *dossier, i workflow.Indicator) cell { return i.Base }},
		column[workflow.Indicator]{"target", func(_ *dossier, i workflow.Indicator) cell { return i.Target }},
		column[workflow.Indicator]{"reached", func(d *dossier, i workflow.Indicator) cell { return d.reached(i.ID) }},
	),
	sheetOf("instalments", func(d *dossier) []*workflow.Instalment { return d.Instalments },
		column[*workflow.Instalment]{"instalment", func(_ *dossier, i *workflow.Instalment) cell { return i.Ref().ID }},
		column[*workflow.Instalment]{"after", func(_ *dossier, i *workflow.Instalment) cell { return choice("after", i.Milestone) }},
		column[*workflow.Instalment]{"amount", func(_ *dossier, i *workflow.Instalment) cell { return i.Amount }},
		column[*workflow.Instalment]{"state", func(_ *dossier, i *workflow.Instalment) cell { return state(i) }},
		column[*workflow.Instalment]{"paid_on", func(_ *dossier, i *workflow.Instalment) cell { return i.PaidOn }},
	),
}

// ledger is the last sheet: every line with the sums after it.
var ledger = []string{"line", "at", "kind", "id", "amount", "envelope", "committed", "paid"}

func posted(p *app.Posted) []cell {
	return []cell{int(p.Seq), p.At, entryKind(p.Kind), p.Submission, p.Amount, p.Envelope, p.Committed, p.Paid}
}

// callNames are the first sheet's: a name and a value a row.
var callNames = []string{
	"reference", "id", "title", "state", "opens_at", "closes_at", "decided_on", "published_on", "envelope", "committed", "paid",
	"min_per_project", "max_per_project",
}

// callFacts are the values beside them.
func callFacts(c *workflow.Call) []cell {
	r := c.Rules()
	return []cell{
		c.Reference, c.Ref().Dossier,
		coded{r.Title.FR, said(r.Title)},
		state(c), moment(c.OpensAt), moment(c.ClosesAt), c.DecidedOn, c.PublishedOn,
		app.EnvelopeOf(c), c.Committed, c.Paid, r.Min, r.Max,
	}
}

func (d *dossier) enterprise(org string) cell {
	if o := d.x.House.Org(org); o != nil {
		return o.Enterprise
	}
	return nil
}

func (d *dossier) proposed() *workflow.Proposal {
	if d.Proposal == nil {
		return &workflow.Proposal{}
	}
	return d.Proposal
}

func (d *dossier) opinion() *workflow.Opinion {
	if d.Opinion == nil {
		return &workflow.Opinion{}
	}
	return d.Opinion
}

func (d *dossier) verdict() *workflow.Verdict {
	if d.Verdict == nil {
		return &workflow.Verdict{}
	}
	return d.Verdict
}

// fixed is a sum that counts once the final subsidy is there, also nought.
func (d *dossier) fixed(m workflow.Money) cell {
	if d.Final == nil {
		return nil
	}
	return m
}

func (d *dossier) final() cell {
	if d.Final == nil {
		return nil
	}
	return *d.Final
}

func (d *dossier) partners() several {
	var out several
	for _, p := range d.Parties {
		if p.Org != d.Sisp && d.Joins(p.Org) {
			out = append(out, d.org(p.Org))
		}
	}
	return out
}

func (d *dossier) objectives() several {
	all := d.x.Call.Rules().Goals()
	var out several
	for _, id := range d.proposed().Objectives {
		out = append(out, named(id, all))
	}
	return out
}

func (d *dossier) neighbourhoods() string {
	var out []string
	for _, n := range d.proposed().Neighbourhoods {
		out = append(out, n.Name.Body)
	}
	return strings.Join(out, "; ")
}

// reached is an indicator's last value.
func (d *dossier) reached(id string) cell {
	for _, v := range slices.Backward(d.Values) {
		if v.ID == id {
			return v.Value
		}
	}
	return nil
}
