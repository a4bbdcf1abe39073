package page_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

var moment = time.Date(2023, 12, 20, 13, 5, 0, 0, time.UTC)

// shown is a page in some language, with names as they come.
type shown struct {
	name string
	page func(l locale.Language, name string) templ.Component
}

func say(l locale.Language, key string, facts ...any) string { return ui.T(l, key, facts...) }

func frame(l locale.Language, title, name string) page.Frame {
	return page.Frame{
		Lang: l, Title: title, Path: "/calls/EMP-2023?tab=1", Here: "/calls",
		Person: &page.Person{Name: name, Organisations: []string{"SLRB-BGHM"}},
		Nav: []ui.Link{
			{Text: say(l, "nav.home"), Href: "/"},
			{Text: say(l, "nav.calls"), Href: "/calls"},
			{Text: say(l, "nav.files"), Href: "/files"},
			{Text: say(l, "nav.committee"), Href: "/committee"},
			{Text: say(l, "nav.follow_up"), Href: "/follow-up"},
			{Text: say(l, "nav.reports"), Href: "/reports"},
		},
	}
}

func outside(l locale.Language, title string) page.Frame {
	return page.Frame{Lang: l, Title: title, Path: "/sign-in", Nav: []ui.Link{{Text: say(l, "nav.calls"), Href: "/calls"}, {Text: say(l, "nav.faq"), Href: "/faq"}}}
}

func fieldsOf(e workflow.Entity, a workflow.Action) []workflow.Field {
	for _, l := range empowerment.V1().Lifecycles {
		for i := range l.Rules {
			if l.Entity == e && l.Rules[i].Action == a {
				return l.Rules[i].Does.Fields()
			}
		}
	}
	return nil
}

var options = map[string][]ui.Option{
	"sisp":       {{Value: "lojega", Text: "Lojega"}, {Value: "foyer-du-sud", Text: "Foyer du Sud"}},
	"theme":      {{Value: "food", Text: "Alimentation durable"}, {Value: "art", Text: "Artistique et socio-culturel"}},
	"objectives": {{Value: "o1", Text: "Renforcer les compétences"}, {Value: "o2", Text: "Créer du lien"}},
	"texts":      {{Value: "summary", Text: "Résumé"}, {Value: "public", Text: "Public bénéficiaire"}},
	"present":    {{Value: "els", Text: "Els Vermeulen", Note: "Lojega"}, {Value: "ines", Text: "Inès Moreau"}},
}

// proposal is a form with everything that can be wrong with one.
func proposal(l locale.Language, name string) ui.Form {
	fields := fieldsOf(workflow.EntitySubmission, "create")
	values := ui.Show(l, fields, map[string]any{
		"sisp": "lojega", "title": name, "requested": "66150.00",
		"budget": []any{
			map[string]any{"category": "staff", "label": "Coordination artistique, 0,4 ETP", "amount": "24800", "own": "6000"},
			map[string]any{"category": "subcontracting", "label": "", "amount": "18600"},
			map[string]any{"category": "investment", "label": "Matériel", "amount": "1.2OO,00"},
		},
		"deliverables": []any{map[string]any{"title": "Bottin", "due": "2024-10-31"}},
		"activities":   []any{"Ateliers d'écriture", "Portraits"},
		"neighbourhoods": []any{
			map[string]any{"name": "Trois Ponts", "problems": map[string]any{"noise": "3"}},
		},
		"texts": map[string]any{"summary": "Un bottin des savoir-faire."},
	})
	problem := func(code workflow.Code, field string, facts map[string]any) workflow.Problem {
		return workflow.Problem{Kind: workflow.Invalid, Code: code, Field: field, Facts: facts}
	}
	return ui.Form{
		Lang: l, Entity: workflow.EntitySubmission, Action: "create", Fields: fields, Values: values, Options: options,
		Problems: []workflow.Problem{
			problem(workflow.CodeMissing, "theme", nil), problem(workflow.CodeMissing, "budget[1].label", nil),
			problem(workflow.CodeAmount, "budget[2].amount", map[string]any{"value": "1.2OO,00"}),
			problem("too_long", "texts.summary", map[string]any{"max": 20}), problem("budget_sum", "budget", nil),
		},
		Today: "2026-10-02", Cap: 6_500_000, Version: "3", Key: "7c1d", Autosave: "/files/x/draft", Saved: "15:07", Leave: ui.Link{Text: say(l, "form.back"), Href: "/files"},
	}
}

func withForm(l locale.Language, title, name string, f ui.Form, failed, wide bool) templ.Component {
	fr := frame(l, title, name)
	fr.FormID, fr.Failed, fr.Wide = "form", failed, wide
	return with(page.Layout(fr, page.Head{Kicker: "EMP-2023-03", Title: title, Crumbs: []ui.Link{{Text: say(l, "nav.files"), Href: "/files"}}}), ui.FormOf(f))
}

func with(outer, inner templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w templWriter) error {
		return outer.Render(templ.WithChildren(ctx, inner), w)
	})
}

func all(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w templWriter) error {
		for _, p := range parts {
			if err := p.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

func render(t interface{ Fatal(...any) }, c templ.Component) string {
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func pages() []shown {
	return append(append(accessPages(), publicPages()...), append(formPages(), faultPages()...)...)
}

func accessPages() []shown {
	return []shown{
		{"sign-in", func(l locale.Language, name string) templ.Component {
			f := outside(l, say(l, "sign_in.title"))
			f.Here = page.PathSignIn
			return page.SignIn{Frame: f, Email: "a@example.org", Wrong: page.Wrong{"email": name}, Demo: []page.Role{{ID: "anouk", Name: name, As: locale.Role(l, workflow.Officer)}, {ID: "luc", Name: "Luc Hermans", As: locale.Role(l, workflow.FunderSig)}}}.Show()
		}},
		{"second", func(l locale.Language, _ string) templ.Component {
			return page.Second{Frame: outside(l, say(l, "second.title"))}.Show()
		}},
		{"forgotten", func(l locale.Language, _ string) templ.Component {
			return page.Forgotten{Frame: outside(l, say(l, "forgotten.title"))}.Show()
		}},
		{"sent", func(l locale.Language, _ string) templ.Component {
			return page.Forgotten{Frame: outside(l, say(l, "forgotten.title")), Sent: true}.Show()
		}},
		{"invitation", func(l locale.Language, name string) templ.Component {
			return page.NewPassword{Frame: outside(l, "x"), Name: name, Organisation: "Lojega", Invited: true, Least: 12}.Show()
		}},
		{"gone", func(l locale.Language, _ string) templ.Component {
			return page.NewPassword{Frame: outside(l, "x"), Gone: true}.Show()
		}},
		{"account", func(l locale.Language, name string) templ.Component {
			return page.Account{
				Frame: frame(l, say(l, "account.title"), name), Email: "a@example.org", Roles: []string{locale.Role(l, workflow.Officer)}, Least: 12,
				Done: say(l, "form.kept"), Wrong: page.Wrong{"current": name},
				Second:   page.SecondFactor{QR: `<svg viewBox="0 0 2 2"><rect width="1" height="1"/></svg>`, Secret: "JBSW Y3DP", Recovery: []string{"1234-5678", "2345-6789"}},
				Sessions: []page.Session{{ID: "1", Where: "Firefox, Windows", Since: moment, Last: moment, Here: true}, {ID: "2", Where: name, Since: moment, Last: moment}},
			}.Show()
		}},
		{"account-on", func(l locale.Language, name string) templ.Component {
			return page.Account{Frame: frame(l, say(l, "account.title"), name), Email: "a@example.org", Least: 12, Second: page.SecondFactor{On: true, Left: 1}}.Show()
		}},
		{"account-again", func(l locale.Language, name string) templ.Component {
			return page.Account{Frame: frame(l, say(l, "account.title"), name), Email: "a@example.org", Least: 12, Wrong: page.Wrong{"again": name}, Second: page.SecondFactor{On: true, Left: 1, Again: "factor-recovery"}}.Show()
		}},
		{"enrolment", func(l locale.Language, name string) templ.Component {
			return page.Enrolment{Frame: outside(l, say(l, "factor.title")), Wrong: page.Wrong{"": name}, Second: page.SecondFactor{Must: true, Again: "factor-on"}}.Show()
		}},
		{"enrolment-done", func(l locale.Language, _ string) templ.Component {
			return page.Enrolment{Frame: outside(l, say(l, "factor.title")), Second: page.SecondFactor{On: true, Must: true, Left: 10, Recovery: []string{"12345-67890"}}, Next: "/"}.Show()
		}},
		{"appearance", func(l locale.Language, _ string) templ.Component {
			f := outside(l, say(l, "appearance.title"))
			f.Theme = "dark"
			return page.Appearance{Frame: f, Back: "/calls"}.Show()
		}},
	}
}

func publicPages() []shown {
	return []shown{
		{"calls", func(l locale.Language, name string) templ.Component {
			return page.Calls{Frame: outside(l, say(l, "calls.title")), Past: []page.Listed{{Title: name, Href: "/calls/EMP-2023", Reference: "EMP-2023", State: "decided", ClosesAt: moment, Envelope: 25_500_000}}}.Show()
		}},
		{"call", func(l locale.Language, name string) templ.Component { return call(l, name).Show() }},
		{"faq", func(l locale.Language, name string) templ.Component {
			return page.Questions{Frame: outside(l, say(l, "faq.title")), List: []page.Question{{Ask: name, Answer: "Oui.\nToujours.", Day: "2023-10-12", About: "EMP-2023"}}, Ask: ui.Link{Text: say(l, "faq.ask"), Href: "/ask"}}.Show()
		}},
		{"check", func(l locale.Language, name string) templ.Component {
			return page.Check{Frame: outside(l, say(l, "check.title")), Asked: true, Number: name, Found: &page.Document{Number: "EMP-2023-03/C1", Kind: "Convention", Version: 1, Day: "2023-12-18", Hash: strings.Repeat("9f41c07a", 8)}}.Show()
		}},
		{"check-not", func(l locale.Language, name string) templ.Component {
			return page.Check{Frame: outside(l, say(l, "check.title")), Asked: true, Number: name, Hash: "9f41"}.Show()
		}},
		{"accessibility", func(l locale.Language, _ string) templ.Component {
			return page.Statement{Frame: outside(l, "x"), Key: page.Accessibility, Day: "2026-11-01", Email: "a@example.org"}.Show()
		}},
		{"privacy", func(l locale.Language, _ string) templ.Component {
			return page.Statement{Frame: outside(l, "x"), Key: page.Privacy, Day: "2026-11-01", Email: "a@example.org"}.Show()
		}},
		{"contact", func(l locale.Language, name string) templ.Component {
			return page.Contact{Frame: outside(l, "x"), Email: "a@example.org", Team: name, Phone: "02 533 19 11"}.Show()
		}},
		{"home", func(l locale.Language, name string) templ.Component {
			return page.Home{Frame: frame(l, say(l, "home.title"), name), Kicker: name, Nothing: ui.Nothing{Title: name, Text: say(l, "calls.none_text"), Do: ui.Link{Text: say(l, "call.begin"), Href: "/x"}}, Prepare: []ui.Act{{Name: say(l, "faq.title"), Href: "/faq"}}}.Show()
		}},
	}
}

func call(l locale.Language, name string) page.Call {
	return page.Call{
		Frame: outside(l, name), Reference: "EMP-2023", Title: name, Lead: "Un soutien d'un an.", State: "open", OpensAt: moment, ClosesAt: moment,
		Envelope: 25_500_000, Min: 1_000_000, Max: 6_500_000, Months: 12,
		Texts: []page.Text{{Title: name, Body: []string{"Une SISP porte le projet et reçoit le subside."}}}, Themes: []string{"alimentation durable", name},
		Points: []string{"Le dossier est complet."}, Criteria: []page.Criterion{{name, 60}, {"Pérennité", 40}},
		Shares:    []page.Share{{50, "signed"}, {30, "midterm_held"}, {20, "reviewed"}},
		Calendar:  []page.Date{{What: say(l, "call.closes"), At: moment}, {What: name, Day: "2023-12-01"}, {What: "x", Text: "novembre 2023"}},
		Documents: []page.File{{Name: name, Href: "/d", Kind: "PDF", Size: 210_000}},
		Questions: []page.Question{{Ask: name, Answer: name, Day: "2023-10-12"}},
		Results:   []page.Result{{Title: name, Leader: "Lojega", Partners: name, Theme: "Art", Amount: 6_500_000}},
		Begin:     ui.Link{Text: say(l, "call.begin"), Href: "/begin"},
	}
}

func formPages() []shown {
	out := []shown{
		{"form-proposal", func(l locale.Language, name string) templ.Component {
			f := proposal(l, name)
			return withForm(l, f.Labels["x"]+locale.Action(l, f.Entity, f.Action), name, f, true, true)
		}},
		{"act", func(l locale.Language, name string) templ.Component {
			return page.Act{
				Frame: frame(l, name, name), Head: page.Head{Title: name}, Progress: name, Facts: []ui.Fact{{Term: name, Text: name}},
				Form:     ui.Form{Lang: l, Entity: "submission", Action: "appeal", Fields: fieldsOf("submission", "appeal")},
				Sections: []ui.Section{{Text: name, Href: "/a", State: "1", Shape: ui.Bad, Current: true}, {Text: "b", Href: "/b"}},
				Refused:  &ui.Refused{Title: name, Text: name},
			}.Show()
		}},
		{"confirm", func(l locale.Language, name string) templ.Component { return confirm(l, name).Show() }},
		{"parts", func(l locale.Language, name string) templ.Component {
			return with(page.Layout(frame(l, name, name), page.Head{Title: name, Kicker: "EMP-2023-03", Tags: []ui.Badge{{Shape: ui.Wait, Text: name}}, Facts: []string{"12"}}), parts(l, name))
		}},
	}
	for _, a := range []struct {
		e workflow.Entity
		a workflow.Action
	}{{"submission", "award"}, {"call", "create"}, {"submission", "hold_midterm"}, {"submission", "submit_final_report"}} {
		out = append(out, shown{"form-" + string(a.e) + "-" + string(a.a), func(l locale.Language, name string) templ.Component {
			f := ui.Form{Lang: l, Entity: a.e, Action: a.a, Fields: fieldsOf(a.e, a.a), Options: options}
			return withForm(l, locale.Action(l, a.e, a.a), name, f, false, false)
		}})
	}
	return out
}

func confirm(l locale.Language, name string) page.Confirm {
	return page.Confirm{
		Frame: frame(l, name, name), Head: page.Head{Kicker: "EMP-2023-05", Title: name},
		Facts: []ui.Fact{{Term: "SISP", Text: name}, {Term: say(l, "call.awarded"), Text: locale.Money(l, workflow.Money(1_675_000)), Num: true}},
		Then:  []string{name}, Warning: say(l, "confirm.irreversible"), Why: name, Hidden: ui.Carry(ui.Typed{"amount": {"16.750,00"}}),
		Do: "Octroyer 16.750,00 €", Leave: ui.Link{Text: "Ne pas octroyer", Href: "/x"}, Step: &page.Step{Code: true},
		Effect: &page.Effect{Title: name, Money: &ui.Envelope{Envelope: 26_435_000, Awarded: 26_435_000, Signed: 12_770_000, Paid: 3_250_000}, Table: ui.Table{
			Tight: true, Caption: name, Heads: []ui.Head{{Text: "A"}, {Text: "B", Class: "n"}}, Rows: []ui.Row{{Cells: []ui.Cell{{Text: "x"}, {Text: "1"}}}},
		}},
	}
}

func faultPages() []shown {
	var out []shown
	for _, status := range []int{400, 403, 404, 405, 409, 410, 413, 429, 500, 503} {
		out = append(out, shown{"fault-" + string(rune('0'+status/100)) + string(rune('0'+status/10%10)) + string(rune('0'+status%10)), func(l locale.Language, name string) templ.Component {
			return page.Fault{Frame: frame(l, "", name), Status: status, Ticket: "T-4F2A-91C7", When: moment, Wait: 30, Limit: "25 Mo"}.Show()
		}})
	}
	return append(out,
		shown{"refused", func(l locale.Language, name string) templ.Component {
			r := page.RefusalOf(l, name, &workflow.Error{Kind: workflow.Refused, Code: "over_envelope", Field: "amount", Facts: map[string]any{"free": workflow.Money(740_000), "amount": workflow.Money(1_675_000)}})
			r.Ways = []ui.Act{{Name: name, Href: "/x", Note: "y"}}
			r.Blocked = []ui.Act{{Name: name, Note: "z"}}
			return page.Fault{Frame: frame(l, "", name), Status: 409, Refused: &r}.Show()
		}},
		shown{"conflict", func(l locale.Language, name string) templ.Component {
			return page.Conflict{Frame: frame(l, name, name), Who: name, At: moment, Versions: []page.Version{
				{Label: name, Name: "texts.0.value", Long: true, Theirs: "Le bottin présente les savoir-faire des voisins, récoltés lors de douze ateliers", Mine: "Le bottin présente les savoir-faire des voisins et leurs portraits"},
			}}.Show()
		}},
	)
}

func eachPage(t *testing.T, f func(t *testing.T, l locale.Language, s shown)) {
	t.Helper()
	for _, l := range locale.Languages {
		for _, s := range pages() {
			t.Run(string(l)+"/"+s.name, func(t *testing.T) { f(t, l, s) })
		}
	}
}
