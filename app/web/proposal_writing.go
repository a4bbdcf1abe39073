package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// writing is a visit to a proposal by the SISP whose it is.
type writing struct {
	v      *visit
	id     string
	view   *app.View
	act    *app.Act // submission.update, possible or not; nil for who only signs
	copies map[string]app.WorkingCopy
	fields []workflow.Field
	known  map[string][]ui.Option // what may be chosen, once it was asked for
}

// writing looks at a proposal for the SISP's own people; to all others it is not
// there.
func (v *visit) writing() (*writing, error) {
	ctx, id := v.Request().Context(), v.Param("id")
	view, err := v.site.App.Look(ctx, v.who, id)
	if err != nil {
		return nil, err
	}
	w := &writing{v: v, id: id, view: view, act: view.Act("submission.update", view.File.Ref())}
	if w.copies, err = v.site.App.WorkingCopies(ctx, v.who, id); err != nil {
		return nil, err
	}
	w.fields, _ = v.site.App.Programme().Input(workflow.EntitySubmission, "update")
	for i := range w.fields {
		w.fields[i].Need = false
	}
	return w, nil
}

// The states in which a proposal is written; expired shows what was left.
const (
	stateDraft      workflow.State = "draft"
	stateIncomplete workflow.State = "incomplete"
	stateExpired    workflow.State = "expired"
)

func (w *writing) state() workflow.State { return w.view.File.State() }

// written reports whether this is still a proposal, and not a project.
func (w *writing) written() bool {
	return w.state() == stateDraft || w.state() == stateIncomplete || w.state() == stateExpired
}

// open reports whether it may be changed now.
func (w *writing) open() bool {
	return w.act != nil && w.act.Blocked == nil && w.state() != stateExpired
}

// why is the sentence that says why it may not be changed.
func (w *writing) why() string {
	switch {
	case w.act == nil:
		return w.v.t("proposal.signs_only")
	case w.state() == stateExpired || w.act.Blocked != nil && (w.act.Blocked.Code == "deadline" || w.act.Blocked.Code == workflow.CodeCallState):
		return w.v.t("proposal.too_late", "at", w.view.Call.ClosesAt)
	case w.act.Blocked != nil:
		return w.v.says(w.act.Blocked)
	default:
		return ""
	}
}

// inputs are the fields of a section that may be written: of a completion only
// what was asked.
func (w *writing) inputs(s section) []workflow.Field {
	var out []workflow.Field
	for _, name := range s.fields {
		i := slices.IndexFunc(w.fields, func(f workflow.Field) bool { return f.Name == name })
		if i >= 0 && (w.state() != stateIncomplete || w.asked(name)) {
			out = append(out, w.fields[i])
		}
	}
	return out
}

func (w *writing) asked(part string) bool {
	return slices.ContainsFunc(w.view.File.Completion.Missing, func(m workflow.Missing) bool { return m.Part == part })
}

// kept is a working copy as it was typed, and in which language.
type kept struct {
	Lang  locale.Language     `json:"lang"`
	Typed map[string][]string `json:"typed"`
}

// stands is what the form of a section begins with: the working copy, or what
// the dossier has.
func (w *writing) stands(s section) ui.Typed {
	if t := w.copied(s); t != nil {
		return t
	}
	return ui.Show(w.v.lang, w.inputs(s), rawProposal(w.view.File.Proposal))
}

// copied is the working copy of a section, written as this language writes; nil
// if there is none.
func (w *writing) copied(s section) ui.Typed {
	c, ok := w.copies[s.id]
	var k kept
	if !ok || json.Unmarshal([]byte(c.Body), &k) != nil {
		return nil
	}
	if k.Typed == nil {
		k.Typed = map[string][]string{}
	}
	if k.Lang != w.v.lang {
		k.Typed[ui.NameLang] = []string{string(w.v.lang)}
	}
	t, _, _ := ui.Edit(k.Lang, w.fields, calendared(k.Typed))
	return t
}

// token is the version of a section: of its working copy, and of what the
// dossier has, so that saving one section does not disturb who writes another.
func (w *writing) token(s section) string {
	all := map[string]json.RawMessage{}
	b, err := json.Marshal(w.view.File.Proposal)
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	if err != nil {
		return ""
	}
	h := sha256.New()
	for _, name := range s.fields {
		h.Write(all[name])
		h.Write([]byte{0})
	}
	return formatVersion(w.copies[s.id].Version) + "-" + hex.EncodeToString(h.Sum(nil)[:6])
}

// stale: somebody else has saved since the form was shown. The same form may
// have missed the answer to its own saving.
func (w *writing) stale(s section, typed ui.Typed) bool {
	token, seen := w.token(s), typed.One(ui.NameVersion)
	if token == seen {
		return false
	}
	_, fact, _ := strings.Cut(token, "-")
	_, was, _ := strings.Cut(seen, "-")
	c := w.copies[s.id]
	return fact != was || c.Version == 0 || c.Person != w.v.who.ID() || c.Form != typed.One(ui.NameKey)
}

// keepCopy saves what was typed as the section's working copy.
func (w *writing) keepCopy(s section, typed ui.Typed) error {
	clean := map[string][]string{}
	for name, values := range typed {
		if !strings.HasPrefix(name, "_") || name == "_had" {
			clean[name] = values
		}
	}
	b, err := json.Marshal(kept{w.v.lang, clean})
	if err != nil {
		return err
	}
	c, err := w.v.site.App.SaveWorkingCopy(w.v.Request().Context(), w.v.who, app.WorkingCopy{
		Dossier: w.id, Section: s.id, Version: w.copies[s.id].Version, Body: string(b), Form: typed.One(ui.NameKey),
	})
	if err == nil {
		w.copies[s.id] = c
	}
	return err
}

func (w *writing) path(rest string) string { return pathDossiers + "/" + url.PathEscape(w.id) + rest }

func (w *writing) sectionPath(id string) string {
	if id == sectionFiles || id == sectionCheck {
		return w.path("/" + id)
	}
	return w.path("/edit/" + id)
}

// head is how each page of a proposal begins.
func (w *writing) head(title string) page.Head {
	return page.Head{
		Crumbs: []ui.Link{{Text: w.v.t("nav.my_files"), Href: pathDossiers}, {Text: w.v.title(w.view), Href: w.path("")}},
		Kicker: w.view.Call.Reference + " · " + w.v.orgNow(w.view.File.Sisp), Title: title,
		Tags: []ui.Badge{{Shape: ui.ShapeOf(workflow.EntitySubmission, w.state()), Text: locale.State(w.v.lang, workflow.EntitySubmission, w.state())}},
		Lead: w.v.t("proposal.until", "at", w.view.Call.ClosesAt),
	}
}

// orgName is an organisation's name, or its id where nobody knows it.
func (v *visit) orgName(id string) string {
	if o := v.who.House.Org(id); o != nil {
		return v.words(o.Name.FR, o.Name.NL)
	}
	return id
}

// newFormKey names one showing of a form.
func newFormKey() string { return rand.Text() }
