package web

import (
	"slices"
	"strconv"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// options are what may be chosen in a form, by path: themes and criteria of the
// call, people, organisations, lines of the budget.
func (v *visit) options(e *errand) map[string][]ui.Option {
	r := e.view.Call.Rules()
	o := map[string][]ui.Option{
		"theme": v.named(r.Themes), "objectives": v.named(r.Goals()), "criterion": v.criteria(r), "scores.*.criterion": v.criteria(r),
		"checks.*.point": v.points(r), "failed": v.points(r), "person": v.folk(e), "present": v.folk(e), "committee.chair": v.folk(e), "committee.members": v.folk(e), "committee.substitutes": v.folk(e),
	}
	if e.act.Entity == workflow.EntitySubmission && e.act.Action == "amend" || e.act.Action == "update" {
		o["partners.*.id"] = v.orgs("association", "municipality", "service", "sisp")
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
	for _, x := range f.Files {
		if x.State() == "attached" {
			opt := ui.Option{Value: x.Ref().ID, Text: x.Name.Body}
			o["file"], o["spending.*.file"] = append(o["file"], opt), append(o["spending.*.file"], opt)
		}
	}
	parties := []ui.Option{{Value: f.Sisp, Text: v.org(f.Sisp)}}
	for _, p := range f.Parties {
		parties = append(parties, ui.Option{Value: p.Org, Text: v.org(p.Org)})
	}
	o["contacts.*.party"], o["deliverables.*.party"] = parties, parties
	p := f.Proposal
	if p == nil {
		return
	}
	for i, l := range p.Budget {
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

// suited fits the form to what it is about: what the engine knows already is
// carried unseen, what follows from elsewhere is not asked.
func (v *visit) suited(e *errand, f *ui.Form) {
	switch e.act.Name() {
	case "submission.sign":
		f.Only = []string{}
		if x := out(e.view.File); x != nil {
			f.Hidden = append(f.Hidden, ui.Pair{Name: "hash", Value: x.Hash})
		}
		f.Submit = v.t("act.go_on")
	case "submission.resubmit":
		f.Only, f.Submit = []string{}, v.t("act.go_on")
	case "file.attach":
		f.Upload, f.Only = true, []string{"name", "kind"}
		f.After = page.Attachment(v.frame(""), v.t("file.limit", "limit", locale.Size(v.lang, 20<<20)), "")
	case "call.update", "submission.update":
		f.Partial = true
	}
	if v.grave(e.act) {
		f.Submit = v.t("act.go_on")
	}
	if len(e.act.Fields) == 0 && f.Only == nil {
		f.Before = page.Say(v.t("act.plain"))
	}
	if e.view.File != nil && e.view.File.Appeal != nil && (e.act.Action == "uphold" || e.act.Action == "dismiss") {
		f.Rows = len(e.view.File.Appeal.Arguments)
	}
}
