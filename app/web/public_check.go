package web

import (
	"errors"
	"net/http"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/locale"
	"tremplin/workflow"
)

// checkDocument tells whoever holds a document whether it is one of ours: by what was
// typed, or by the address behind the code printed on it.
func (v *visit) checkDocument() error {
	m := page.Check{Frame: v.frame(v.t("check.title")), Number: v.Param("number"), Hash: v.Param("hash")}
	if m.Number == "" {
		m.Number, m.Hash = v.QueryParam("number"), v.QueryParam("hash")
	}
	m.Frame.NoIndex = true
	if m.Number == "" && m.Hash == "" {
		return v.show(http.StatusOK, m.Show())
	}
	hash := bare(m.Hash)
	m.Wrong = page.Wrong{}
	if strings.TrimSpace(m.Number) == "" {
		m.Wrong["number"] = v.t("form.missing")
	}
	if len(hash) < app.LeastHash {
		m.Wrong["hash"] = v.t("check.short", "least", app.LeastHash)
	}
	if len(m.Wrong) > 0 {
		m.Frame.Failed = true
		return v.show(http.StatusUnprocessableEntity, m.Show())
	}
	m.Asked = true
	d, err := v.site.App.CheckDocument(v.Request().Context(), m.Number, hash)
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
		return v.show(http.StatusNotFound, m.Show())
	}
	if err != nil {
		return err
	}
	m.Found = &page.Document{Number: d.Number, Kind: locale.Name(v.lang, "document", d.Kind), Version: d.Version, Day: workflow.DateOf(d.Made), Hash: d.Hash}
	if d.Newer > 0 {
		m.Found.Void = v.t("check.newer", "version", d.Newer)
	}
	return v.show(http.StatusOK, m.Show())
}

// bare is a hash without what people type between its letters.
func bare(hash string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', ':', '\u00a0', '\t':
			return -1
		}
		return r
	}, hash)
}
