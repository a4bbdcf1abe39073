package web

import (
	"net/url"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// queued is what waits in dossiers of a call by one act: each where there are
// few, else their number, which leads to the list of them.
func (v *visit) queued(q *app.Queue) []item {
	e, a := cut(q.Name)
	if !q.Few() {
		href := pathWaiting(q.Name, q.Call.Ref().Dossier)
		if q.Name == actAward {
			href = pathAward(q.Call.Ref().Dossier)
		}
		rules := q.Call.Rules()
		about := q.Call.Reference + ", " + v.words(rules.Title.FR, rules.Title.NL)
		if q.Parts > len(q.Files) {
			about += ", " + v.t("home.parts", "n", q.Parts)
		}
		return []item{v.item(v.task(e, a), v.t("home.files", "n", len(q.Files)), href, about, v.otherwiseOf(&app.View{Call: q.Call}, e, a), q.Due)}
	}
	var out []item
	for _, view := range q.Files {
		if len(view.Acts) == 1 {
			out = append(out, v.fileItem(view, &view.Acts[0]))
			continue
		}
		due := workflow.Date("")
		for i := range view.Acts {
			if x := view.Acts[i].Due; x != "" && (due == "" || x < due) {
				due = x
			}
		}
		out = append(out, v.item(v.t("home.times", "act", v.task(e, a), "n", locale.Count(v.lang, len(view.Acts))), v.title(view), pathOf(view.File.Ref()), v.fileAbout(view), v.otherwiseOf(view, e, a), due))
	}
	return out
}

// pathWaiting is the list of the dossiers of a call that wait for one's act.
func pathWaiting(act, call string) string {
	return pathDossiers + "?" + url.Values{"act": {act}, "call": {call}}.Encode()
}
