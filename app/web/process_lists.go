package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// duties is who may do what: the matrix of the tables, an entity at a time.
func (v *visit) duties() error {
	p := v.site.App.Programme()
	m := page.Duties{Frame: v.wide(v.t("process.roles"))}
	roles := slices.DeleteFunc(p.Roles(), func(r workflow.Role) bool { return r == workflow.Auditor })
	roles = append(roles, workflow.Clock, workflow.Engine)
	for _, l := range p.Lifecycles {
		t := ui.Table{Caption: locale.Entity(v.lang, l.Entity), Dense: true, Scroll: locale.Entity(v.lang, l.Entity), Heads: []ui.Head{{Text: v.t("process.act")}}}
		own := slices.DeleteFunc(slices.Clone(roles), func(r workflow.Role) bool {
			return !slices.ContainsFunc(l.Rules, func(x workflow.Rule) bool { return slices.Contains(x.By, r) })
		})
		for _, r := range own {
			t.Heads = append(t.Heads, ui.Head{Text: locale.Role(v.lang, r)})
		}
		for _, a := range actionsOf(l) {
			row := ui.Row{Cells: []ui.Cell{{Text: locale.Action(v.lang, l.Entity, a)}}}
			for _, r := range own {
				cell := ui.Cell{}
				if may(l, a, r) {
					cell.Body = ui.Yes(v.lang)
				}
				row.Cells = append(row.Cells, cell)
			}
			t.Rows = append(t.Rows, row)
		}
		m.Tables = append(m.Tables, t)
	}
	return v.show(http.StatusOK, m.Show())
}

func actionsOf(l workflow.Lifecycle) (out []workflow.Action) {
	for i := range l.Rules {
		if a := l.Rules[i].Action; !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

func may(l workflow.Lifecycle, a workflow.Action, r workflow.Role) bool {
	return slices.ContainsFunc(l.Rules, func(x workflow.Rule) bool { return x.Action == a && slices.Contains(x.By, r) })
}

func refusalID(r workflow.Refusal) string { return r.Kind.String() + "-" + string(r.Code) }

// refusals explains every code, with the acts that it can answer.
func (v *visit) refusals() error {
	p := v.site.App.Programme()
	at := map[workflow.Refusal][]string{}
	for _, l := range p.Lifecycles {
		for i := range l.Rules {
			name := string(l.Entity) + "." + string(l.Rules[i].Action)
			for _, no := range l.Rules[i].Refusals() {
				if !slices.Contains(at[no], name) {
					at[no] = append(at[no], name)
				}
			}
		}
	}
	m := page.Refusals{Frame: v.frame(v.t("process.refusals"))}
	for _, no := range v.site.App.Refusals() {
		kind := no.Kind.String()
		if n := len(m.Kinds); n == 0 || m.Kinds[n-1].ID != "k-"+kind {
			m.Kinds = append(m.Kinds, page.Refusal{
				ID: "k-" + kind, Title: v.t("process.kind_" + kind), Text: locale.Name(v.lang, "refusal", "kind", kind),
				Table: ui.Table{Heads: []ui.Head{{Text: v.t("process.code")}, {Text: v.t("process.meaning")}, {Text: v.t("process.acts")}}},
			})
		}
		where := v.t("process.every")
		if names := at[no]; len(names) > 0 {
			where = v.actsNamed(names)
		}
		k := &m.Kinds[len(m.Kinds)-1]
		k.Table.Rows = append(k.Table.Rows, ui.Row{ID: refusalID(no), Cells: []ui.Cell{
			{Text: kind + "/" + string(no.Code)}, {Text: locale.Explained(v.lang, kind, string(no.Code))}, {Text: where},
		}})
	}
	slices.SortStableFunc(m.Kinds, func(a, b page.Refusal) int { return cmp.Compare(a.ID, b.ID) })
	return v.show(http.StatusOK, m.Show())
}

// actsNamed are at most as many acts as a cell holds.
func (v *visit) actsNamed(names []string) string {
	const most = 6
	var out []string
	for _, n := range names[:min(len(names), most)] {
		e, a := cut(n)
		out = append(out, locale.Entity(v.lang, e)+" – "+locale.Action(v.lang, e, a))
	}
	if more := len(names) - most; more > 0 {
		out = append(out, v.t("process.and_more", "n", more))
	}
	return strings.Join(out, "; ")
}
