package web

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

func pathPaper(dossier, id, language, ext string) string {
	return "/documents/" + url.PathEscape(dossier) + "/" + url.PathEscape(id) + "/" + language + "." + ext
}

// documentBlock lists documents, the newest first, each in both languages.
func (v *visit) documentBlock(documents []*workflow.Document, dossier string) page.Block {
	b := page.Block{ID: "h-docs", Title: v.many("dossier.documents", len(documents))}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("document.name")}, {Text: v.t("check.version"), Class: "n"}, {Text: v.t("table.date")}, {Text: "PDF"}, {Text: v.t("document.page")}, {Text: v.t("document.size"), Class: "n"}}}
	for _, d := range slices.Backward(documents) {
		var pdf, html []ui.Link
		var size string
		for _, l := range []string{"fr", "nl"} {
			if p := d.In(l); p != nil {
				pdf = append(pdf, ui.Link{Text: strings.ToUpper(l), Href: pathPaper(dossier, d.Ref().ID, l, "pdf"), Lang: l})
				html = append(html, ui.Link{Text: strings.ToUpper(l), Href: pathPaper(dossier, d.Ref().ID, l, "html"), Lang: l})
				size = locale.Size(v.lang, p.Size)
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: locale.Name(v.lang, "document", d.Kind) + v.replaced(documents, d), Small: v.t("document.mark", "number", d.Number, "hash", shortHash(d.Facts))},
			{Text: fmt.Sprint(d.Version)},
			{Day: workflow.DateOf(d.Made)},
			{Body: page.Ways(pdf), Class: "num"},
			{Body: page.Ways(html), Class: "num"},
			{Text: size},
		}})
	}
	return v.tabled(b, t)
}

// shortHash is the beginning of a hash, in groups that one can compare.
func shortHash(h string) string {
	if len(h) < 12 {
		return h
	}
	return h[:4] + " " + h[4:8] + " " + h[8:12]
}

func (v *visit) fileBlock(view *app.View, said scans) page.Block {
	b := page.Block{ID: "h-files"}
	t := ui.Table{Heads: []ui.Head{{Text: v.t("file.name")}, {Text: v.t("file.kind")}, {Text: v.t("table.date")}, {Text: v.t("document.size"), Class: "n"}, {Text: v.t("act.can")}}}
	for _, f := range view.File.Files {
		if f.State() != "attached" {
			continue
		}
		day := workflow.Date("")
		if !f.At.IsZero() {
			day = workflow.DateOf(f.At)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			said.name(f), {Text: v.fileKind(f.Kind)}, {Day: day}, {Text: locale.Size(v.lang, f.Size)}, v.offered(view, f),
		}})
	}
	b.Title = v.many("dossier.files", len(t.Rows))
	return v.tabled(b, t)
}

// filed finds a document that the reader may have.
func (v *visit) filed() (*app.View, *workflow.Document, error) {
	id := v.Param("dossier")
	look := v.site.App.Look
	if !strings.Contains(id, ".") {
		look = v.site.App.LookAtCall
	}
	view, err := look(v.Request().Context(), v.who, id)
	if err != nil {
		return nil, nil, err
	}
	d, ok := view.Part(workflow.Ref{Entity: workflow.EntityDocument, Dossier: id, ID: v.Param("n")}).(*workflow.Document)
	if !ok {
		return nil, nil, workflow.NotThere()
	}
	return view, d, nil
}

// paper serves a document's print, or its twin as a page.
func (v *visit) paper() error {
	language, ext, _ := strings.Cut(v.Param("file"), ".")
	view, d, err := v.filed()
	if err != nil {
		return err
	}
	p := d.In(language)
	switch {
	case p == nil:
		return workflow.NotThere()
	case ext == "html":
		return v.twin(view, d, language)
	case ext != "pdf":
		return workflow.NotThere()
	}
	h := v.Response().Header()
	h.Set("ETag", `"`+p.Hash+`"`)
	h.Set("Cache-Control", "private, no-cache")
	if v.Request().Header.Get("If-None-Match") == `"`+p.Hash+`"` {
		return v.NoContent(http.StatusNotModified)
	}
	name := fmt.Sprintf("%s v%d %s.%s.pdf", d.Number, d.Version, locale.Name(locale.Language(language), "document", d.Kind), language)
	return v.send(p.Hash, "application/pdf", "inline", name)
}

// send answers with a kept file. One that went at the end of its retention is
// not there any more.
func (v *visit) send(hash, kind, how, name string) error {
	b, err := v.site.App.Content(v.Request().Context(), hash)
	if err != nil {
		return err
	}
	return v.sendBytes(b, kind, how, name)
}

func (v *visit) sendBytes(b []byte, kind, how, name string) error {
	v.Response().Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": name}))
	return v.Blob(http.StatusOK, kind, b)
}

// twin is the same as the print, as a page.
func (v *visit) twin(view *app.View, d *workflow.Document, language string) error {
	l, _ := locale.Parse(language)
	title, body, err := v.site.App.Twin(v.Request().Context(), d, l)
	if err != nil {
		return err
	}
	dossier := d.Ref().Dossier
	m := page.Twin{Frame: v.frame(title), Body: body, Head: page.Head{
		Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}, {Text: v.title(view), Href: pathWork(view.Dossier().Ref())}},
		Kicker: d.Number, Title: locale.Name(v.lang, "document", d.Kind),
	}}
	for _, other := range []string{"fr", "nl"} {
		if d.In(other) == nil {
			continue
		}
		m.Links = append(m.Links, ui.Link{Text: "PDF " + strings.ToUpper(other), Href: pathPaper(dossier, d.Ref().ID, other, "pdf"), Lang: other})
		if other != language {
			m.Links = append(m.Links, ui.Link{Text: v.t("document.page") + " " + strings.ToUpper(other), Href: pathPaper(dossier, d.Ref().ID, other, "html"), Lang: other})
		}
	}
	return v.show(http.StatusOK, m.Show())
}

// attachment serves what somebody attached, as a download: whatever it is, it
// does nothing here.
func (v *visit) attachment() error {
	id := v.Param("dossier")
	view, err := v.site.App.Look(v.Request().Context(), v.who, id)
	if err != nil {
		return err
	}
	f, ok := view.Part(workflow.Ref{Entity: workflow.EntityFile, Dossier: id, ID: v.Param("id")}).(*workflow.File)
	if !ok || f.State() != "attached" {
		return workflow.NotThere()
	}
	h := v.Response().Header()
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	kind := f.Type
	if _, _, err := mime.ParseMediaType(kind); err != nil {
		kind = "application/octet-stream"
	}
	b, err := v.site.App.Attachment(v.Request().Context(), f)
	if errors.Is(err, app.ErrInfected) {
		return v.infected(view)
	}
	if err != nil {
		return err
	}
	return v.sendBytes(b, kind, "attachment", f.Name.Body)
}

// notThere tells an answer that something is not there, or may not be seen.
func notThere(err error) bool {
	no, ok := errors.AsType[*workflow.Error](err)
	return ok && no.Kind == workflow.NotFound
}
