package web

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// confirm is the page before an act that cannot be taken back.
func (v *visit) confirm(e *errand, f *app.Foreseen, got ui.Posted) (page.Confirm, error) {
	name := v.actName(e.view, e.act)
	do := name
	if m := v.sum(e, got.Values); m != "" && e.on.ID == "" {
		do += " " + m
		if e.act.Name() == "envelope.change" {
			do = v.t("award.raise", "amount", m)
		}
	}
	h := v.actHead(e, v.t("confirm.question", "do", do))
	hidden := slices.DeleteFunc(ui.Carry(got.Typed), func(p ui.Pair) bool { return p.Name == ui.NameConfirm })
	m := page.Confirm{
		Frame: v.frame(do), Head: h, Facts: slices.Concat(v.actFacts(e), v.filled(e, e.act.Fields, got.Values, ""), v.organFact(e, got.Values)), Then: v.follows(e, f),
		Hidden: hidden, Do: do, Stop: v.takes(e.act), Leave: v.wayOut(e, "confirm.leave"),
	}
	if e.act.Entity == workflow.EntitySheet {
		m.About, m.Facts = v.subject(e), append(m.Facts, v.sealed(e)...)
	}
	if e.view.File == nil {
		about, err := v.callFacts(e)
		if err != nil {
			return m, err
		}
		m.Facts = append(about, m.Facts...)
	}
	if e.view.File != nil {
		m.Facts = append([]ui.Fact{{Term: v.t("confirm.dossier"), Text: v.title(e.view)}}, m.Facts...)
	}
	if e.act.Name() == "submission.rank" && got.Values["opinion"] == unfavourable {
		for i := range m.Facts {
			if m.Facts[i].Term == locale.Label(v.lang, e.act.Entity, e.act.Action, "advised") {
				m.Facts[i].Text = v.t("award.nothing")
			}
		}
		m.Then = append(m.Then, v.t("act.unadvised"))
	}
	m.Then = append(m.Then, v.moves(e, got.Values)...)
	m.Warnings = slices.Concat(v.doubts(e, got.Values), v.away(e, got.Values), v.lacking(e))
	if v.final(e.act) {
		m.Warning = v.t("confirm.irreversible")
		if key := "confirm.irreversible." + e.act.Name(); locale.Has(v.lang, "site."+key) {
			m.Warning = v.t(key)
		}
	}
	return m, nil
}

// sum is the amount that an act is about.
func (v *visit) sum(e *errand, values map[string]any) string {
	for _, key := range []string{"amount", "accepted", "envelope"} {
		if s, ok := values[key].(string); ok {
			if m, err := workflow.ParseMoney(s); err == nil {
				return locale.Money(v.lang, m)
			}
		}
	}
	if x, ok := e.view.Part(e.on).(*workflow.Instalment); ok {
		return locale.Money(v.lang, x.Amount)
	}
	return ""
}

// filled is what stands in the form, as facts.
func (v *visit) filled(e *errand, fields []workflow.Field, values map[string]any, path string) []ui.Fact {
	var out []ui.Fact
	options := v.options(e)
	for _, f := range fields {
		x, ok := values[f.Name]
		at := strings.TrimPrefix(path+"."+f.Name, ".")
		if !ok || f.Name == "hash" || at == f.Name && organed(e.act.Fields) && slices.Contains(organInputs, f.Name) {
			continue
		}
		label := locale.Label(v.lang, e.act.Entity, e.act.Action, strings.ReplaceAll(at, ".*", ""))
		if f.Kind == workflow.KindObject && !f.Many {
			if m, ok := x.(map[string]any); ok {
				out = append(out, v.filled(e, f.Of, m, at)...)
			}
			continue
		}
		if s := v.said(e, f, x, options, at); s != "" {
			out = append(out, ui.Fact{Term: label, Text: s, Num: f.Kind == workflow.KindMoney})
		}
	}
	return out
}

// said is a value as people read it.
func (v *visit) said(e *errand, f workflow.Field, x any, options map[string][]ui.Option, at string) string {
	switch x := x.(type) {
	case []any:
		var all []string
		one := f
		one.Many = false
		for _, y := range x {
			all = append(all, v.said(e, one, y, options, at))
		}
		return strings.Join(all, "; ")
	case map[string]any:
		var all []string
		for _, g := range v.filled(e, f.Of, x, at+".*") {
			all = append(all, g.Text)
		}
		return strings.Join(all, ", ")
	}
	s := fmt.Sprint(x)
	for _, key := range []string{at, at + ".*"} {
		for _, o := range options[key] {
			if o.Value == s {
				return o.Text
			}
		}
	}
	switch f.Kind {
	case workflow.KindMoney:
		if m, err := workflow.ParseMoney(s); err == nil {
			return locale.Money(v.lang, m)
		}
	case workflow.KindDate:
		return locale.Date(v.lang, s)
	case workflow.KindMoment:
		if t, err := workflow.ParseMoment(s); err == nil {
			return locale.Moment(v.lang, t)
		}
	case workflow.KindChoice:
		return locale.Choice(v.lang, f.Name, s)
	case workflow.KindBool:
		return locale.Name(v.lang, "word", map[string]string{"true": "yes"}[s]+map[string]string{"false": "no"}[s])
	}
	return s
}

// proven checks the password or the code that came with a confirmation; nil if
// who acts is who they say, or if nothing came.
func (v *visit) proven(came bool) (page.Wrong, error) {
	if !came {
		return nil, nil //nolint:nilnil // nothing is wrong
	}
	r := v.Request()
	at := v.site.Auth.Visitor(r, v.site.client(r))
	err := v.site.Auth.StepUp(r.Context(), at, auth.Proof{Password: r.PostForm.Get(page.NamePassword), Code: r.PostForm.Get(page.NameCode)})
	no, ok := errors.AsType[*workflow.Error](err)
	switch {
	case err == nil:
		return nil, nil //nolint:nilnil // nothing is wrong
	case !ok || no.Kind == workflow.TooMany:
		return nil, err
	}
	field := no.Field
	if field == "" {
		field = page.NamePassword
	}
	return page.Wrong{field: locale.Refusal(v.lang, no.Kind.String(), string(no.Code), "", no.Facts)}, nil
}

// actFacts are what one has to know beside a form.
func (v *visit) actFacts(e *errand) []ui.Fact {
	var out []ui.Fact
	f := e.view.File
	if f == nil {
		return nil
	}
	if e.act.Action == "sign" || e.act.Entity == workflow.EntityVersion {
		return v.signFacts(e)
	}
	if x, ok := e.view.Part(e.on).(*workflow.Instalment); ok {
		out = append(out, ui.Fact{Term: v.t("instalment.amount"), Text: locale.Money(v.lang, x.Amount), Num: true})
	}
	if e.act.Entity == workflow.EntitySheet {
		read := []ui.Link{{Text: v.title(e.view), Href: pathOf(f.Ref()) + "#h-proposal"}}
		out = append(out, ui.Fact{Term: v.t("dossier.proposal"), Body: page.Ways(read)})
	}
	switch e.act.Action {
	case "hold_midterm":
		out = append(out, v.midway(f)...)
	case "submit", "resubmit", "award", "place_in_reserve", "reject", "rank":
		out = append(out, ui.Fact{Term: v.t("amount.requested"), Text: locale.Money(v.lang, f.Requested), Num: true})
		if v.who.Sight.Funder && e.act.Action == "award" {
			out = append(out, ui.Fact{Term: v.t("refusal.free"), Text: locale.Money(v.lang, e.view.Call.Free()), Num: true})
		}
	case "issue_convention", "decline", "amend", "terminate":
		out = append(out, ui.Fact{Term: v.t("amount.awarded"), Text: locale.Money(v.lang, f.Awarded), Num: true})
	}
	if o := f.Opinion; o != nil && e.act.Entity == workflow.EntitySubmission && e.act.Action != "rank" {
		out = append(out, ui.Fact{Term: locale.Field(v.lang, "opinion"), Text: locale.Choice(v.lang, "opinion", o.Opinion) + ", " + v.advised(o)})
	}
	return out
}

// signFacts are the document that is signed: whoever signs reads it first.
func (v *visit) signFacts(e *errand) []ui.Fact {
	x := out(e.view.File)
	if x == nil {
		return nil
	}
	facts := []ui.Fact{{Term: v.t("instalment.amount"), Text: locale.Money(v.lang, x.Amount), Num: true}, {Term: v.t("next.signatures"), Text: v.signatures(x)}}
	for _, d := range slices.Backward(e.view.File.Documents) {
		if d.To != "version/"+x.Ref().ID {
			continue
		}
		var links []ui.Link
		for _, l := range []string{"fr", "nl"} {
			if d.In(l) != nil {
				links = append(links, ui.Link{Text: "PDF " + strings.ToUpper(l), Href: pathPaper(e.on.Dossier, d.Ref().ID, l, "pdf"), Lang: l},
					ui.Link{Text: v.t("document.page") + " " + strings.ToUpper(l), Href: pathPaper(e.on.Dossier, d.Ref().ID, l, "html"), Lang: l})
			}
		}
		facts = append(facts, ui.Fact{Term: locale.Name(v.lang, "document", d.Kind), Body: page.Ways(links)})
		break
	}
	return append(facts, ui.Fact{Term: v.t("check.hash"), Text: x.Hash})
}
