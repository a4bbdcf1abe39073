package ui_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func fieldsOf(t *testing.T, e workflow.Entity, a workflow.Action) []workflow.Field {
	t.Helper()
	for _, x := range acts() {
		if x.entity == e && x.action == a {
			return x.fields
		}
	}
	t.Fatalf("no %s.%s", e, a)
	return nil
}

func TestReadUnderstandsPeople(t *testing.T) {
	fields := []workflow.Field{
		{Name: "amount", Kind: workflow.KindMoney},
		{Name: "on", Kind: workflow.KindDate},
		{Name: "at", Kind: workflow.KindMoment},
		{Name: "n", Kind: workflow.KindInteger},
		{Name: "text", Kind: workflow.KindText},
	}
	for _, c := range []struct {
		l          locale.Language
		name       string
		typed, raw string
	}{
		{locale.FR, "amount", "62.700,50 €", "62700.50"},
		{locale.EN, "amount", "€62,700.50", "62700.50"},
		{locale.NL, "amount", "1.2OO,00", "1.2OO,00"},
		{locale.FR, "on", "19/12/2023", "2023-12-19"},
		{locale.FR, "on", "9-1-2023", "2023-01-09"},
		{locale.FR, "on", "2023-12-19", "2023-12-19"},
		{locale.FR, "on", "31/02/2023", "31/02/2023"},
		{locale.FR, "at", "2023-10-31T17:00", "2023-10-31T17:00"},
		{locale.FR, "at", "31/10/2023, 17:00", "2023-10-31T17:00"},
		{locale.FR, "at", "demain", "demain"},
		{locale.FR, "n", "1.250", "1250"},
		{locale.FR, "n", "douze", "douze"},
		{locale.FR, "text", "a\r\nb", "a\nb"},
	} {
		if got := ui.Read(c.l, fields, map[string][]string{c.name: {c.typed}})[c.name]; got != c.raw {
			t.Errorf("%s %s %q: %q, want %q", c.l, c.name, c.typed, got, c.raw)
		}
	}
}

// TestWhatIsTakenAwayIsTold: a field that was shown filled and comes back empty is
// given as empty; one that was empty all along is left out.
func TestWhatIsTakenAwayIsTold(t *testing.T) {
	fields := fieldsOf(t, "submission", "update")
	f := ui.Form{Lang: locale.FR, Entity: "submission", Action: "update", Fields: fields, Values: ui.Show(locale.FR, fields, map[string]any{
		"title": "x", "activities": []any{"a"}, "cofinancing": "5",
	})}
	back := posted(t, render(t, ui.FormOf(f)))
	back["title"], back["cofinancing"] = []string{" "}, []string{""}
	delete(back, "activities.0.title")
	delete(back, "activities.0._row")
	want := map[string]any{"title": "", "activities": []any{}, "cofinancing": ""}
	if got := ui.Read(locale.FR, fields, back); !reflect.DeepEqual(got, want) {
		t.Errorf("%#v, want %#v", got, want)
	}
}

func TestEmptyRowsGoAndPlacesAgree(t *testing.T) {
	fields := fieldsOf(t, "submission", "create")
	got := ui.Bind(locale.FR, fields, map[string][]string{
		"budget.0._row": {"1"}, "budget.0.label": {" "}, "budget.1007.label": {"a"}, "budget.1007.category": {"staff"}, "budget.x.label": {"b"}, "budget.-1.label": {"c"},
		"texts.4.key": {"summary"}, "texts.4.value": {"s"}, "texts.5.value": {"no name"},
	})
	want := map[string]any{"budget": []any{map[string]any{"label": "a", "category": "staff"}}, "texts": map[string]any{"summary": "s"}}
	if !reflect.DeepEqual(got.Values, want) {
		t.Errorf("%#v", got.Values)
	}
	if got.Typed.One("budget.0.label") != "a" || len(got.Problems) != 1 || got.Problems[0].Field != "texts.1.key" {
		t.Errorf("%v, %v", got.Typed, got.Problems)
	}
}

func TestEdit(t *testing.T) {
	fields := fieldsOf(t, "submission", "create")
	in := map[string][]string{"title": {"x"}, "requested": {"1.250,50"}, "budget.0.amount": {"2,5"}, "budget.0._row": {"1"}, "cofinancing": {"beaucoup"}}
	press := func(name, value string) (ui.Typed, locale.Language, bool) {
		c := map[string][]string{name: {value}}
		maps.Copy(c, in)
		return ui.Edit(locale.FR, fields, c)
	}
	if v, _, ok := press(ui.NameAdd, "budget"); !ok || len(v.Rows("budget")) != 2 || v.One("title") != "x" || v.One(ui.NameAdd) != "" {
		t.Errorf("add: %v", v)
	}
	if v, _, ok := press(ui.NameRemove, "budget.0"); !ok || len(v.Rows("budget")) != 0 || v.One("title") != "x" {
		t.Errorf("remove: %v", v)
	}
	v, l, ok := press(ui.NameLang, "en")
	if !ok || l != locale.EN || v.One("requested") != "1,250.50" || v.One("budget.0.amount") != "2.50" || v.One("cofinancing") != "beaucoup" {
		t.Errorf("language: %v %s", v, l)
	}
	if _, _, ok := ui.Edit(locale.FR, fields, in); ok {
		t.Error("a form that was meant is taken for an edit")
	}
}

// TestEveryProblemLeadsToItsInput: whatever field a problem names, the summary's
// link leads to something that the page has, and the sentence stands there.
func TestEveryProblemLeadsToItsInput(t *testing.T) {
	fields := fieldsOf(t, "submission", "create")
	values := ui.Show(locale.FR, fields, map[string]any{
		"title": "x", "budget": []any{map[string]any{"label": "a"}, map[string]any{"label": "b"}}, "texts": map[string]any{"summary": "s"},
		"neighbourhoods": []any{map[string]any{"name": "n", "problems": map[string]any{"noise": "99"}}}, "activities": []any{"a", "b"},
	})
	for field, want := range map[string]string{
		"title": "form-title", "budget": "form-budget", "budget[1].amount": "form-budget-1-amount", "budget[7].amount": "form-budget",
		"texts.summary": "form-texts-0-value", "texts.unknown": "form-texts", "neighbourhoods[0].problems.noise": "form-neighbourhoods-0-problems-0-value",
		"activities[1]": "form-activities-1", "objectives[0]": "form-objectives", "nothing": "",
	} {
		f := ui.Form{
			Lang: locale.FR, Entity: "submission", Action: "create", Fields: fields, Values: values,
			Problems: []workflow.Problem{{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: field}},
			Options:  map[string][]ui.Option{"objectives": {{Value: "o", Text: "O"}}},
		}
		out := render(t, ui.FormOf(f))
		if want == "" {
			if strings.Contains(out, `href="#`) {
				t.Errorf("%s leads somewhere", field)
			}
			continue
		}
		if !strings.Contains(out, `href="#`+want+`"`) || !strings.Contains(out, `id="`+want+`"`) {
			t.Errorf("%s does not lead to %s", field, want)
		}
		if n := strings.Count(out, "ette information manque"); n < 2 {
			t.Errorf("%s: %d sentences, want one in the summary and one beside", field, n)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("budget.0.amount", "1", "texts.0.key", "a")
	f.Add("budget.99999999999999999999.amount", "1", "budget..amount", "\x00")
	f.Add("neighbourhoods.0.problems.0.key", "x", "neighbourhoods.0.problems.0.value", "y")
	f.Fuzz(func(t *testing.T, a, v, b, w string) {
		for _, x := range acts() {
			if x.entity == "submission" && x.action == "create" {
				in := map[string][]string{a: {v}, b: {w}}
				got := ui.Bind(locale.FR, x.fields, in)
				render(t, ui.FormOf(ui.Form{Lang: locale.FR, Entity: x.entity, Action: x.action, Fields: x.fields, Values: got.Typed}))
				ui.Edit(locale.FR, x.fields, map[string][]string{a: {v}, b: {w}, ui.NameAdd: {v}, ui.NameLang: {"nl"}})
			}
		}
	})
}

// TestWhatWasTypedIsQuoted: a sentence about an amount shows it as it was typed,
// and not as the engine was given it.
func TestWhatWasTypedIsQuoted(t *testing.T) {
	fields := fieldsOf(t, "submission", "create")
	for _, c := range []struct {
		l            locale.Language
		typed, given string
	}{
		{locale.FR, "1.250,505", "1250.505"},
		{locale.NL, "-1.250,50 €", "-1.250,50 €"},
		{locale.EN, "1,250.505", "1250.505"},
	} {
		f := ui.Form{
			Lang: c.l, Entity: "submission", Action: "create", Fields: fields, Values: ui.Typed{"requested": {c.typed}, "budget.0.amount": {c.typed}},
			Problems: []workflow.Problem{
				{Kind: workflow.Invalid, Code: workflow.CodeAmount, Field: "requested", Facts: map[string]any{"value": c.given}},
				{Kind: workflow.Invalid, Code: workflow.CodeAmount, Field: "budget[0].amount", Facts: map[string]any{"value": c.given}},
			},
		}
		out := render(t, ui.FormOf(f))
		if n := strings.Count(out, c.typed); n < 6 { // in each input, beside it and in the summary
			t.Errorf("%s: %q stands there %d times", c.l, c.typed, n)
		}
		if c.given != c.typed && strings.Contains(out, c.given) {
			t.Errorf("%s: %q is quoted, nobody typed it", c.l, c.given)
		}
	}
}

// TestExampleDatesLieAhead: a hint shows how dates are written by one that is not
// past, and with a day that is no month.
func TestExampleDatesLieAhead(t *testing.T) {
	fields := []workflow.Field{{Name: "on", Kind: workflow.KindDate}}
	for today, want := range map[workflow.Date]string{"2026-03-01": "31/12/2026", "2026-11-23": "31/12/2026", "2026-12-05": "31/12/2027", "": ""} {
		f := ui.Form{Lang: locale.FR, Today: today, Fields: fields, Problems: []workflow.Problem{{Kind: workflow.Invalid, Code: "date", Field: "on", Facts: map[string]any{"value": "demain"}}}}
		out := render(t, ui.FormOf(f))
		if n := strings.Count(out, want); want != "" && n != 3 || want == "" && strings.Contains(out, "exemple") { // the hint, the sentence, the summary
			t.Errorf("%s: %q, %d times", today, want, n)
		}
	}
}

// TestListsNameOneOfTheirs: whatever list grows by a button, the button and the
// row have the word for one.
func TestListsNameOneOfTheirs(t *testing.T) {
	other := []string{"budget", "checks", "scores", "ties", "filled_in", "members", "substitutes", "failed", "prints", "terms", "problems"} // lines of a table, fixed rows, boxes to tick
	var walk func(fields []workflow.Field)
	walk = func(fields []workflow.Field) {
		for _, x := range fields {
			if (x.Many || x.Kind == workflow.KindPeople) && !slices.Contains(other, x.Name) {
				for _, l := range locale.Languages {
					if !locale.Has(l, "site.add."+x.Name) || !locale.Has(l, "site.one."+x.Name) {
						t.Errorf("%s has no word for one of %s", l, x.Name)
					}
				}
			}
			walk(x.Of)
		}
	}
	for _, a := range acts() {
		walk(a.fields)
	}
}
