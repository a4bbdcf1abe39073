package web

import (
	"slices"
	"strconv"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// options are what may be chosen in a form, by path: themes and criteria of the
// call, people, organisations, lines of the budget.
func (v *visit) options(e *errand) map[string][]ui.Option {
	r := e.view.Call.Rules()
	o := map[string][]ui.Option{
		"theme": v.named(r.Themes), "objectives": v.named(r.Goals()), "criterion": v.criteria(r), "scores.*.criterion": v.criteria(r),
		"checks.*.point": v.points(r), "failed": v.points(r), "person": v.folk(e), "present": v.folk(e),
	}
	if e.act.Entity == workflow.EntitySubmission && e.act.Action == "amend" || e.act.Action == "update" {
		o["partners.*.id"] = v.orgs("association", "municipality", "service", "sisp")
	}
	for _, path := range []string{"committee.chair", "committee.members", "committee.substitutes"} {
		o[path] = v.benchers()
	}
	if e.view.File != nil {
		v.fileOptions(e, r, o)
	}
	for path, some := range o {
		if len(some) == 0 {
			delete(o, path)
		}
	}
	return o
}

func (v *visit) fileOptions(e *errand, r *workflow.Rules, o map[string][]ui.Option) {
	f := e.view.File
	for i := range r.Instalments {
		o["conditions.*.instalment"] = append(o["conditions.*.instalment"], ui.Option{Value: strconv.Itoa(i + 1), Text: v.t("instalment.name") + " " + strconv.Itoa(i+1)})
	}
	for _, d := range f.Deliverables {
		o["deliverables.*.number"] = append(o["deliverables.*.number"], ui.Option{Value: d.Ref().ID, Text: d.Title.Body})
	}
	o["file"], o["spending.*.file"] = v.attachedTo(f, ""), v.attachedTo(f, "")
	o["present"] = v.around(f)
	parties := []ui.Option{{Value: f.Sisp, Text: v.org(f.Sisp)}}
	for _, p := range f.Parties {
		parties = append(parties, ui.Option{Value: p.Org, Text: v.org(p.Org)})
	}
	o["contacts.*.party"], o["deliverables.*.party"] = parties, parties
	p := f.Proposal
	if p == nil {
		return
	}
	for i, l := range app.BudgetNow(f) {
		opt := ui.Option{Value: strconv.Itoa(i + 1), Text: strconv.Itoa(i+1) + ". " + l.Label.Body}
		o["spending.*.line"] = append(o["spending.*.line"], opt)
	}
	for _, x := range p.Indicators {
		o["indicators.*.id"] = append(o["indicators.*.id"], ui.Option{Value: x.ID, Text: x.Title.Body})
	}
}

func (v *visit) named(all []workflow.Named) []ui.Option {
	out := make([]ui.Option, 0, len(all))
	for _, x := range all {
		out = append(out, ui.Option{Value: x.ID, Text: v.words(x.Title.FR, x.Title.NL)})
	}
	return out
}

func (v *visit) criteria(r *workflow.Rules) []ui.Option {
	out := make([]ui.Option, 0, len(r.Criteria))
	for _, x := range r.Criteria {
		out = append(out, ui.Option{Value: x.ID, Text: v.words(x.Title.FR, x.Title.NL)})
	}
	return out
}

func (v *visit) points(r *workflow.Rules) []ui.Option {
	out := make([]ui.Option, 0, len(r.Admissibility))
	for _, x := range r.Admissibility {
		out = append(out, ui.Option{Value: x.ID, Text: v.words(x.Text.FR, x.Text.NL)})
	}
	return out
}

func (v *visit) orgs(kinds ...string) []ui.Option {
	var out []ui.Option
	for _, o := range v.who.House.Organisations {
		if slices.Contains(kinds, o.Kind) {
			out = append(out, ui.Option{Value: o.Ref().ID, Text: v.org(o.Ref().ID)})
		}
	}
	return out
}

// folk are people to choose from: all for the funder's side; for others those
// of the dossier.
func (v *visit) folk(e *errand) []ui.Option {
	var out []ui.Option
	for _, p := range v.who.House.People {
		if p.State() == workflow.PersonActive && (v.who.Sight.Funder || v.joins(e, p)) {
			out = append(out, ui.Option{Value: p.Ref().ID, Text: v.person(p.Ref().ID), Note: v.org(p.Org)})
		}
	}
	return out
}

func (v *visit) joins(e *errand, p *workflow.Person) bool {
	if e.view.File != nil && (p.Org == e.view.File.Sisp || p.Org != "" && e.view.File.Joins(p.Org)) {
		return true
	}
	return e.view.Call.Appointed(v.who.ID()) != nil && e.view.Call.Appointed(p.Ref().ID) != nil
}
