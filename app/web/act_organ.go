package web

import (
	"slices"
	"strings"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// Who decided: validate and every act of the funder's signatory name the organ, the
// date and the reference (PROCESS.md, Who takes part). The engine takes each from the
// call's delegation where it is not given. People are shown that, and give all three
// or none: the date of one decision beside the reference of another names neither.

var organInputs = []string{"organ", "date", "reference"}

// organed: the act names the organ that decided.
func organed(fields []workflow.Field) bool {
	return !slices.ContainsFunc(organInputs, func(name string) bool {
		return !slices.ContainsFunc(fields, func(f workflow.Field) bool { return f.Name == name })
	})
}

// delegation is what a call takes for the organ that decided, where it says all of it.
func delegation(c *workflow.Call) (m workflow.Mandate, whole bool) {
	if c != nil {
		m = c.Rules().Delegation
	}
	return m, m.Organ != "" && m.Date != "" && m.Reference != ""
}

// delegationDoubts are what nothing refuses of a call's delegation and whoever sets the
// call up should know.
func (v *visit) delegationDoubts(c *workflow.Call) (out []string) {
	d, whole := delegation(c)
	if !whole && d != (workflow.Mandate{}) {
		out = append(out, v.t("setup.delegation_half"))
	}
	if d.Date > v.who.Today {
		out = append(out, v.t("setup.delegation_ahead", "date", ui.LongDate(v.lang, d.Date)))
	}
	return out
}

func (v *visit) mandate(m workflow.Mandate) string {
	return v.t("organ.said", "organ", locale.Choice(v.lang, "organ", m.Organ), "date", locale.Date(v.lang, m.Date), "reference", ui.Isolate(m.Reference))
}

// organSet puts the inputs that name the organ together, with what stands for them
// where they are left empty.
func (v *visit) organSet(e *errand, f *ui.Form) {
	if !organed(e.act.Fields) {
		return
	}
	s := ui.Set{Name: "organ", Title: locale.Field(v.lang, "organ"), Fields: organInputs, Hint: v.t("organ.needed")}
	if m, whole := delegation(e.view.Call); whole {
		s.Hint = v.t("organ.delegated", "organ", v.mandate(m))
		f.Nones = map[string]string{"organ": v.t("organ.by_call")}
	}
	if e.act.Name() == "submission.amend" {
		s.Hint = v.t("organ.amount") + " " + s.Hint
	}
	f.Sets = append(f.Sets, s)
	f.Labels = map[string]string{"organ": v.t("organ.name"), "date": v.t("organ.date"), "reference": v.t("organ.reference")}
}

// organGaps are the inputs that lack where some of the three are given, or where
// nothing stands for them.
func organGaps(e *errand, typed ui.Typed) (out []workflow.Problem) {
	if !organed(e.act.Fields) {
		return nil
	}
	var lacks []string
	for _, name := range organInputs {
		if strings.TrimSpace(typed.One(name)) == "" {
			lacks = append(lacks, name)
		}
	}
	_, whole := delegation(e.view.Call)
	if n := len(lacks); n == 0 || n == len(organInputs) && (whole || e.act.Name() == "submission.amend") {
		return nil
	}
	for _, name := range lacks {
		out = append(out, workflow.Problem{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: name})
	}
	return out
}

// organFact is the organ that a decision will name, in one line: as given, or else
// the call's.
func (v *visit) organFact(e *errand, values map[string]any) []ui.Fact {
	if !organed(e.act.Fields) {
		return nil
	}
	term := locale.Field(v.lang, "organ")
	m, given := mandateOf(values)
	if given {
		return []ui.Fact{{Term: term, Text: v.mandate(m)}}
	}
	if m, whole := delegation(e.view.Call); whole && (e.act.Name() != "submission.amend" || values["kind"] == "amount") {
		return []ui.Fact{{Term: term, Text: v.mandate(m) + " " + v.t("organ.from_call")}}
	}
	return nil
}

// mandateOf reads the organ that was given with an act.
func mandateOf(values map[string]any) (m workflow.Mandate, given bool) {
	for name, to := range map[string]func(string){
		"organ": func(s string) { m.Organ = s }, "date": func(s string) { m.Date = workflow.Date(s) }, "reference": func(s string) { m.Reference = s },
	} {
		if s, ok := values[name].(string); ok && s != "" {
			to(s)
			given = true
		}
	}
	return m, given
}
