package web

import (
	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// line shows where a dossier stands. A branch takes the place of the stations
// that are not reached by its own.
func (v *visit) line(view *app.View) []ui.Phase {
	f := view.File
	days := v.reached(view)
	here := f.State()
	p := v.site.App.Programme()
	at := p.Place(here)
	branch := at < 0
	if branch { // it left the line after the last station that it had reached
		for _, s := range p.Stations() {
			if days[s] != "" {
				at = p.Place(s)
			}
		}
		at++
	}
	var out []ui.Phase
	n := 0
	for _, w := range p.Way {
		ph := ui.Phase{Name: v.t("phase." + w.Name)}
		for _, s := range w.States {
			if s == "ranked" && v.unadvised(view) {
				n++
				continue
			}
			if branch && n >= at {
				break
			}
			ph.Stations = append(ph.Stations, v.station(view, s, n, at, days))
			n++
		}
		if branch && n >= at && at >= 0 {
			ph.Stations = append(ph.Stations, ui.Station{Name: locale.State(v.lang, workflow.EntitySubmission, here), At: ui.Here, Day: days[here]})
			return append(out, ph)
		}
		out = append(out, ph)
	}
	return out
}

func (v *visit) station(view *app.View, s workflow.State, n, at int, days map[workflow.State]workflow.Date) ui.Station {
	x := ui.Station{Name: v.stationName(s)}
	switch {
	case n < at:
		x.At, x.Day = ui.Done, days[s]
	case n == at:
		x.At, x.Day = ui.Here, days[s]
		x.Name = locale.State(v.lang, workflow.EntitySubmission, s)
	}
	if due := v.dueIn(view, s); n == at && due != "" {
		x.Day, x.By = "", v.t("line.by", "day", ui.ShortDate(due))
	} else if n > at && s == "reported" && view.File.ReportDue != "" {
		x.By = v.t("line.by", "day", ui.ShortDate(view.File.ReportDue))
	}
	return x
}

// stationName is short where the line has little room.
func (v *visit) stationName(s workflow.State) string {
	if key := "site.station." + string(s); locale.Has(v.lang, key) {
		return v.t("station." + string(s))
	}
	return locale.State(v.lang, workflow.EntitySubmission, s)
}

// unadvised: to the SISP and its partners the committee's opinion never shows.
func (v *visit) unadvised(view *app.View) bool {
	return !v.who.Sight.Advised(view.Call, view.File)
}

// reached are the days on which the dossier last came into each state.
func (v *visit) reached(view *app.View) map[workflow.State]workflow.Date {
	out := map[workflow.State]workflow.Date{}
	for _, e := range view.Past {
		if e.On == view.File.Ref() && e.To != "" && e.From != e.To {
			out[e.To] = workflow.DateOf(e.At)
		}
	}
	return out
}

// dueIn is until when a dossier may stand in a state; "" for as long as it takes.
func (v *visit) dueIn(view *app.View, s workflow.State) workflow.Date {
	return v.site.App.Programme().Due(view.Call, view.File, s)
}
