package web

import (
	"maps"
	"net/url"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// callsBeside is how many calls stand beside what waits.
const callsBeside = 8

// deskCalls are the calls beside what waits: for those who work on them with
// their dossiers by state, for a SISP those that are open.
func (v *visit) deskCalls(d *app.Desk) []page.DeskCall {
	var out []page.DeskCall
	for _, c := range d.Calls {
		id := c.Call.Ref().Dossier
		works := v.worksOn(c.Call)
		if !works && c.Call.State() != "open" || v.who.Sight.Keeper && !works || len(out) == callsBeside {
			continue
		}
		x := page.DeskCall{ID: "call-" + id, Title: v.t("home.call", "reference", c.Call.Reference), Tag: v.badge(c.Call)}
		if works {
			x.Table = v.counted(d, c)
			x.All = ui.Link{Text: v.t("home.work"), Href: pathWork(c.Call.Ref())}
		} else {
			x.All = ui.Link{Text: v.t("home.read"), Href: pathOf(c.Call.Ref())}
			for i := range c.Acts {
				if a := &c.Acts[i]; a.Name() == "submission.create" && a.Blocked == nil {
					x.Acts = append(x.Acts, ui.Act{Name: v.actName(c.View, a), Href: pathAct(a), Note: v.t("call.before", "when", ui.LongTime(v.lang, c.Call.ClosesAt))})
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// counted is the number of dossiers by state, each leading to its list.
func (v *visit) counted(d *app.Desk, c app.DeskCall) ui.Table {
	call, counts := c.Call.Ref().Dossier, c.Counts
	t := ui.Table{Flat: true, Tight: true, Heads: []ui.Head{{Text: v.t("table.state")}, {Text: v.t("list.dossiers"), Class: "n"}}}
	sum := 0
	order := v.site.App.Programme().States(workflow.EntitySubmission)
	for _, s := range slices.SortedFunc(maps.Keys(counts), func(a, b workflow.State) int { return slices.Index(order, a) - slices.Index(order, b) }) {
		sum += counts[s]
		q := url.Values{"call": {call}, "state": {string(s)}}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: locale.State(v.lang, workflow.EntitySubmission, s), Href: pathDossiers + "?" + q.Encode(), Small: v.yours(d, call, s)}, {Text: locale.Count(v.lang, counts[s])},
		}})
	}
	if len(t.Rows) > 0 {
		t.Foot = []ui.Cell{{Text: v.t("table.total")}, {Text: locale.Count(v.lang, sum)}}
	}
	return t
}

// yours says what dossiers in a state wait for from the reader.
func (v *visit) yours(d *app.Desk, call string, s workflow.State) string {
	for i := range d.Queue {
		q := &d.Queue[i]
		if e, a := cut(q.Name); e == workflow.EntitySubmission && q.Call.Ref().Dossier == call && slices.ContainsFunc(q.Files, func(x *app.View) bool { return x.File.State() == s }) {
			return v.t("next.you", "action", lowered(v.task(e, a)))
		}
	}
	return ""
}
