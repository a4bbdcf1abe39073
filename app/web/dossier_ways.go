package web

import (
	"maps"
	"net/url"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// wayOut is the way out of an act without doing it: to the page that it is of. What
// was typed in a sheet is kept, and its way out says so.
func (v *visit) wayOut(e *errand, key string) ui.Link {
	call := e.view.Call.Ref().Dossier
	switch {
	case e.act.Name() == "sheet.seal":
		return ui.Link{Text: v.t("act.back_sheet"), Href: pathSheet(e.on.Dossier)}
	case e.act.Entity == workflow.EntityMember && v.who.Sight.Funder:
		return ui.Link{Text: v.t("act.back_committee"), Href: pathCommittee(call, "")}
	case v.who.Sight.Funder && slices.Contains(onBoard, e.act.Name()):
		return ui.Link{Text: v.t("award.back"), Href: pathAward(call)}
	case e.view.File == nil && key != "form.back":
		return ui.Link{Text: v.t(key + "_call"), Href: pathWork(e.on)}
	}
	return ui.Link{Text: v.t(key), Href: pathWork(e.on)}
}

// afterBench is where an act of the committee leads on: who appoints goes back to
// the committee, who seals to what is still to be scored, who leads to the
// deliberation. "" after any other act.
func (v *visit) afterBench(e *errand, after *app.View) string {
	call := after.Call.Ref().Dossier
	seated := v.who.Sight.Committee && after.Call.Appointed(v.who.ID()) != nil
	switch e.act.Name() {
	case "member.appoint", "member.dismiss":
		if v.who.Sight.Funder {
			return pathCommittee(call, "")
		}
	case "sheet.seal":
		if seated {
			return pathScoring(call)
		}
	case "submission.rank", "call.conclude":
		if seated {
			return pathDeliberation(call)
		}
	}
	return ""
}

// limits are what an amount has to keep to, told beside it from the start.
func (v *visit) limits(e *errand) map[string]string {
	f, c := e.view.File, e.view.Call
	if e.act.Name() == "envelope.change" {
		return map[string]string{"envelope": v.t("act.limits_envelope", "envelope", c.Envelope, "committed", c.Committed, "free", c.Free())}
	}
	if f == nil {
		return nil
	}
	r := e.view.Call.Edition(f.Edition)
	facts := []any{"requested", f.Requested, "min", r.Min, "max", r.Max}
	switch e.act.Name() {
	case "submission.rank":
		return map[string]string{"advised": v.t("act.limits_advised", facts...)}
	case "submission.award":
		hint := v.t("act.limits_award", append(facts, "free", e.view.Call.Free())...)
		if suggested(f) == 0 {
			hint = v.t("act.none_advised") + " " + hint
		}
		return map[string]string{"amount": hint}
	}
	return nil
}

// reasoned says beside reasons how long they have to be, and whether they have to be
// the dossier's own: as the rule asks, and before they are sent.
func (v *visit) reasoned(e *errand, hints map[string]string) map[string]string {
	p, f := v.site.App.Programme(), e.view.File
	field := p.Checked(e.act.Entity, e.act.Action, "reasons_short")
	edition := 0
	if f != nil {
		edition = f.Edition
	}
	least := e.view.Call.Edition(edition).ReasonsMin
	if field == "" || least <= 1 {
		return hints
	}
	say := v.t("act.reasons_min", "min", least)
	if p.Needs(e.act.Entity, e.act.Action).Own == field {
		say += " " + v.t("act.reasons_own")
	}
	out := map[string]string{field: say}
	maps.Copy(out, hints)
	return out
}

// unadvised takes the amount out of an unfavourable opinion: the form hides it then,
// and what stood there before is not advised.
func unadvised(e *errand, posted url.Values) {
	if e.act.Name() == "submission.rank" && posted.Get("opinion") == unfavourable {
		posted.Set("advised", "0")
	}
}

const unfavourable = "unfavourable"

// advised is what an opinion advises, or that it advises nothing.
func (v *visit) advised(o *workflow.Opinion) string {
	if o.Advised == 0 {
		return v.t("award.nothing")
	}
	return locale.Money(v.lang, o.Advised)
}

// lacking tells who concludes a committee of the sheets that were never sealed, and
// whose they are.
func (v *visit) lacking(e *errand) (out []string) {
	if e.act.Name() != "call.conclude" {
		return nil
	}
	d, err := v.site.App.Deliberation(v.Request().Context(), v.who, e.on.Dossier)
	if err != nil { // the act itself tells why
		return nil
	}
	for i := range d.Rows {
		if r := &d.Rows[i]; len(r.Missing) > 0 {
			out = append(out, v.t("deliberation.unsealed", "dossier", app.Number(d.Call, r.File), "title", v.fileTitle(r.File), "who", v.names(r.Missing)))
		}
	}
	return out
}

// away tells who concludes a committee of the members who are not noted as present.
func (v *visit) away(e *errand, values map[string]any) []string {
	if e.act.Name() != "call.conclude" {
		return nil
	}
	there, _ := values["present"].([]any)
	var names []string
	for _, m := range e.view.Call.Members {
		if m.State() == workflow.MemberAppointed && m.As != "substitute" && !slices.Contains(there, any(m.Person)) {
			names = append(names, v.person(m.Person))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{v.t("deliberation.away", "who", locale.And(v.lang, names))}
}
