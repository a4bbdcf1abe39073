package web

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// fixedRows are the lists of a form whose rows follow from the call, each with
// its field that says which row it is.
func fixedRows(act string) map[string]string {
	if act == "sheet.save" {
		return map[string]string{"scores": "criterion"}
	}
	return nil
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
	case "call.update", "submission.update":
		f.Partial = true
	case "submission.hold_midterm":
		f.Labels = map[string]string{"indicators.*.id": v.t("one.indicators")} // chosen by its title
		f.Partial, f.Needed = true, []string{"held_on", "present", "findings", "light"}
		f.Before = page.Say(v.t("act.midterm"))
	case "sheet.save":
		f.Fixed, f.Partial = fixedRows(e.act.Name()), true // what has to be there in the end is said above
		f.Options["scores.*.criterion"] = v.scales(e.view.Call.Edition(e.view.File.Edition))
		f.Before = page.Say(v.t("act.sheet"))
	case "member.appoint":
		f.Options["person"] = v.benchers()
		f.Before = page.Say(v.t("committee.appoint_hint"))
	case "call.conclude":
		f.Hints = map[string]string{"present": v.t("deliberation.present_hint")}
	case "sheet.assign":
		f.Options["person"] = v.scorers(e)
	case "deliverable.deliver":
		v.proofs(e, f, "file", partOf(e.view.Part(e.on)))
	case "instalment.claim", "submission.submit_final_report":
		f.Labels = map[string]string{"indicators.*.id": v.t("one.indicators")}
		f.Hints = map[string]string{"deliverables.*.number": ""} // chosen by its title
		v.proofs(e, f, "spending.*.file", "")
		if e.act.Action == "submit_final_report" {
			f.Before = page.Say(v.t("act.report"))
		}
	}
	v.organSet(e, f)
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

// nameFor is the input that says which act wants a file: its address, below its
// dossier's.
const nameFor = "for"

func wantedBy(a *app.Act) string { return strings.TrimPrefix(pathAct(a), pathOf(a.On)+"/") }

// pathFiles is the page on which one attaches a file, perhaps to a part.
func pathFiles(dossier, part string) string {
	p := pathDossiers + "/" + url.PathEscape(dossier) + "/files"
	if part != "" {
		p += "?" + url.Values{"to": {part}}.Encode()
	}
	return p
}

// attachedTo are the SISP's own files: those of the part, or the receipts, first.
func (v *visit) attachedTo(s *workflow.Submission, part string) []ui.Option {
	fits := func(f *workflow.File) bool {
		if part == "" {
			return f.Kind == "receipt"
		}
		return f.To == part
	}
	var first, rest []ui.Option
	for _, f := range slices.Backward(s.Files) { // the last that came is nearest
		if f.State() != "attached" || f.Funder {
			continue
		}
		o := ui.Option{Value: f.Ref().ID, Text: f.Name.Body, Note: v.fileKind(f.Kind)}
		if fits(f) {
			first = append(first, o)
		} else {
			rest = append(rest, o)
		}
	}
	return append(first, rest...)
}

// scales are a call's criteria, each with what is given at most and what it
// weighs.
func (v *visit) scales(r *workflow.Rules) []ui.Option {
	out := make([]ui.Option, 0, len(r.Criteria))
	for _, x := range r.Criteria {
		note := v.t("sheet.scale", "max", x.Max, "weight", x.Weight)
		if x.Threshold > 0 {
			note += " " + v.t("sheet.threshold", "threshold", locale.Number(v.lang, int64(x.Threshold)))
		}
		out = append(out, ui.Option{Value: x.ID, Text: v.words(x.Title.FR, x.Title.NL), Note: note})
	}
	return out
}

// benchers are the people who may sit on a committee: those with the role.
func (v *visit) benchers() []ui.Option {
	var out []ui.Option
	for _, p := range v.who.House.People {
		sits := slices.ContainsFunc(p.Grants, func(g workflow.Grant) bool {
			return (g.Role == workflow.CommitteeMember || g.Role == workflow.CommitteeChair) && !v.over(g)
		})
		if sits && p.State() == workflow.PersonActive {
			out = append(out, ui.Option{Value: p.Ref().ID, Text: v.person(p.Ref().ID), Note: v.org(p.Org)})
		}
	}
	return out
}

// scorers are those members to whom the engine lets a sheet be assigned.
func (v *visit) scorers(e *errand) []ui.Option {
	var out []ui.Option
	for _, m := range e.view.Call.Members {
		cmd := v.command(e, map[string]any{"person": m.Person}, ui.Typed{})
		if m.State() != workflow.MemberAppointed {
			continue
		}
		if _, err := v.site.App.Foresee(v.Request().Context(), cmd); err == nil {
			out = append(out, ui.Option{Value: m.Person, Text: v.person(m.Person), Note: locale.Choice(v.lang, "as", m.As)})
		}
	}
	return out
}

// around are the people of a dossier: its SISP's, its partners', and those of
// the funder who follow it.
func (v *visit) around(s *workflow.Submission) []ui.Option {
	var sisp, partners, funder []ui.Option
	for _, p := range v.who.House.People {
		if p.State() != workflow.PersonActive {
			continue
		}
		o := ui.Option{Value: p.Ref().ID, Text: v.person(p.Ref().ID), Note: v.org(p.Org)}
		follows := slices.ContainsFunc(p.Grants, func(g workflow.Grant) bool { return g.Role == workflow.Officer && g.On(v.who.Today) })
		switch {
		case p.Org == s.Sisp:
			sisp = append(sisp, o)
		case p.Org != "" && s.Joins(p.Org):
			partners = append(partners, o)
		case follows:
			funder = append(funder, o)
		}
	}
	return slices.Concat(sisp, partners, funder)
}

// midway is about when the interview of a project is held, for want of a day that
// somebody planned: half of its time.
func (v *visit) midway(f *workflow.Submission) []ui.Fact {
	start, err := time.Parse(time.DateOnly, string(f.StartOn))
	end, wrong := time.Parse(time.DateOnly, string(f.EndOn))
	if err != nil || wrong != nil {
		return nil
	}
	half := workflow.Date(start.Add(end.Sub(start) / 2).Format(time.DateOnly))
	return []ui.Fact{{Term: v.t("midterm.term"), Text: v.t("midterm.about", "day", half)}}
}
