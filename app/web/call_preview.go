package web

import (
	"net/http"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// preview is a call's public page as it will be, in French or in Dutch: for the
// funder's side.
func (v *visit) preview() error {
	view, err := v.site.App.LookAtCall(v.Request().Context(), v.who, strings.ToLower(v.Param("id")))
	if err != nil {
		return err
	}
	if !v.who.Sight.Funder {
		return workflow.NotThere()
	}
	side := v.tongueIn()
	if l, ok := locale.Parse(v.QueryParam("side")); ok && l != locale.EN {
		side = l
	}
	p := page.Preview{Lang: v.lang, Side: side, Note: v.t("preview.note"), Ways: []ui.Link{{Text: v.t("preview.back"), Href: pathWork(view.Call.Ref())}}}
	if a := view.Act("call.update", view.Call.Ref()); a != nil && a.Blocked == nil {
		p.Ways[0] = ui.Link{Text: v.t("preview.back"), Href: pathOf(view.Call.Ref()) + "/setup"}
	}
	for _, l := range []locale.Language{locale.FR, locale.NL} {
		p.Sides = append(p.Sides, page.Side{Text: v.t("preview.side." + string(l)), Href: pathOf(view.Call.Ref()) + "/preview?side=" + string(l), Lang: string(l), Here: l == side})
	}
	in := *v
	in.lang = side
	m := in.callPage(view.Call, app.PublicTexts(view.Call))
	m.Frame = in.frame(in.t("preview.title", "call", view.Call.Reference))
	m.Frame.Here, m.Above = page.PathCalls, p.Show()
	return v.show(http.StatusOK, m.Show())
}

// callPage is what everybody reads of a call before anything came of it.
func (v *visit) callPage(c *workflow.Call, texts []workflow.PublicText) page.Call {
	r := c.Rules()
	m := page.Call{
		Frame: v.frame(v.words(r.Title.FR, r.Title.NL)), Reference: c.Reference, Title: v.words(r.Title.FR, r.Title.NL), State: c.State(),
		OpensAt: c.OpensAt, ClosesAt: c.ClosesAt, Envelope: r.Envelope, Min: r.Min, Max: r.Max, Months: r.Months, Calendar: v.calendar(c),
	}
	v.rules(&m, r, texts)
	return m
}
