package web

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"tremplin/app/export"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

func (s *Site) dataRoutes() {
	s.echo.GET("/calls/:id/data", s.signedIn((*visit).data))
	s.echo.GET("/calls/:id/data/:format", s.anybody((*visit).dataFile))
}

func pathData(call string) string { return page.PathCalls + "/" + url.PathEscape(call) + "/data" }

// data is what of a call can be taken along, for whoever may read its books.
func (v *visit) data() error {
	c, err := v.site.App.Books(v.Request().Context(), v.who, v.Param("id"))
	if err != nil {
		return err
	}
	title := v.t("data.of", "reference", c.Reference)
	m := page.Column{Frame: v.frame(title), Head: page.Head{
		Title: title, Lead: v.t("data.lead"),
		Crumbs: v.crumbs(ui.Link{Text: v.t("calls.crumb"), Href: page.PathCalls}, ui.Link{Text: c.Reference, Href: pathWork(c.Ref())}),
	}}
	m.Frame.Here = page.PathCalls
	for _, f := range export.Formats {
		b := page.Block{ID: "h-" + string(f), Title: v.t("data.format_" + string(f))}.With(page.Say(v.t("data.about_" + string(f))))
		if f == export.Giving && c.PublishedOn == "" {
			b = b.With(page.Say(v.t("data.unpublished")))
		} else {
			b = b.With(page.Ways([]ui.Link{{Text: v.t("data.take", "file", f.File(c.Reference)), Href: pathData(c.Ref().Dossier) + "/" + string(f)}}))
		}
		m.Blocks = append(m.Blocks, b)
	}
	return v.show(http.StatusOK, m.Show())
}

// dataFile hands a file over. Open data is everybody's; who asks for more is asked
// to sign in.
func (v *visit) dataFile() error {
	f := export.Format(v.Param("format"))
	switch {
	case !f.Known():
		return workflow.NotThere()
	case v.who.Person == nil && f != export.Giving:
		return v.signIn()
	}
	p, err := export.Prepare(v.Request().Context(), v.site.App, v.who, export.Wanted{Call: v.Param("id"), Format: f, Language: v.lang, Site: v.site.Site})
	if err != nil {
		return err
	}
	defer p.Close() //nolint:errcheck // it was only read
	h := v.Response().Header()
	h.Set("Content-Type", p.Type)
	h.Set("Content-Length", strconv.FormatInt(p.Size, 10))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": p.Name}))
	v.Response().WriteHeader(http.StatusOK)
	_, _ = io.Copy(v.Response(), p) // whoever asked may have gone
	return nil
}

// dataLinks lead to what can be taken along, for whoever may read the books.
func (v *visit) dataLinks(c *workflow.Call) []ui.Link {
	if !v.who.Sight.Books(c) || slices.Contains([]workflow.State{workflow.CallDraft, callValidated}, c.State()) {
		return nil
	}
	return []ui.Link{{Text: v.t("data.link"), Href: pathData(c.Ref().Dossier)}}
}
