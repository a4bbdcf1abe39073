package web

import (
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// weight is what the programme says that an act asks of whoever is about to do
// it; nil if nothing.
func (v *visit) weight(a *app.Act) *workflow.Weight {
	return v.site.App.Programme().Weight(a.Entity, a.Action)
}

// grave: the act shows first what follows, on a page of its own.
func (v *visit) grave(a *app.Act) bool { return v.weight(a) != nil }

// takes: the act takes something away, and its button says so.
func (v *visit) takes(a *app.Act) bool { w := v.weight(a); return w != nil && w.Takes }

// final: nothing leads back.
func (v *visit) final(a *app.Act) bool { w := v.weight(a); return w != nil && w.Final }

// acts are what may be done, and what not yet.
func (v *visit) acts(view *app.View) (can, cannot []ui.Act) {
	can, late, cannot := v.actsOf(view)
	return append(can, late...), cannot
}

// actsOf are what may be done on a dossier and its parts, and what not yet, with
// the reason. What a part knows and may not do stands with the part alone.
func (v *visit) actsOf(view *app.View) (can, late, cannot []ui.Act) {
	order := make([]*app.Act, len(view.Acts))
	for i := range view.Acts {
		order[i] = &view.Acts[i]
	}
	slices.SortStableFunc(order, func(a, b *app.Act) int { return v.rank(view, a) - v.rank(view, b) })
	for _, a := range order {
		if a.Entity == workflow.EntityFile && a.Action == "attach" && a.On.ID != "" {
			continue // the page of the files asks for which deliverable
		}
		if a.Blocked == nil {
			if v.aside(view, a) {
				late = append(late, ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.actNote(view, a)})
				continue
			}
			can = append(can, ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.actNote(view, a)})
			continue
		}
		if why := v.notYet(view, a); why != "" {
			cannot = append(cannot, ui.Act{Name: v.actName(view, a), Note: why})
		}
	}
	return can, late, append(cannot, v.notOurs(view)...)
}

// rank is how far down an act stands: what is awaited first, then what carries
// the dossier on, what takes away behind the rest, and last a conflict that is
// another's to declare.
func (v *visit) rank(view *app.View, a *app.Act) int {
	switch {
	case v.anothersConflict(view, a):
		return 4
	case a.Awaited:
		return 0
	case v.takes(a):
		return 3
	case a.Carries:
		return 1
	default:
		return 2
	}
}

// aside tells an act that stands folded: another's conflict, once the committee
// has sat.
func (v *visit) aside(view *app.View, a *app.Act) bool {
	return v.anothersConflict(view, a) && view.Call.State() != "in_committee"
}

// anothersConflict: who sits in the committee declares their own, on their sheet or
// before they have one.
func (v *visit) anothersConflict(view *app.View, a *app.Act) bool {
	own := a.On.ID == v.who.ID() || a.On.ID == "" && view.Call.Appointed(v.who.ID()) != nil
	return a.Name() == "sheet.declare_conflict" && !own
}

// notYet is why an act is not possible yet; "" for what is over, or on another
// way than the dossier's.
func (v *visit) notYet(view *app.View, a *app.Act) string {
	if a.Blocked.Code == "signed_already" && view.File != nil && out(view.File) == nil {
		return "" // all have signed
	}
	if a.Blocked.Code != workflow.CodeState && a.Blocked.Code != workflow.CodeCallState {
		if a.On.ID != "" && !a.Carries {
			return ""
		}
		return v.says(v.titled(view, &workflow.Error{Kind: a.Blocked.Kind, Code: a.Blocked.Code, Facts: a.Blocked.Facts}))
	}
	switch {
	case !a.Carries:
		return ""
	case !a.After.IsZero():
		return v.t("act.after", "when", ui.LongTime(v.lang, a.After))
	case a.On.ID != "":
		return ""
	}
	return v.later(view, a)
}

// later names the stage of the dossier, or of the call, at which an act is
// possible, if that is still ahead.
func (v *visit) later(view *app.View, a *app.Act) string {
	p := v.site.App.Programme()
	order, here, e := p.Stations(), view.Dossier().State(), workflow.EntitySubmission
	if view.File == nil {
		order, e = p.States(workflow.EntityCall), workflow.EntityCall
	}
	at := slices.Index(order, here)
	for i, s := range order {
		if at >= 0 && i > at && slices.Contains(a.From, s) && (e == workflow.EntityCall || !v.unadvised(view) || s != workflow.SubmissionRanked) {
			return v.t("act.later", "state", locale.State(v.lang, e, s))
		}
	}
	if a.Blocked.Code == workflow.CodeCallState && slices.Contains(a.From, here) {
		return v.says(&workflow.Error{Kind: a.Blocked.Kind, Code: a.Blocked.Code, Facts: a.Blocked.Facts})
	}
	return ""
}

// actName names an act, and the part that it is on.
func (v *visit) actName(view *app.View, a *app.Act) string {
	name := locale.Action(v.lang, a.Entity, a.Action)
	if a.On.ID == "" {
		return name
	}
	if part := v.partAfter(view, a.Entity, a.On); part != "" {
		return v.t("act.on", "act", name, "part", part)
	}
	return name
}

// partAfter names a part behind an act of its own, whose words say what kind of
// thing it is: by its title alone, where it has one.
func (v *visit) partAfter(view *app.View, act workflow.Entity, ref workflow.Ref) string {
	var title workflow.Text
	switch x := view.Part(ref).(type) {
	case *workflow.Deliverable:
		title = x.Title
	case *workflow.File:
		title = x.Name
	case *workflow.Sheet: // by its member; one's own goes without saying
		switch {
		case act != ref.Entity:
		case x.Person == v.who.ID():
			return ""
		default:
			return v.person(x.Person)
		}
	}
	if act != ref.Entity || title.Body == "" {
		return v.partName(view, ref)
	}
	return ui.Isolate(title.Body)
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
		if x.Title.Body == "" { // in a list that does without the texts
			return v.t("act.part", "kind", kind, "name", ref.ID)
		}
		return v.called(kind, x.Title)
	case *workflow.File:
		return v.called(kind, x.Name)
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

// called is a part by its title; by its kind alone where the title is not there:
// lists do without the texts.
func (v *visit) called(kind string, title workflow.Text) string {
	if title.Body == "" {
		return kind
	}
	return v.t("act.part", "kind", kind, "name", ui.Isolate(title.Body))
}

// actNote says of an act that it cannot be taken back.
func (v *visit) actNote(view *app.View, a *app.Act) string {
	if !v.final(a) {
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
	out := v.peopleOf(v.orgNow(f.Sisp), func(g workflow.Grant) bool {
		return g.Org == f.Sisp && (g.Role == workflow.Editor || g.Role == workflow.SispSig)
	})
	for _, p := range f.Parties {
		if s := p.State(); s != workflow.PartyDeclined && s != workflow.PartyVoid {
			out = append(out, v.peopleOf(v.orgNow(p.Org), func(g workflow.Grant) bool { return g.Org == p.Org && g.Role == workflow.PartnerSig })...)
		}
	}
	return append(out, v.peopleOf(v.t("funder.short"), func(g workflow.Grant) bool { return g.Role == workflow.Officer })...)
}

func (v *visit) peopleOf(org string, as func(workflow.Grant) bool) []ui.Fact {
	var names []string
	for _, p := range v.who.House.People {
		if p.State() == workflow.PersonActive && slices.ContainsFunc(v.who.House.GrantsOf(p), func(g workflow.Grant) bool { return g.On(v.who.Today) && as(g) }) {
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
