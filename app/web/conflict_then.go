package web

import (
	"slices"

	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// closes is what a conflict of interest takes with it, for who declares one's own and
// for who notes another's (PROCESS.md, The committee). Nothing lifts it.
func (v *visit) closes(e *errand) []string {
	f, c := e.view.File, e.view.Call
	person := v.who.ID()
	if x, ok := e.view.Part(e.on).(*workflow.Sheet); ok {
		person = x.Person
	}
	own := person == v.who.ID() && c.Appointed(person) != nil
	as := func(key string) string {
		if own {
			return key + ".own"
		}
		return key + ".other"
	}
	out := []string{v.t(as("conflict.closed")), v.t(as("conflict.sheet")), v.t(as("conflict.ranking"))}
	if seat := c.Appointed(person); !own || seat.As == "chair" || seat.As == "acting_chair" {
		out = append(out, v.t(as("conflict.chair")))
	}
	out = append(out, v.t("conflict.quorum", "quorum", c.Edition(f.Edition).Quorum))
	switch {
	case f.Opinion == nil:
	case c.State() == "in_committee":
		out = append(out, v.t("conflict.reopens"))
	case slices.Contains([]workflow.State{"deliberated", "decided", "running"}, c.State()):
		out = append(out, v.t("conflict.flags"))
	}
	return out
}

// answering leads to the answer to a conflict of interest for which a decision on the
// dossier waits.
func (v *visit) answering(e *errand, no *workflow.Error) []ui.Act {
	if no.Code != "conflict_unanswered" || e.view.File == nil {
		return nil
	}
	a := e.view.Act("submission.answer_conflict", e.view.File.Ref())
	if a == nil || a.Blocked != nil {
		return nil
	}
	return []ui.Act{{Name: v.actName(e.view, a), Href: pathAct(a)}}
}
