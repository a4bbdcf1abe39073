package web

import (
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// grave are the acts that nobody takes back by another: they show first what
// follows, on a page of their own. Those that take something away say so.
var grave = map[string]bool{ // true: something is taken away
	"submission.submit": false, "submission.resubmit": false, "submission.award": false, "submission.place_in_reserve": false, "submission.reject": true,
	"submission.declare_ineligible": true, "submission.sign": false, "submission.decline": true, "submission.withdraw": true, "submission.terminate": true,
	"submission.review": false, "submission.close": false, "submission.reassess": false, "submission.appeal": false, "submission.uphold": false, "submission.dismiss": true,
	"submission.submit_final_report": false, "submission.recall_convention": true, "submission.rank": false,
	"call.publish": false, "call.convene": false, "call.conclude": false, "call.decide": false, "call.publish_results": false, "call.review": false,
	"call.archive": false, "call.cancel": true, "call.validate": false, "envelope.change": false,
	"instalment.approve": false, "instalment.pay": false, "instalment.bounce": true, "recovery.receive": false, "recovery.write_off": true,
	"sheet.seal": false, "sheet.declare_conflict": true, "party.decline": true, "version.refuse": true, "version.void": true, "condition.waive": true, "spending.refuse": true,
}

// final are those of which nothing leads back.
var final = []string{
	"submission.decline", "submission.withdraw", "submission.terminate", "submission.appeal", "call.cancel", "call.archive", "call.decide", "instalment.pay",
	"recovery.write_off", "sheet.seal", "sheet.declare_conflict", "submission.sign", "submission.close", "call.publish_results",
}

// acts are what may be done on a dossier and its parts, and what not yet, with
// the reason. What a part knows and may not do stands with the part alone.
func (v *visit) acts(view *app.View) (can, cannot []ui.Act) {
	for i := range view.Acts {
		a := &view.Acts[i]
		if a.Blocked == nil {
			can = append(can, ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.actNote(view, a)})
			continue
		}
		if why := v.notYet(view, a); why != "" {
			cannot = append(cannot, ui.Act{Name: v.actName(view, a), Note: why})
		}
	}
	return can, cannot
}

// notYet is why an act is not possible yet; "" for what is over, or on another
// way than the dossier's.
func (v *visit) notYet(view *app.View, a *app.Act) string {
	stage := a.Blocked.Code == workflow.CodeState || a.Blocked.Code == workflow.CodeCallState
	switch {
	case !stage && (a.On.ID == "" || a.Awaited):
		return v.says(&workflow.Error{Kind: a.Blocked.Kind, Code: a.Blocked.Code, Facts: a.Blocked.Facts})
	case view.File == nil || a.On.ID != "" || !a.Awaited:
		return ""
	}
	for s, t := range turns {
		if t.act == a.Name() && place(s) > place(view.File.State()) && place(view.File.State()) >= 0 && s != workflow.SubmissionRanked {
			return v.t("act.later", "state", locale.State(v.lang, workflow.EntitySubmission, s))
		}
	}
	return ""
}

// actName names an act, and the part that it is on.
func (v *visit) actName(view *app.View, a *app.Act) string {
	name := locale.Action(v.lang, a.Entity, a.Action)
	if a.On.ID == "" {
		return name
	}
	if part := v.partName(view, a.On); part != "" {
		return v.t("act.on", "act", name, "part", part)
	}
	return name
}

// partName names a part: its title, its organisation, its number.
func (v *visit) partName(view *app.View, ref workflow.Ref) string {
	kind := locale.Entity(v.lang, ref.Entity)
	switch x := view.Part(ref).(type) {
	case *workflow.Party:
		return v.org(x.Org)
	case *workflow.Sheet:
		return v.t("act.part", "kind", kind, "name", v.person(x.Person))
	case *workflow.Member:
		return v.person(x.Person)
	case *workflow.Deliverable:
		return v.t("act.part", "kind", kind, "name", ui.Isolate(x.Title.Body))
	case *workflow.File:
		return v.t("act.part", "kind", kind, "name", ui.Isolate(x.Name.Body))
	case *workflow.Instalment:
		return v.t("act.part", "kind", kind, "name", ref.ID) + ", " + locale.Money(v.lang, x.Amount)
	case *workflow.Spending:
		return v.t("act.part", "kind", kind, "name", ref.ID) + ", " + locale.Money(v.lang, x.Amount)
	case nil:
		return ""
	default:
		return v.t("act.part", "kind", kind, "name", ref.ID)
	}
}

// actNote says of an act that it cannot be taken back.
func (v *visit) actNote(view *app.View, a *app.Act) string {
	if !slices.Contains(final, a.Name()) {
		return ""
	}
	note := v.t("act.final")
	if f := view.File; f != nil && f.Awarded > 0 && (a.Action == "decline" || a.Action == "terminate" || a.Action == "withdraw") && a.Entity == workflow.EntitySubmission {
		if back := f.Committed - f.Paid; back > 0 {
			note += " " + v.t("act.returns", "amount", back)
		}
	}
	return note
}

// person is somebody's name.
func (v *visit) person(id string) string {
	switch id {
	case "clock", "engine", "import":
		return v.t("who." + id)
	}
	if p := v.who.House.Person(id); p != nil && p.Name.Body != "" {
		return ui.Isolate(p.Name.Body)
	}
	return v.t("who.erased")
}

// people are those who follow a dossier, by organisation.
func (v *visit) people(view *app.View) []ui.Fact {
	f := view.File
	out := v.peopleOf(v.org(f.Sisp), func(g workflow.Grant) bool {
		return g.Org == f.Sisp && (g.Role == workflow.Editor || g.Role == workflow.SispSig)
	})
	for _, p := range f.Parties {
		if s := p.State(); s != workflow.PartyDeclined && s != workflow.PartyVoid {
			out = append(out, v.peopleOf(v.org(p.Org), func(g workflow.Grant) bool { return g.Org == p.Org && g.Role == workflow.PartnerSig })...)
		}
	}
	return append(out, v.peopleOf(v.t("funder.short"), func(g workflow.Grant) bool { return g.Role == workflow.Officer })...)
}

func (v *visit) peopleOf(org string, as func(workflow.Grant) bool) []ui.Fact {
	var names []string
	for _, p := range v.who.House.People {
		if p.State() == workflow.PersonActive && slices.ContainsFunc(p.Grants, func(g workflow.Grant) bool { return g.On(v.who.Today) && as(g) }) {
			names = append(names, v.person(p.Ref().ID))
		}
	}
	if len(names) == 0 {
		return nil
	}
	if len(names) > 5 {
		names = append(names[:5:5], "…")
	}
	var text strings.Builder
	for i, n := range names {
		if i > 0 {
			text.WriteString(", ")
		}
		text.WriteString(n)
	}
	return []ui.Fact{{Term: org, Text: text.String()}}
}
