package web

import (
	"net/http"
	"net/url"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// scans are what the virus scanner said of a dossier's files.
type scans struct {
	v    *visit
	said app.Scanned
}

func (v *visit) scansOf(files []*workflow.File) (scans, error) {
	said, err := v.site.App.Scans(v.Request().Context(), files)
	return scans{v, said}, err
}

// name is a file's, with what is known of it; a blocked one leads nowhere.
func (s scans) name(f *workflow.File) ui.Cell {
	c := ui.Cell{Text: f.Name.Body, Small: s.about(f)}
	if s.said.Virus(f) == "" {
		c.Href = "/files/" + url.PathEscape(f.Ref().Dossier) + "/" + url.PathEscape(f.Ref().ID)
	}
	return c
}

// about says whether a file was scanned, and what was found.
func (s scans) about(f *workflow.File) string {
	switch virus := s.said.Virus(f); {
	case virus != "":
		return s.v.t("files.scan.infected", "signature", virus)
	case s.said.Done(f):
		return s.v.t("files.scan.clean")
	case s.v.site.App.Scanner == nil:
		return s.v.t("files.scan.none")
	default:
		return s.v.t("files.scan.waits")
	}
}

// infected answers instead of a file with a virus in it, whoever asks.
func (v *visit) infected(view *app.View) error {
	m := page.Fault{Frame: v.frame(""), Status: http.StatusGone, Ways: []ui.Link{{Text: v.t("files.back"), Href: pathWork(view.Dossier().Ref())}}}
	return v.show(m.Status, m.Show())
}
