package web

import (
	"net/http"
	"slices"
	"strings"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// steppedTask shows the page that asks who it is, where that was too long ago;
// or that tells what follows, where it was not seen.
func (v *visit) steppedTask(t *task, typed ui.Typed) (bool, error) {
	seen := typed.One(ui.NameConfirm) != ""
	stale := t.act.StepUp && !v.site.Auth.Fresh(v.Request().Context())
	if !stale && (seen || len(t.then)+len(t.alerts) == 0) {
		return false, nil
	}
	wrong, err := v.proven(seen && stale)
	if err != nil || seen && stale && wrong == nil {
		return false, err
	}
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
	}
	return true, v.confirmTask(status, t, typed, wrong)
}

// confirmTask is the page before the act: what it is, what follows, and where it
// is asked for, who it is.
func (v *visit) confirmTask(status int, t *task, typed ui.Typed, wrong page.Wrong) error {
	hidden := slices.DeleteFunc(ui.Carry(typed), func(p ui.Pair) bool { return p.Name == ui.NameConfirm })
	for _, p := range t.hidden {
		if typed.One(p.Name) == "" {
			hidden = append(hidden, p)
		}
	}
	m := page.Confirm{
		Frame: v.frame(t.title), Head: v.taskHead(t), Facts: append(slices.Clone(t.facts), v.typedFacts(t, typed)...), Then: t.then, Warning: t.warning, Warnings: t.alerts,
		Hidden: hidden, Post: v.Request().URL.Path, Do: t.do, Stop: t.stop, Leave: ui.Link{Text: v.t("confirm.leave_task"), Href: t.back},
	}
	if m.Do == "" {
		m.Do = locale.Action(v.lang, t.act.Entity, t.act.Action)
	}
	if t.act.StepUp && !v.site.Auth.Fresh(v.Request().Context()) {
		m.Step = &page.Step{Wrong: wrong}
		var err error
		if m.Step.Code, _, err = v.site.Auth.Factor(v.Request().Context()); err != nil {
			return err
		}
	}
	return v.show(status, m.Show())
}

// typedFacts are what was typed, as facts.
func (v *visit) typedFacts(t *task, typed ui.Typed) []ui.Fact {
	var out []ui.Fact
	for _, name := range t.only {
		s := typed.One(name)
		if s == "" { // a name in two languages
			s = strings.Join(slices.Compact(slices.DeleteFunc([]string{typed.One(name + ".fr"), typed.One(name + ".nl")}, func(x string) bool { return x == "" })), " / ")
		}
		if s == "" {
			continue
		}
		for _, o := range t.options[name] {
			if o.Value == s {
				s = o.Text
			}
		}
		if d, err := workflow.ParseDate(s); err == nil {
			s = ui.ShortDate(d)
		}
		label := t.labels[name]
		if label == "" {
			label = locale.Label(v.lang, t.act.Entity, t.act.Action, name)
		}
		out = append(out, ui.Fact{Term: label, Text: s})
	}
	return out
}
