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

// holder is a visit to a dossier's files by who may add some, now or not yet.
type holder struct {
	v    *visit
	view *app.View
	act  *app.Act
}

func (v *visit) holder() (*holder, error) {
	view, err := v.site.App.Look(v.Request().Context(), v.who, v.Param("id"))
	if err != nil {
		return nil, err
	}
	h := &holder{v: v, view: view, act: view.Act("file.attach", view.File.Ref())}
	if h.act == nil {
		return nil, workflow.NotThere()
	}
	return h, nil
}

func (v *visit) filesPage() error {
	h, err := v.holder()
	if err != nil {
		return err
	}
	return h.showFiles(http.StatusOK, &upload{typed: ui.Typed{"to": {v.QueryParam("to")}, nameFor: {v.QueryParam(nameFor)}, nameAt: {v.QueryParam(nameAt)}}}, "", "")
}

// errand is the act that a file is wanted for, which may be done now; nil if there
// is none.
func (h *holder) errand(up *upload) *app.Act {
	for i := range h.view.Acts {
		if a := &h.view.Acts[i]; a.Blocked == nil && wantedBy(a) == up.typed.One(nameFor) {
			return a
		}
	}
	return nil
}

// on is the dossier that a file is attached to.
func (h *holder) on() string {
	return h.view.File.Ref().String()
}

// fileKind names a kind of file.
func (v *visit) fileKind(kind string) string {
	if locale.Has(v.lang, "site.files.kind."+kind) {
		return v.t("files.kind." + kind)
	}
	return kind
}

// kinds are those that the call or a completion asks for, then any other.
func (h *holder) kinds() []ui.Option {
	var ids []string
	for _, k := range h.view.Call.Rules().Required {
		if holding(k) == "" {
			ids = append(ids, k)
		}
	}
	if h.view.File.State() == stateIncomplete {
		ids = nil
		for _, m := range h.view.File.Completion.Missing {
			if holding(m.Part) == "" {
				ids = append(ids, m.Part)
			}
		}
	} else {
		ids = append(ids, "annex", "budget_detail", "letter", "picture", "receipt")
	}
	var out []ui.Option
	for _, id := range ids {
		if !slices.ContainsFunc(out, func(o ui.Option) bool { return o.Value == id }) {
			out = append(out, ui.Option{Value: id, Text: h.v.fileKind(id)})
		}
	}
	return out
}

// showFiles shows what is attached, and the form that adds a file.
func (h *holder) showFiles(status int, up *upload, wrong, wrongKind string) error {
	title := h.v.t("proposal.section.files")
	said, err := h.v.scansOf(h.view.File.Files)
	if err != nil {
		return err
	}
	m := page.Files{Frame: h.v.frame(title), Table: h.fileTable(said), Back: ui.Link{Text: h.v.t("files.back"), Href: h.v.dossierPath("")}, Head: page.Head{
		Crumbs: []ui.Link{{Text: h.v.t("nav.my_files"), Href: pathDossiers}, {Text: h.v.title(h.view), Href: h.v.dossierPath("")}},
		Kicker: h.view.Call.Reference + " · " + h.v.orgNow(h.view.File.Sisp), Title: title,
	}}
	m.Frame.Here = pathDossiers
	if len(m.Table.Rows) == 0 {
		m.Empty = h.v.t("files.empty")
	}
	m.Total = h.v.t("files.total", "size", locale.Size(h.v.lang, h.total()), "max", locale.Size(h.v.lang, app.MaxFiles))
	if h.act.Blocked != nil {
		m.Blocked = h.v.says(h.act.Blocked)
	} else {
		m.Upload = &page.Upload{
			Post: h.v.dossierPath("/files"), Hidden: []ui.Pair{{Name: ui.NameKey, Value: newFormKey()}}, Kinds: h.kinds(), Kind: up.typed.One("kind"), ToID: up.typed.One("to"),
			Hint: h.v.t("files.hint", "max", locale.Size(h.v.lang, MaxUpload)), Err: wrong, ErrOf: wrongKind,
		}
		for _, d := range h.view.File.Deliverables {
			if d.State() != "void" {
				m.Upload.To = append(m.Upload.To, ui.Option{Value: partOf(d), Text: d.Title.Body})
			}
		}
	}
	if a := h.errand(up); a != nil {
		m.Back = ui.Link{Text: h.v.t("files.back_to", "act", h.v.actName(h.view, a)), Href: pathAct(a)}
		if m.Upload != nil {
			m.Upload.Hidden = append(m.Upload.Hidden, ui.Pair{Name: nameFor, Value: wantedBy(a)}, ui.Pair{Name: nameAt, Value: up.typed.One(nameAt)})
		}
	} else if w, err := h.v.writing(); err == nil && w.written() && w.act != nil {
		unmet, err := w.unmet()
		if err != nil {
			return err
		}
		m.Sections, m.Progress = w.nav(sectionFiles, unmet)
		m.Back = ui.Link{Text: h.v.t("files.on"), Href: w.sectionPath(sectionCheck)}
	}
	return h.v.show(status, m.Show())
}

func (h *holder) total() (n int64) {
	for _, f := range h.view.File.Files {
		if f.State() == "attached" {
			n += int64(f.Size)
		}
	}
	return n
}

func (h *holder) fileTable(said scans) ui.Table {
	t := ui.Table{Caption: h.v.t("files.there"), Quiet: true, Heads: []ui.Head{{Text: h.v.t("files.file")}, {Text: h.v.t("files.kind")}, {Text: h.v.t("files.size"), Class: "n"}, {Text: h.v.t("files.at")}, {Text: h.v.t("form.remove")}}}
	for _, f := range h.view.File.Files {
		if f.State() != "attached" {
			continue
		}
		r := ui.Row{Cells: []ui.Cell{
			said.name(f),
			{Text: h.v.fileKind(f.Kind), Small: h.deliverable(f.To)},
			{Text: locale.Size(h.v.lang, f.Size)},
			{Text: ui.ShortTime(f.At)},
			{},
		}}
		if a := h.view.Act("file.remove", f.Ref()); a != nil && a.Blocked == nil {
			r.Cells[4].Body = page.FileActs(h.v.frame(""), f.Name.Body, h.v.dossierPath("/files/"+url.PathEscape(f.Ref().ID)+"/remove"), []ui.Pair{{Name: ui.NameKey, Value: newFormKey()}})
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// partOf names a part as a file says what it belongs to: "deliverable/1".
func partOf(x workflow.Subject) string { return string(x.Ref().Entity) + "/" + x.Ref().ID }

func (h *holder) deliverable(id string) string {
	for _, d := range h.view.File.Deliverables {
		if partOf(d) == id {
			return d.Title.Body
		}
	}
	return ""
}

// removeFile takes a file out of the dossier.
func (v *visit) removeFile() error {
	h, err := v.holder()
	if err != nil {
		return err
	}
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	ref := workflow.Ref{Entity: workflow.EntityFile, Dossier: h.view.File.Ref().Dossier, ID: v.Param("file")}
	_, err = v.site.App.Perform(v.Request().Context(), app.Command{
		Actor: v.who.ID(), Surface: "web", Entity: workflow.EntityFile, Action: "remove", On: ref.String(), Key: v.formKey(v.Request().PostForm),
	})
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind != workflow.NotFound {
		return h.showFiles(statuses[no.Kind], &upload{typed: ui.Typed{}}, h.v.says(no), "")
	}
	if err != nil {
		return err
	}
	name := ""
	if f, ok := h.view.Part(ref).(*workflow.File); ok {
		name = ui.Isolate(f.Name.Body)
	}
	return v.seeDone(v.dossierPath("/files"), v.t("done.removed", "name", name))
}
