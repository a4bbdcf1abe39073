package web

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// perStory is how many lines a page of a history shows.
const perStory = 20

// history is what happened, the newest first. The cursor counts what may
// be told: an event's own number would tell of others.
func (v *visit) history(view *app.View) ([]ui.Event, ui.Pages) {
	past := view.Past
	before, err := strconv.Atoi(v.QueryParam("before"))
	turned := err == nil && before > 0 && before < len(past)
	if turned {
		past = past[:before]
	}
	a := annalsOf(view)
	out := make([]ui.Event, 0, perStory)
	left := len(past)
	for left > 0 && len(out) < perStory {
		first := a.runStart(past[:left])
		if !a.elsewhere(past[first]) {
			out = append(out, v.entry(a, past[first:left]))
		}
		left = first
	}
	var pages ui.Pages
	here := v.Request().URL.Path
	if turned {
		pages.Previous = here + "#h-hist"
	}
	if left > 0 {
		pages.Next = here + "?" + url.Values{"before": {strconv.Itoa(left)}}.Encode() + "#h-hist"
	}
	return out, pages
}

// story is an event as a sentence: who, what, how much.
func (v *visit) story(view *app.View, e app.Past) string {
	key := "did." + string(e.On.Entity) + "." + string(e.Action)
	if e.Action == "decline" && e.By == "clock" && e.On == view.Dossier().Ref() {
		key = "did.submission.lapse"
	}
	facts := map[string]any{}
	var input map[string]any
	if json.Unmarshal(e.Input, &input) == nil {
		for k, x := range input {
			k = snake(k)
			if fact, ok := toldFact(k, x); ok {
				facts[k] = fact
			}
		}
	}
	v.ofPart(view, e.On, facts)
	if e.Action == "sign" {
		if p := v.who.House.Person(e.By); p != nil && p.Org != "" {
			facts["org"] = v.org(p.Org)
		}
	}
	facts["who"] = v.person(e.By)
	return locale.Text(v.lang, "site."+key, facts)
}

// toldFact is a value of an input as sentences take it: an amount, a day, a
// moment, a word of the tables. Texts are references, and stay unsaid.
func toldFact(key string, x any) (any, bool) {
	switch x := x.(type) {
	case float64:
		return int64(x), true
	case string:
		switch key {
		case "opinion", "light", "kind", "number":
			return x, true
		}
		if d, err := workflow.ParseDate(x); err == nil {
			return d, true
		}
		if t, err := time.Parse(time.RFC3339, x); err == nil {
			return t, true
		}
	}
	return nil, false
}

// ofPart tells of what was acted on.
func (v *visit) ofPart(view *app.View, ref workflow.Ref, facts map[string]any) {
	if ref.ID == "" {
		return
	}
	facts["no"] = ref.ID
	if ref.Entity == workflow.EntityParty {
		facts["org"] = v.org(ref.ID)
	}
	switch x := view.Part(ref).(type) {
	case *workflow.Party:
		facts["org"] = v.org(x.Org)
	case *workflow.Sheet:
		facts["member"] = v.person(x.Person)
	case *workflow.Member:
		facts["member"] = v.person(x.Person)
	case *workflow.Instalment:
		facts["amount"] = x.Amount
	case *workflow.Spending:
		facts["amount"] = x.Amount
	case *workflow.Recovery:
		if _, said := facts["amount"]; !said {
			facts["amount"] = x.Amount
		}
	case *workflow.Version:
		facts["amount"] = x.Amount
	case *workflow.Deliverable:
		facts["title"] = locale.Quote(v.lang, ui.Isolate(x.Title.Body))
	case *workflow.File:
		facts["name"] = ui.Isolate(strings.TrimSpace(x.Name.Body))
	case *workflow.Document:
		facts["kind"], facts["number"] = x.Kind, x.Number
	}
}

// snake is a field's name as the tables and the texts have it: "HeldOn" is
// "held_on".
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
