package web

import (
	"path"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// Sentences that say why a file is not taken: what came, and what is taken.

// tooLarge says how large the file is, and how large one may be.
func (h *holder) tooLarge(up *upload) string {
	key := "files.too_large"
	if up.large >= MaxUpload+drainAtMost { // nobody waited for its end
		key = "files.far_too_large"
	}
	size, most := locale.Size(h.v.lang, up.large), locale.Size(h.v.lang, MaxUpload)
	if size == most {
		size = h.v.t("files.just_over", "size", most)
	}
	return h.v.t(key, "name", shownName(up.name), "size", size, "max", most)
}

// wrongKind says what a file really is, whatever its name says, and which kinds
// are taken.
func (h *holder) wrongKind(name, kind string) string {
	return h.v.t("files.wrong_kind", "name", shownName(name), "is", h.v.mediaName(kind), "kinds", h.v.t("files.kinds"))
}

// notTaken is the engine's no to a file.
func (h *holder) notTaken(up *upload, no *workflow.Error) string {
	switch no.Code {
	case "file_total":
		used := h.total()
		return h.v.t("files.no_room", "name", shownName(up.name), "size", locale.Size(h.v.lang, len(up.data)), "used", locale.Size(h.v.lang, used),
			"free", locale.Size(h.v.lang, max(0, app.MaxFiles-used)), "max", locale.Size(h.v.lang, app.MaxFiles))
	default:
		return h.v.says(&workflow.Error{Kind: no.Kind, Code: no.Code, Facts: no.Facts})
	}
}

// mediaName is a kind of file in words.
func (v *visit) mediaName(kind string) string {
	family, _, _ := strings.Cut(kind, "/")
	for _, key := range []string{"files.is." + strings.NewReplacer("/", "_", ".", "_").Replace(kind), "files.is." + family} {
		if locale.Has(v.lang, "site."+key) {
			return v.t(key)
		}
	}
	return v.t("files.is.unknown")
}

// shownName is a name as a sentence takes it: without folders, not endless.
func shownName(s string) string {
	s = path.Base(strings.ReplaceAll(strings.ToValidUTF8(s, ""), `\`, "/"))
	if r := []rune(s); len(r) > maxShown {
		s = string(r[:maxShown]) + "…"
	}
	return ui.Isolate(s)
}

const maxShown = 60 // characters
