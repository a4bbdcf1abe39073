package web

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// callSections are those of a call's rules, in the order of the form.
var callSections = []section{
	{"identity", []string{"title", "texts"}},
	{"money", []string{"envelope", "min_per_project", "max_per_project", "duration_months"}},
	{"dates", []string{"opens_at", "closes_at", "reserve_until"}},
	{"criteria", []string{"criteria", "ties"}},
	{"instalments", []string{"instalments"}},
	{"committee", []string{"quorum", "wide_spread"}},
	{"themes", []string{"themes"}},
	{"objectives", []string{fieldVision, "objectives"}},
	{"admissibility", []string{"admissibility", "required"}},
	{"delays", []string{"signing_days", "appeal_days", "report_days", "recovery_days", "reasons_min", "delegation", "terms"}},
}

// fieldVision stands in the form for those objectives that the sector's vision
// has: they are ticked and not typed.
const fieldVision = "vision"

func callSection(id string) (section, bool) {
	i := slices.IndexFunc(callSections, func(s section) bool { return s.id == id })
	if i < 0 {
		return section{}, false
	}
	return callSections[i], true
}

// callHolding is the section that a rule stands in; "" for none.
func callHolding(field string) string {
	if i := strings.IndexAny(field, ".["); i >= 0 {
		field = field[:i]
	}
	for _, s := range callSections {
		if slices.Contains(s.fields, field) {
			return s.id
		}
	}
	return ""
}

// namedRows are lists whose rows have an id that nobody types, and the words that it
// is made of.
var namedRows = map[string]string{"criteria": "title", "themes": "title", "objectives": "title", "admissibility": "text", "texts": "text"}

// unseenIDs are the inputs of these ids.
func unseenIDs() []string {
	out := make([]string, 0, len(namedRows))
	for _, list := range sortedKeys(namedRows) {
		out = append(out, list+".*.id")
	}
	return out
}

// nameRows gives an id to each row that has none yet. One that is there stays:
// what was scored, and what was proposed, names it.
func nameRows(values map[string]any) {
	for list, words := range namedRows {
		rows, _ := values[list].([]any)
		taken := map[string]bool{"": true}
		for _, x := range rows {
			if m, ok := x.(map[string]any); ok {
				id, _ := m["id"].(string)
				taken[id] = true
			}
		}
		for _, x := range rows {
			m, ok := x.(map[string]any)
			if id, _ := m["id"].(string); !ok || id != "" {
				continue
			}
			title, _ := m[words].(map[string]any)
			fr, _ := title["fr"].(string)
			nl, _ := title["nl"].(string)
			m["id"] = freeSlug(cmp.Or(fr, nl), list, taken)
		}
	}
}

// freeSlug is a title as an id that is not taken yet.
func freeSlug(title, otherwise string, taken map[string]bool) string {
	base := slugOf(title)
	if base == "" {
		base = otherwise
	}
	id := base
	for n := 2; taken[id]; n++ {
		id = base + "_" + strconv.Itoa(n)
	}
	taken[id] = true
	return id
}

// rawRules are a call's rules as its form takes them.
func (v *visit) rawRules(c *workflow.Call) map[string]any {
	out := raw(reflect.ValueOf(*c.Rules()))
	for name, at := range map[string]time.Time{"opens_at": c.OpensAt, "closes_at": c.ClosesAt} {
		if !at.IsZero() {
			out[name] = at.Format(time.RFC3339)
		}
	}
	v.parted(out)
	return out
}

// parted takes the objectives of the vision out of all, to be ticked.
func (v *visit) parted(values map[string]any) {
	rows, _ := values["objectives"].([]any)
	var ticked, own []any
	for _, x := range rows {
		m, _ := x.(map[string]any)
		id, _ := m["id"].(string)
		if o := v.goal(id); o != nil && reflect.DeepEqual(rawValue(reflect.ValueOf(*o)), x) {
			ticked = append(ticked, id)
		} else {
			own = append(own, x)
		}
	}
	values[fieldVision], values["objectives"] = ticked, own
	for _, name := range []string{fieldVision, "objectives"} {
		if l, _ := values[name].([]any); len(l) == 0 {
			delete(values, name)
		}
	}
}

func (v *visit) goal(id string) *workflow.Objective {
	all := v.site.App.Programme().Objectives
	if i := slices.IndexFunc(all, func(o workflow.Objective) bool { return o.ID == id }); i >= 0 {
		return &all[i]
	}
	return nil
}

// joinedGoals puts what is ticked and what is typed together again; before is how
// many of the ticked stand before the typed.
func (v *visit) joinedGoals(values map[string]any) (before int) {
	ticked, one := values[fieldVision].([]any)
	own, two := values["objectives"].([]any)
	delete(values, fieldVision)
	if !one && !two {
		return 0
	}
	all := []any{}
	for _, o := range v.site.App.Programme().Objectives {
		if slices.Contains(ticked, any(o.ID)) {
			all = append(all, rawValue(reflect.ValueOf(o)))
		}
	}
	before = len(all)
	values["objectives"] = append(all, own...)
	return before
}

// goalsMoved names the rows of the form where the engine names those of the list.
func goalsMoved(problems []workflow.Problem, before int) []workflow.Problem {
	out := slices.Clone(problems)
	for i, p := range out {
		rest, ok := strings.CutPrefix(p.Field, "objectives[")
		if !ok {
			continue
		}
		n, tail, _ := strings.Cut(rest, "]")
		if at, err := strconv.Atoi(n); err == nil && at >= before {
			out[i].Field = "objectives[" + strconv.Itoa(at-before) + "]" + tail
		}
	}
	return out
}

// ruleFields are the inputs of a call's rules as the form has them: with the
// vision's objectives beside the others, and without what only a demonstration says.
func ruleFields(act *app.Act) []workflow.Field {
	fields := slices.Clone(act.Fields)
	if len(fields) > 0 && fields[0].Name == "changes" {
		fields = slices.Clone(fields[0].Of)
	}
	fields = slices.DeleteFunc(fields, func(f workflow.Field) bool { return f.Name == "filled_in" || f.Name == "committee" })
	for i := range fields {
		fields[i].Need = false
	}
	return append(fields, workflow.Field{Name: fieldVision, Kind: workflow.KindCode, Many: true})
}

// callOptions are what may be chosen among a call's rules.
func (v *visit) callOptions(c *workflow.Call) map[string][]ui.Option {
	o := map[string][]ui.Option{
		"ties": append(v.criteria(c.Rules()), ui.Option{Value: "submitted_at", Text: v.t("setup.tie_first")}), "required": v.requirable(c), "terms": nil,
	}
	for _, x := range v.site.App.Programme().Objectives {
		n := x.Numbered()
		o[fieldVision] = append(o[fieldVision], ui.Option{Value: x.ID, Text: v.words(n.Title.FR, n.Title.NL), Group: v.words(x.Axis.FR, x.Axis.NL)})
	}
	terms := v.site.App.Programme().Terms
	for _, name := range sortedKeys(terms) {
		o["terms"] = append(o["terms"], ui.Option{Value: name, Text: v.t("term." + name), Note: v.t("setup.term_default", "n", terms[name])})
	}
	return o
}

// requirable is what a call may ask for beside what every proposal has: parts of
// the form, and kinds of file.
func (v *visit) requirable(c *workflow.Call) []ui.Option {
	var out []ui.Option
	add := func(id, text string) {
		if !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == id }) {
			out = append(out, ui.Option{Value: id, Text: text})
		}
	}
	for _, s := range sections {
		for _, f := range s.fields {
			if f != "title" && f != "theme" && f != "requested" && f != "budget" {
				add(f, locale.Label(v.lang, workflow.EntitySubmission, "create", f))
			}
		}
	}
	for _, kind := range append([]string{"budget_detail", "letter", "annex"}, c.Rules().Required...) {
		if holding(kind) == "" {
			add(kind, v.t("setup.file", "kind", v.fileKind(kind)))
		}
	}
	return out
}
