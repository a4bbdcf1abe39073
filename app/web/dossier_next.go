package web

import (
	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// turn is whose turn it is in a state, and to do what.
type turn struct {
	role workflow.Role
	act  string // entity and action
}

// turns are those of a dossier, as whoever is shown the state may know it.
var turns = map[workflow.State]turn{
	"draft": {workflow.SispSig, "submission.submit"}, "submitted": {workflow.Officer, "submission.declare_eligible"}, "incomplete": {workflow.SispSig, "submission.resubmit"},
	"eligible": {workflow.Officer, "call.convene"}, workflow.SubmissionUnderReview: {workflow.CommitteeChair, "submission.rank"}, workflow.SubmissionRanked: {workflow.FunderSig, "submission.award"},
	workflow.SubmissionReserve: {workflow.FunderSig, "submission.award"}, workflow.SubmissionAwarded: {workflow.Officer, "submission.issue_convention"},
	"contracting": {"", "submission.sign"}, "in_progress": {workflow.Officer, "submission.hold_midterm"}, "midterm_held": {workflow.SispSig, "submission.submit_final_report"},
	"suspended": {workflow.Director, "submission.resume"}, "reported": {workflow.Director, "submission.review"}, "reviewed": {workflow.Finance, "submission.close"},
	"under_appeal": {workflow.FunderSig, "submission.uphold"},
}

// next is who has to act, by when, and what happens if nobody does. Nil for
// what waits for nothing more.
func (v *visit) next(view *app.View) *ui.Next {
	s := view.File.State()
	t, known := turns[s]
	mine := v.awaited(view)
	if !known && len(mine) == 0 {
		return nil
	}
	n := &ui.Next{If: v.otherwise(view)}
	if len(mine) > 0 {
		a := mine[0]
		n.Title = v.t("next.you", "action", lowered(v.actName(view, a)))
		n.Do = ui.Link{Text: v.actName(view, a), Href: pathAct(a)}
		for _, b := range mine[1:min(len(mine), 4)] {
			n.Also = append(n.Also, ui.Link{Text: v.actName(view, b), Href: pathAct(b)})
		}
		n.Facts = []ui.Fact{{Term: v.t("next.who"), Text: v.t("next.yourself")}}
	} else {
		n.Title = v.nextTitle(view, t)
		n.Facts = []ui.Fact{{Term: v.t("next.who"), Text: v.whose(view, t)}}
	}
	if due := dueIn(view, s); due != "" {
		n.Facts = append(n.Facts, ui.Fact{Term: v.t("next.by"), Day: due})
	}
	if s == "contracting" {
		if x := out(view.File); x != nil {
			n.Facts = append(n.Facts, ui.Fact{Term: v.t("next.signatures"), Text: v.signatures(x)})
		}
	}
	return n
}

func (v *visit) nextTitle(view *app.View, t turn) string {
	if view.File.State() == workflow.SubmissionUnderReview && v.unadvised(view) {
		return v.t("next.examined")
	}
	e, a := cut(t.act)
	return v.t("next.other", "who", v.whose(view, t), "action", lowered(locale.Action(v.lang, e, a)))
}

// whose turn it is: the role, with the organisation where it is the SISP's.
func (v *visit) whose(view *app.View, t turn) string {
	f := view.File
	switch {
	case f.State() == "contracting":
		if x := out(f); x != nil {
			var names []string
			for _, org := range x.Parties {
				if !x.HasSigned(org) {
					names = append(names, v.org(org))
				}
			}
			return locale.And(v.lang, names)
		}
		return v.org(f.Sisp)
	case t.role == workflow.SispSig:
		return v.org(f.Sisp)
	case f.State() == workflow.SubmissionUnderReview && v.unadvised(view):
		return v.t("next.committee")
	default:
		return locale.Role(v.lang, t.role)
	}
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
	return out
}

// otherwise is what happens if nothing is done.
func (v *visit) otherwise(view *app.View) string {
	f := view.File
	key := "otherwise." + string(f.State())
	if f.State() == workflow.SubmissionUnderReview && v.unadvised(view) {
		key = "otherwise.examined"
	}
	if !locale.Has(v.lang, "site."+key) {
		return v.t("otherwise.stays")
	}
	facts := []any{"amount", f.Awarded, "sisp", v.org(f.Sisp)}
	if due := dueIn(view, f.State()); due != "" {
		facts = append(facts, "day", due)
	}
	return v.t(key, facts...)
}

// otherwiseOf is the same of many dossiers in a state, without their own days
// and amounts.
func (v *visit) otherwiseOf(s workflow.State) string {
	switch s {
	case "submitted", "eligible", workflow.SubmissionUnderReview, workflow.SubmissionRanked, "in_progress", "reported", "reviewed":
		return v.t("otherwise." + string(s))
	default:
		return v.t("otherwise.stays")
	}
}
