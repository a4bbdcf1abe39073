package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// board is a call for those who carry it on: where it stands, what waits, what is
// late, the money.
func (v *visit) board() error {
	b, err := v.site.App.Board(v.Request().Context(), v.who, strings.ToLower(v.Param("id")))
	if err != nil {
		return err
	}
	c := b.Call
	r := c.Rules()
	m := page.Board{Frame: v.frame(c.Reference), Head: page.Head{
		Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}, {Text: v.t("calls.crumb"), Href: page.PathCalls}},
		Kicker: c.Reference, Title: v.words(r.Title.FR, r.Title.NL), Tags: []ui.Badge{v.badge(c)}, Links: v.boardLinks(b.View),
	}}
	m.Frame.Here = page.PathCalls
	m.Line, m.Next = v.callLine(b.View), v.callNext(b.View)
	v.boardActs(&m, b.View)
	v.boardMoney(&m, b)
	if len(b.Counts) > 0 {
		t := v.counted(&app.Desk{}, app.DeskCall{View: b.View, Counts: b.Counts})
		m.Counts = &t
	}
	if v.who.Sight.Funder && c.State() != workflow.CallDraft && !slices.Contains(v.site.App.Programme().Over[workflow.EntityCall], c.State()) {
		late, coming := v.deadlines(b.Late), v.deadlines(b.Coming)
		m.Late, m.Coming = &late, &coming
	}
	v.boardScreen(&m, b)
	for _, x := range []page.Block{v.rulesBlock(c), v.boardMembers(b), v.meetingBlock(b.View), v.boardQuestions(b.View), v.documentBlock(c.Documents, c.Ref().Dossier)} {
		if len(x.Parts) > 0 {
			m.Blocks = append(m.Blocks, x)
		}
	}
	m.History, m.Pages = v.history(b.View)
	return v.show(http.StatusOK, m.Show())
}

// boardLinks lead to the call's public page, or to what it will be, and to its
// dossiers.
func (v *visit) boardLinks(view *app.View) []ui.Link {
	c := view.Call
	files := ui.Link{Text: v.t("call.files"), Href: pathDossiers + "?call=" + url.QueryEscape(c.Ref().Dossier)}
	if c.State() == workflow.CallDraft || c.State() == callValidated {
		return []ui.Link{{Text: v.t("preview.link"), Href: pathOf(c.Ref()) + "/preview"}}
	}
	out := []ui.Link{{Text: v.t("call.public"), Href: pathOf(c.Ref())}, files}
	if v.who.Sight.Funder {
		out = append(out, ui.Link{Text: v.t("agenda.title"), Href: pathAgenda})
	}
	return append(append(out, v.awardLinks(c)...), v.dataLinks(c)...)
}

// States of a call that its line and its links look for.
const (
	callValidated workflow.State = "validated"
	callOpen      workflow.State = "open"
	callClosed    workflow.State = "closed"
	callCancelled workflow.State = "cancelled"
)

// callPhases is the way of a call, stretch by stretch.
var callPhases = []workflow.Phase{
	{Name: "prepare", States: []workflow.State{"draft", callValidated}},
	{Name: "apply", States: []workflow.State{callOpen, callClosed}},
	{Name: "advise", States: []workflow.State{"in_committee", "deliberated"}},
	{Name: "decide", States: []workflow.State{"decided"}},
	{Name: "follow", States: []workflow.State{"running", "reviewed", "archived"}},
}

// callLine shows where a call stands. One that was cancelled ends there.
func (v *visit) callLine(view *app.View) []ui.Phase {
	c := view.Call
	since := map[workflow.State]workflow.Date{}
	for _, p := range view.Past {
		if p.On == c.Ref() && p.To != p.From && p.To != "" {
			since[p.To] = workflow.DateOf(p.At)
		}
	}
	out := make([]ui.Phase, 0, len(callPhases))
	at := ui.Done
	for _, ph := range callPhases {
		x := ui.Phase{Name: v.t("board.phase." + ph.Name)}
		for _, s := range ph.States {
			if c.State() == callCancelled && since[s] == "" {
				continue
			}
			if s == c.State() {
				at = ui.Here
			}
			x.Stations = append(x.Stations, ui.Station{Name: locale.State(v.lang, workflow.EntityCall, s), At: at, Day: v.cameTo(since[s], at), By: v.comesTo(c, s, at)})
			if at == ui.Here {
				at = ui.Ahead
			}
		}
		if len(x.Stations) > 0 {
			out = append(out, x)
		}
	}
	if c.State() == callCancelled {
		out = append(out, ui.Phase{Name: v.t("board.phase.end"), Stations: []ui.Station{{Name: locale.State(v.lang, workflow.EntityCall, c.State()), At: ui.Here, Day: since[c.State()]}}})
	}
	return out
}

func (v *visit) cameTo(day workflow.Date, at string) workflow.Date {
	if at == ui.Ahead {
		return "" // it was there, and came back
	}
	return day
}

// comesTo is when the clock brings a call to a state.
func (v *visit) comesTo(c *workflow.Call, s workflow.State, at string) string {
	when := map[workflow.State]time.Time{callOpen: c.OpensAt, callClosed: c.ClosesAt}[s]
	if at != ui.Ahead || when.IsZero() {
		return ""
	}
	return ui.ShortTime(when)
}

// callNext is what carries a call on, who does it, and when.
func (v *visit) callNext(view *app.View) *ui.Next {
	if mine := v.awaited(view); len(mine) > 0 {
		return v.callMine(view, mine)
	}
	p, c := v.site.App.Programme(), view.Call
	rules := p.Table(workflow.EntityCall)
	for i := range rules {
		r := &rules[i]
		clock := slices.Contains(r.By, workflow.Clock)
		awaits := slices.ContainsFunc(p.Awaited, func(a workflow.Await) bool { return a.Act == "call."+string(r.Action) })
		if !slices.Contains(r.From, c.State()) || r.To == workflow.Stay || !clock && !awaits {
			continue
		}
		who := v.rolesOf(r.By)
		n := &ui.Next{Title: v.t("next.other", "who", upperFirst(who), "action", lowered(v.task(workflow.EntityCall, r.Action))), Facts: []ui.Fact{{Term: v.t("next.who"), Text: who}}}
		if clock {
			at := map[workflow.State]time.Time{callValidated: c.OpensAt, callOpen: c.ClosesAt}[c.State()]
			n.Facts = append(n.Facts, ui.Fact{Term: v.t("board.when"), Text: ui.LongTime(v.lang, at)})
		}
		if a := view.Act("call."+string(r.Action), c.Ref()); a != nil && a.Blocked != nil {
			n.Facts = append(n.Facts, ui.Fact{Term: v.t("next.not"), Text: v.says(&workflow.Error{Kind: a.Blocked.Kind, Code: a.Blocked.Code, Facts: a.Blocked.Facts})})
		}
		return n
	}
	return nil
}

// callMine is what the reader has to do for a call.
func (v *visit) callMine(view *app.View, mine []*app.Act) *ui.Next {
	a := mine[0]
	name := v.taskName(view, a)
	n := &ui.Next{Title: v.t("next.you", "action", lowered(name)), If: v.otherwiseOf(view, a.Entity, a.Action), Do: ui.Link{Text: name, Href: v.taskPath(a)}}
	n.Facts = []ui.Fact{{Term: v.t("next.who"), Text: v.t("next.yourself")}}
	if a.Due != "" {
		n.Facts = append(n.Facts, ui.Fact{Term: v.t("next.by"), Day: a.Due})
	}
	for _, b := range mine[1:min(len(mine), 4)] {
		n.Also = append(n.Also, ui.Link{Text: v.taskName(view, b), Href: v.taskPath(b)})
	}
	return n
}

// rolesOf names those by whom an act is done.
func (v *visit) rolesOf(by []workflow.Role) string {
	names := make([]string, 0, len(by))
	for _, r := range by {
		if r == workflow.Clock {
			names = append(names, v.t("who.clock"))
		} else {
			names = append(names, locale.Role(v.lang, r))
		}
	}
	return locale.Or(v.lang, names)
}

// boardActs are what may be done; what changes a call that goes on stands apart,
// with what follows.
func (v *visit) boardActs(m *page.Board, view *app.View) {
	for i := range view.Acts {
		a := &view.Acts[i]
		if a.Blocked != nil {
			continue
		}
		x := ui.Act{Name: v.actName(view, a), Href: pathAct(a), Note: v.actNote(view, a)}
		if key := "board.then." + a.Name(); a.On.ID == "" && locale.Has(v.lang, "site."+key) {
			x.Note = strings.TrimSpace(v.t(key) + " " + x.Note)
			m.Changes = append(m.Changes, x)
			continue
		}
		if a.On.ID == "" || a.Awaited { // all else stands with its part
			m.Can = append(m.Can, x)
		}
	}
	_, m.Cannot = v.acts(view)
	if a, err := v.site.App.HouseAct(v.who, workflow.EntityCall, "create"); err == nil && a != nil && view.Call.State() != callCancelled {
		m.Can = append(m.Can, ui.Act{Name: v.t("newcall.next"), Href: page.PathCalls + "/new?" + url.Values{"from": {view.Call.Ref().Dossier}}.Encode()})
	}
}

// boardMoney is the budget as a picture, and the same in figures, for whoever may
// see the sums.
func (v *visit) boardMoney(m *page.Board, b *app.Board) {
	c := b.Call
	if c.Envelope == 0 {
		return
	}
	m.Money = &ui.Envelope{Envelope: c.Envelope, Awarded: c.Committed, Signed: max(b.Signed, c.Paid), Paid: c.Paid}
	m.Sums = []ui.Fact{
		v.money("money.envelope", c.Envelope), v.money("call.committed", c.Committed), v.money("board.signed", b.Signed), v.money("money.paid", c.Paid), v.money("money.free", c.Free()),
	}
	m.Sums[len(m.Sums)-1].Total = true
}
