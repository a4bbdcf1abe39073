package web

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// section is a part of the proposal's form: some inputs of submission.update.
type section struct {
	id     string
	fields []string
}

// sections are the form's, in its order. Files follow, then the check.
var sections = []section{
	{"identity", []string{"title", "theme", "continues"}},
	{"description", []string{"texts"}},
	{"objectives", []string{"objectives"}},
	{"neighbourhoods", []string{"neighbourhoods"}},
	{"partners", []string{"partners"}},
	{"activities", []string{"activities"}},
	{"budget", []string{"requested", "cofinancing", "budget"}},
	{"deliverables", []string{"deliverables"}},
	{"indicators", []string{"indicators"}},
}

const (
	sectionFiles = "files"
	sectionCheck = "check"
)

func sectionOf(id string) (section, bool) {
	i := slices.IndexFunc(sections, func(s section) bool { return s.id == id })
	if i < 0 {
		return section{}, false
	}
	return sections[i], true
}

// holding is the section that an input stands in; "" for none.
func holding(field string) string {
	for _, s := range sections {
		if slices.Contains(s.fields, field) {
			return s.id
		}
	}
	return ""
}

// narratives are the texts that a proposal tells.
var narratives = []string{"summary", "need", "goal", "public", "participation", "method", "continuation"}

// rawProposal are a proposal's values as workflow's binder takes them.
func rawProposal(p *workflow.Proposal) map[string]any {
	out := map[string]any{}
	putText(out, "title", p.Title.Body)
	putText(out, "theme", p.Theme)
	putText(out, "continues", p.Continues)
	putMoney(out, "requested", p.Requested)
	putMoney(out, "cofinancing", p.Cofinancing)
	putList(out, "objectives", p.Objectives, func(s string) any { return s })
	putList(out, "activities", p.Activities, rawActivity)
	putList(out, "budget", p.Budget, rawLine)
	putList(out, "partners", p.Partners, rawPartner)
	putList(out, "deliverables", p.Deliverables, rawPromise)
	putList(out, "indicators", p.Indicators, rawIndicator)
	putList(out, "neighbourhoods", p.Neighbourhoods, rawNeighbourhood)
	texts := map[string]any{}
	for k, t := range p.Texts {
		putText(texts, k, t.Body)
	}
	if len(texts) > 0 {
		out["texts"] = texts
	}
	return out
}

// calendared is a form in which activities may still stand as words alone, as it
// was kept before they had a calendar.
func calendared(typed map[string][]string) map[string][]string {
	out := maps.Clone(typed)
	for name, words := range typed {
		if place, ok := strings.CutPrefix(name, "activities."); ok && !strings.Contains(place, ".") {
			delete(out, name)
			out[name+".title"], out[name+"._row"] = words, []string{"1"}
		}
	}
	return out
}

func putText(m map[string]any, name, s string) {
	if s != "" {
		m[name] = s
	}
}

func putMoney(m map[string]any, name string, v workflow.Money) {
	if v != 0 {
		m[name] = v.String()
	}
}

func putList[T any](m map[string]any, name string, items []T, one func(T) any) {
	var out []any
	for _, x := range items {
		out = append(out, one(x))
	}
	if len(out) > 0 {
		m[name] = out
	}
}

func rawActivity(a workflow.Activity) any {
	m := map[string]any{"title": a.Title.Body}
	putText(m, "from", string(a.From))
	putText(m, "until", string(a.Until))
	putText(m, "times", a.Times.Body)
	putText(m, "place", a.Place.Body)
	return m
}

func rawLine(l workflow.Line) any {
	m := map[string]any{"category": l.Category, "label": l.Label.Body, "amount": l.Amount.String()}
	putMoney(m, "own", l.Own)
	return m
}

func rawPartner(p workflow.Partner) any {
	m := map[string]any{"id": p.ID}
	putText(m, "role", p.Role.Body)
	putMoney(m, "share", p.Share)
	return m
}

func rawPromise(p workflow.Promise) any {
	m := map[string]any{"title": p.Title.Body, "due": string(p.Due)}
	putText(m, "party", p.Party)
	return m
}

func rawIndicator(i workflow.Indicator) any {
	m := map[string]any{"id": i.ID, "title": i.Title.Body, "base": i.Base.String(), "target": i.Target.String()} // nothing at the start is a value
	putText(m, "unit", i.Unit.Body)
	return m
}

func rawNeighbourhood(n workflow.Neighbourhood) any {
	m := map[string]any{"name": n.Name.Body}
	told := map[string]any{}
	for k, v := range n.Problems {
		told[k] = strconv.Itoa(v)
	}
	if len(told) > 0 {
		m["problems"] = told
	}
	return m
}

// changedIn leaves of a section's new values those that differ from what stands,
// so that nothing is confirmed anew that stayed the same. What stood and is not
// given was taken away.
func changedIn(fields []workflow.Field, was, is map[string]any) map[string]any {
	out := map[string]any{}
	for _, f := range fields {
		one := []workflow.Field{f}
		before := inputsOf(ui.Show(locale.FR, one, picked(was, f.Name)))
		after := inputsOf(ui.Show(locale.FR, one, picked(is, f.Name)))
		if slices.Equal(before, after) {
			continue
		}
		v, given := is[f.Name]
		switch {
		case given:
			out[f.Name] = v
		case f.Many:
			out[f.Name] = []any{}
		default:
			out[f.Name] = ""
		}
	}
	return out
}

func picked(m map[string]any, name string) map[string]any {
	if v, ok := m[name]; ok {
		return map[string]any{name: v}
	}
	return nil
}

// inputsOf are a form's inputs in order, each with what stands in it.
func inputsOf(t ui.Typed) []string {
	var out []string
	for name, values := range t {
		if s := strings.TrimSpace(strings.Join(values, "\x00")); s != "" && !strings.HasPrefix(name, "_") && !strings.HasSuffix(name, "._row") {
			out = append(out, name+"="+s)
		}
	}
	slices.Sort(out)
	return out
}

// nameIndicators gives indicators an id that have a title only: people need not think of
// one. Ids are the same in the whole call where titles are.
func nameIndicators(values map[string]any) {
	rows, _ := values["indicators"].([]any)
	taken := map[string]bool{}
	for _, x := range rows {
		if m, ok := x.(map[string]any); ok {
			id, _ := m["id"].(string)
			taken[id] = true
		}
	}
	for _, x := range rows {
		m, ok := x.(map[string]any)
		title, _ := m["title"].(string)
		if id, _ := m["id"].(string); !ok || id != "" || title == "" {
			continue
		}
		base := slugOf(title)
		id := base
		for n := 2; taken[id]; n++ {
			id = base + "_" + strconv.Itoa(n)
		}
		m["id"], taken[id] = id, true
	}
}

// slugLength is enough to tell indicators apart.
const slugLength = 40

// slugOf is a title as an id: letters and digits, without accents where a letter
// has a plain form.
func slugOf(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r = cmp.Or(plainLetters[r], r); b.Len() >= slugLength {
			break
		}
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "_"):
			b.WriteByte('_')
		}
	}
	return cmp.Or(strings.Trim(b.String(), "_"), "i")
}

var plainLetters = map[rune]rune{
	'à': 'a', 'â': 'a', 'ä': 'a', 'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', 'î': 'i', 'ï': 'i', 'ô': 'o', 'ö': 'o', 'ù': 'u', 'û': 'u', 'ü': 'u', 'ç': 'c',
}
