package web

import (
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// next is who has to act, by when, and what happens if nobody does. Nil for
// what waits for nothing more.
func (v *visit) next(view *app.View) *ui.Next {
	mine := v.awaited(view)
	if len(mine) == 0 && len(view.Waits) == 0 {
		return nil
	}
	n := &ui.Next{}
	var due workflow.Date
	if len(mine) > 0 {
		a := mine[0]
		name := v.taskName(view, a)
		n.Title, n.If, due = v.t("next.you", "action", lowered(name)), v.otherwiseOf(view, a.Entity, a.Action), a.Due
		n.Do = ui.Link{Text: name, Href: v.taskPath(a)}
		for _, b := range mine[1:min(len(mine), 4)] {
			n.Also = append(n.Also, ui.Link{Text: v.taskName(view, b), Href: v.taskPath(b)})
		}
		n.Facts = []ui.Fact{{Term: v.t("next.who"), Text: v.t("next.yourself")}}
	} else {
		w := &view.Waits[0]
		n.Title, n.If, due = v.nextTitle(view, w), v.otherwiseOf(view, w.Entity, w.Action), w.Due
		n.Facts = append([]ui.Fact{{Term: v.t("next.who"), Text: v.whose(view, w)}}, v.nextNot(w)...)
	}
	switch {
	case due != "" && view.File.State() == "draft" && due == workflow.DateOf(view.Call.ClosesAt): // it ends at an hour
		n.Facts = append(n.Facts, ui.Fact{Term: v.t("next.by"), Text: ui.LongTime(v.lang, view.Call.ClosesAt)})
	case due != "":
		n.Facts = append(n.Facts, ui.Fact{Term: v.t("next.by"), Day: due})
	case v.midtermNext(view, mine):
		n.Facts = append(n.Facts, v.midway(view.File)...)
	}
	if say := v.alone(view); say != "" && view.File.State() == stateDraft {
		n.Facts = append(n.Facts, ui.Fact{Term: v.t("proposal.verify"), Text: say})
	}
	n.Facts = append(n.Facts, v.nextOthers(view, len(mine) > 0)...)
	if view.File.State() == "contracting" {
		if x := out(view.File); x != nil {
			n.Facts = append(n.Facts, ui.Fact{Term: v.t("next.signatures"), Text: v.signatures(x)})
		}
	}
	return n
}

// midtermNext: the interview is what the dossier waits for first.
func (v *visit) midtermNext(view *app.View, mine []*app.Act) bool {
	if len(mine) > 0 {
		return mine[0].Action == "hold_midterm"
	}
	return view.Waits[0].Action == "hold_midterm"
}

// nextOthers are what else the dossier waits for, from others than the reader.
func (v *visit) nextOthers(view *app.View, mine bool) (out []ui.Fact) {
	waits := view.Waits
	if !mine {
		waits = waits[1:]
	}
	for i := range waits {
		w := &waits[i]
		if w.Not != nil || slices.ContainsFunc(w.Hands, func(h workflow.Hand) bool { return h.Person == v.who.ID() }) || len(out) == 4 {
			continue
		}
		out = append(out, ui.Fact{Term: v.t("next.also"), Text: v.nextTitle(view, w)})
	}
	return out
}

// nextNot is why what a dossier waits for is not possible yet.
func (v *visit) nextNot(w *workflow.Wait) []ui.Fact {
	switch {
	case !w.After.IsZero():
		return []ui.Fact{{Term: v.t("next.from"), Text: v.t("act.after", "when", ui.LongTime(v.lang, w.After))}}
	case w.Not != nil:
		return []ui.Fact{{Term: v.t("next.not"), Text: v.says(&workflow.Error{Kind: w.Not.Kind, Code: w.Not.Code, Facts: w.Not.Facts})}}
	}
	return nil
}

func (v *visit) nextTitle(view *app.View, w *workflow.Wait) string {
	if v.examined(view) {
		return v.t("next.examined")
	}
	return v.t("next.other", "who", v.whose(view, w), "action", lowered(v.taskOn(view, w.Entity, w.Action, w.On)))
}

// examined: who looks on is not told what the committee and the funder do.
func (v *visit) examined(view *app.View) bool {
	return view.File.State() == workflow.SubmissionUnderReview && v.unadvised(view)
}

// whose turn it is: the organisations that have to act, with whoever acts for
// them if it is one; the role, where it is the funder's.
func (v *visit) whose(view *app.View, w *workflow.Wait) string {
	f := view.File
	switch w.Role {
	case workflow.Editor, workflow.SispSig, workflow.PartnerSig, "":
	default:
		if v.examined(view) {
			return v.t("next.committee")
		}
		if w.Action != "sign" {
			return locale.Role(v.lang, w.Role)
		}
	}
	orgs := []string{f.Sisp}
	if w.On.Entity == workflow.EntityParty {
		orgs = []string{w.On.ID}
	}
	if x := out(f); x != nil && w.Action == "sign" {
		orgs = slices.DeleteFunc(slices.Clone(x.Parties), x.HasSigned)
	}
	names := make([]string, 0, len(orgs))
	for _, org := range orgs {
		names = append(names, v.handOf(w, org))
	}
	return locale.And(v.lang, names)
}

// handOf names an organisation, with whoever has to act for it: its own people
// and the funder learn who, if it is one, and that nobody may.
func (v *visit) handOf(w *workflow.Wait, org string) string {
	var people []string
	for _, h := range w.Hands {
		if h.Org == org {
			people = append(people, h.Person)
		}
	}
	name := v.standing(org)
	if !v.who.Sight.Funder && !slices.Contains(v.who.Sight.Orgs, org) {
		return name
	}
	if len(people) == 1 {
		return v.t("next.person", "org", name, "person", v.person(people[0]))
	}
	return name
}

// out is the version that waits for signatures.
func out(f *workflow.Submission) *workflow.Version {
	for _, x := range f.Versions {
		if s := x.State(); s == "issued" || s == "partly_signed" {
			return x
		}
	}
	return nil
}

// signatures tells who has signed.
func (v *visit) signatures(x *workflow.Version) string {
	var names []string
	for _, s := range x.Signed {
		names = append(names, v.org(s.Org))
	}
	if len(names) == 0 {
		return v.t("next.signed_none", "all", len(x.Parties))
	}
	return v.t("next.signed", "n", len(names), "all", len(x.Parties), "who", locale.And(v.lang, names))
}

// awaited are the acts that one may do now and that the process waits for.
func (v *visit) awaited(view *app.View) []*app.Act {
	var out []*app.Act
	for i := range view.Acts {
		if a := &view.Acts[i]; a.Awaited && a.Blocked == nil {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b *app.Act) int { return strings.Compare(v.urgency(a.Due), v.urgency(b.Due)) })
	return out
}

// urgency sorts what is due within a week first, then what can be done now, then
// what has a later day.
func (v *visit) urgency(due workflow.Date) string {
	switch {
	case due == "":
		return "1"
	case due <= v.who.Today.Plus(0, 7):
		return "0" + string(due)
	default:
		return "2" + string(due)
	}
}

// taskName is what one has to do: an act, or the question that it is one answer
// to.
func (v *visit) taskName(view *app.View, a *app.Act) string {
	return v.taskOn(view, a.Entity, a.Action, a.On)
}

func (v *visit) taskOn(view *app.View, e workflow.Entity, do workflow.Action, on workflow.Ref) string {
	name := v.task(e, do)
	if on.ID == "" || on.Entity == workflow.EntityParty || on.Entity == workflow.EntitySheet && on.ID == v.who.ID() {
		return name // whose it is stands beside it, or is clear
	}
	if part := v.partAfter(view, e, on); part != "" {
		return v.t("act.on", "act", name, "part", part)
	}
	return name
}

// task is what has to be done, on whatever part.
func (v *visit) task(e workflow.Entity, do workflow.Action) string {
	if key := "await." + string(e) + "." + string(do); locale.Has(v.lang, "site."+key) {
		return v.t(key)
	}
	return locale.Action(v.lang, e, do)
}

// actAward is decided on a board, beside the other dossiers and what is left.
const actAward = "submission.award"

// taskPath is where one does it: what is sent is read first; where there are
// several answers, the board of awards or the dossier has them all.
func (v *visit) taskPath(a *app.Act) string {
	switch {
	case a.Name() == "submission.submit" || a.Name() == "submission.resubmit":
		return pathOf(a.On) + "/check"
	case a.Name() == actAward:
		call, _, _ := strings.Cut(a.On.Dossier, ".")
		return pathAward(call) + "#l-" + a.On.Dossier
	case a.Choice && ownPage(a) == "":
		return pathWork(a.On)
	default:
		return pathAct(a)
	}
}

// otherwiseOf is what happens if nothing is done: what the act says, or the
// state of the dossier.
func (v *visit) otherwiseOf(view *app.View, e workflow.Entity, do workflow.Action) string {
	if key := "otherwise." + string(e) + "." + string(do); locale.Has(v.lang, "site."+key) {
		return v.t(key)
	}
	p := v.site.App.Programme()
	if view.File == nil {
		return v.t("otherwise.stays")
	}
	if t := p.Turn(view.File.State()); t == nil || t.Act != string(e)+"."+string(do) {
		return v.t("otherwise.stays")
	}
	return v.otherwise(view)
}

// otherwise is what happens if a dossier stays as it is.
func (v *visit) otherwise(view *app.View) string {
	f := view.File
	key := "otherwise." + string(f.State())
	if v.examined(view) {
		key = "otherwise.examined"
	}
	if !locale.Has(v.lang, "site."+key) {
		return v.t("otherwise.stays")
	}
	facts := []any{"amount", f.Awarded, "sisp", v.org(f.Sisp)}
	if due := v.dueIn(view, f.State()); due != "" {
		facts = append(facts, "day", due)
	}
	return v.t(key, facts...)
}
