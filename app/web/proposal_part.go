package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// ownParty is the partner's place that the viewer answers for, the one named
// first of all; nil if there is none.
func (v *visit) ownParty(f *workflow.Submission, org string) *workflow.Party {
	for _, p := range f.Parties {
		mine := slices.ContainsFunc(v.who.Actor.Grants, func(g workflow.Grant) bool {
			return g.Role == workflow.PartnerSig && g.Org == p.Org && g.On(v.who.Today)
		})
		if mine && (org == "" || p.Org == org) && p.State() != workflow.PartyVoid {
			return p
		}
	}
	return nil
}

// part shows a partner its own part, to confirm it or not.
func (v *visit) part() error {
	view, p, err := v.partyHere(v.QueryParam("org"))
	if err != nil {
		return err
	}
	return v.showPart(http.StatusOK, view, p, nil, nil, "")
}

func (v *visit) partyHere(org string) (*app.View, *workflow.Party, error) {
	view, err := v.site.App.Look(v.Request().Context(), v.who, v.Param("id"))
	if err != nil {
		return nil, nil, err
	}
	p := v.ownParty(view.File, org)
	if p == nil || view.File.Proposal == nil {
		return nil, nil, workflow.NotThere()
	}
	return view, p, nil
}

// answerPart confirms or declines what the partner has read: a part that changed
// meanwhile is shown again.
func (v *visit) answerPart() error {
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	key := v.formKey(posted)
	if key != nil {
		if _, done, err := v.site.App.Kept(v.Request().Context(), key); done && err == nil {
			return v.see(v.Request().URL.Path + "?" + url.Values{"org": {posted.Get("org")}}.Encode())
		}
	}
	view, p, err := v.partyHere(posted.Get("org"))
	if err != nil {
		return err
	}
	action := workflow.Action("confirm")
	if posted.Get("answer") == "decline" {
		action = "decline"
	}
	act := view.Act("party."+string(action), p.Ref())
	switch {
	case act == nil:
		return workflow.NotThere()
	case posted.Get(ui.NameVersion) != p.Part:
		return v.showPart(http.StatusConflict, view, p, nil, nil, v.t("part.changed"))
	}
	if typed, to, edited := ui.Edit(v.lang, act.Fields, posted); edited {
		v.lang = to
		return v.showPart(http.StatusOK, view, p, typed, nil, "")
	}
	b := ui.Bind(v.lang, act.Fields, posted)
	_, err = v.site.App.Perform(v.Request().Context(), app.Command{
		Actor: v.who.ID(), Surface: "web", Entity: workflow.EntityParty, Action: action, On: p.Ref().String(), Values: b.Values, Key: key, IfVersion: view.Version,
	})
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind != workflow.NotFound {
		if view, p, err = v.partyHere(posted.Get("org")); err != nil {
			return err
		}
		return v.showPart(statuses[no.Kind], view, p, b.Typed, problemsOf(no), "")
	}
	if err != nil {
		return err
	}
	return v.see(v.Request().URL.Path + "?" + url.Values{"org": {p.Org}}.Encode())
}

// showPart shows the part with the forms that answer it.
func (v *visit) showPart(status int, view *app.View, p *workflow.Party, typed ui.Typed, problems []workflow.Problem, note string) error {
	title := v.t("part.title", "org", v.orgName(p.Org))
	m := page.OwnPart{Frame: v.frame(title), Head: page.Head{
		Crumbs: []ui.Link{{Text: v.t("nav.my_files"), Href: pathDossiers}, {Text: v.title(view), Href: v.dossierPath("")}},
		Kicker: view.Call.Reference + " · " + v.orgNow(view.File.Sisp), Title: title,
		Tags: []ui.Badge{{Shape: ui.ShapeOf(workflow.EntityParty, p.State()), Text: locale.State(v.lang, workflow.EntityParty, p.State())}},
	}}
	m.Frame.Here = pathDossiers
	if p.State() == workflow.PartyAsked {
		m.Head.Lead = v.t("part.lead", "sisp", v.standing(view.File.Sisp))
	}
	if note != "" {
		m.Notes = append(m.Notes, note)
	}
	if say := v.overShared(view.File.Proposal); say != "" {
		m.Notes = append(m.Notes, say)
	}
	m.Parts = v.partWords(view, p)
	form := func(action workflow.Action) *ui.Form {
		act := view.Act("party."+string(action), p.Ref())
		if act == nil || act.Blocked != nil {
			return nil
		}
		return &ui.Form{
			Lang: v.lang, Entity: workflow.EntityParty, Action: action, Fields: act.Fields, ID: string(action), Post: v.dossierPath("/part"), Stop: action == "decline",
			Submit: v.t("part." + string(action)), Version: p.Part, Key: newFormKey(), Hidden: []ui.Pair{{Name: "org", Value: p.Org}, {Name: "answer", Value: string(action)}},
		}
	}
	m.Confirm, m.Decline = form("confirm"), form("decline")
	if m.Decline != nil {
		m.Decline.Values, m.Decline.Problems = typed, problems
		m.Frame.FormID = m.Decline.ID // other languages keep the reasons that are typed
		e := &errand{view: view, act: view.Act("party.decline", p.Ref()), on: p.Ref()}
		if err := v.keptAnswer(e, m.Decline, typed); err != nil {
			return err
		}
	}
	if m.Confirm == nil && p.State() == workflow.PartyAsked {
		m.Notes = append(m.Notes, v.t("part.not_now"))
	} else if m.Confirm == nil {
		m.Notes = append(m.Notes, v.t("part.answered."+string(p.State())))
	}
	return v.show(status, m.Show())
}

// keptAnswer keeps the reasons that are typed, and gives back those that were.
func (v *visit) keptAnswer(e *errand, f *ui.Form, typed ui.Typed) error {
	m := page.Act{Form: *f}
	m.Form.Autosave = pathOf(e.on) + "/" + string(e.on.Entity) + "/" + url.PathEscape(e.on.ID) + "/do/" + e.act.Name() + "/keep"
	err := v.resumed(e, &m)
	if typed != nil {
		m.Form.Values = typed
	}
	*f = m.Form
	return err
}

func (v *visit) dossierPath(rest string) string {
	return pathDossiers + "/" + url.PathEscape(v.Param("id")) + rest
}

// partWords are the partner's own place in the proposal, in words.
func (v *visit) partWords(view *app.View, p *workflow.Party) []page.Part {
	own := page.Part{ID: "own", Title: v.t("part.own")}
	for _, x := range view.File.Proposal.Partners {
		if x.ID != p.Org {
			continue
		}
		if x.Role.Body != "" {
			own.Texts = append(own.Texts, page.Passage{Title: locale.Field(v.lang, "partners.role"), Text: x.Role.Body})
		}
		own.Facts = append(own.Facts, ui.Fact{Term: locale.Field(v.lang, "partners.share"), Text: locale.Money(v.lang, x.Share), Num: true})
	}
	owed := page.Part{ID: "owed", Title: v.t("part.owed")}
	t := ui.Table{Caption: owed.Title, Quiet: true, Heads: []ui.Head{{Text: locale.Field(v.lang, "deliverables.title")}, {Text: locale.Field(v.lang, "deliverables.due")}}}
	for _, d := range view.File.Proposal.Deliverables {
		if d.Party == p.Org {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: d.Title.Body}, {Day: d.Due}}})
		}
	}
	if len(t.Rows) > 0 {
		owed.Tables = []ui.Table{t}
	} else {
		owed.Empty = v.t("part.owes_nothing")
	}
	about := page.Part{ID: "about", Title: v.t("part.about"), Facts: []ui.Fact{
		{Term: locale.Field(v.lang, "title"), Text: view.File.Proposal.Title.Body},
		{Term: locale.Field(v.lang, "requested"), Text: locale.Money(v.lang, view.File.Requested), Num: true},
	}}
	for _, k := range narratives {
		if text := view.File.Proposal.Texts[k].Body; text != "" {
			about.Texts = append(about.Texts, page.Passage{Title: locale.Field(v.lang, "texts."+k), Text: text})
		}
	}
	return []page.Part{own, owed, about}
}
