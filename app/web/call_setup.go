package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// ruling is a visit to the rules of a call by whoever may change them: those of a
// draft, section by section with working copies, or those of an open call.
type ruling struct {
	v      *visit
	view   *app.View
	act    *app.Act // call.update or call.amend_rules, possible or not
	fields []workflow.Field
	copies map[string]app.WorkingCopy
}

// setUp looks at a call for whoever sets it up; to all others it is not there.
func (v *visit) setUp() (*ruling, error) {
	r, err := v.ruling("call.update")
	if err != nil {
		return nil, err
	}
	r.copies, err = v.site.App.CallCopies(v.Request().Context(), v.who, r.id())
	return r, err
}

func (v *visit) ruling(act string) (*ruling, error) {
	view, err := v.site.App.LookAtCall(v.Request().Context(), v.who, strings.ToLower(v.Param("id")))
	if err != nil {
		return nil, err
	}
	r := &ruling{v: v, view: view, act: view.Act(act, view.Call.Ref())}
	if r.act == nil {
		return nil, workflow.NotThere()
	}
	r.fields = ruleFields(r.act)
	return r, nil
}

func (r *ruling) id() string { return r.view.Call.Ref().Dossier }

func (r *ruling) path(rest string) string {
	return page.PathCalls + "/" + url.PathEscape(r.id()) + rest
}

func (r *ruling) open() bool { return r.act.Blocked == nil }

// setupHere is the section of the address.
func (v *visit) setupHere() (*ruling, section, error) {
	s, ok := callSection(v.Param("section"))
	if !ok {
		return nil, s, workflow.NotThere()
	}
	r, err := v.setUp()
	return r, s, err
}

// inputs are the fields of a section.
func (r *ruling) inputs(s section) []workflow.Field {
	var out []workflow.Field
	for _, name := range s.fields {
		if i := slices.IndexFunc(r.fields, func(f workflow.Field) bool { return f.Name == name }); i >= 0 {
			out = append(out, r.fields[i])
		}
	}
	return out
}

// stands is what the form of a section begins with: the working copy, or the
// rules.
func (r *ruling) stands(s section) ui.Typed {
	var k kept
	c, ok := r.copies[s.id]
	if !ok || json.Unmarshal([]byte(c.Body), &k) != nil {
		return ui.Show(r.v.lang, r.inputs(s), r.v.rawRules(r.view.Call))
	}
	if k.Typed == nil {
		k.Typed = map[string][]string{}
	}
	if k.Lang != r.v.lang {
		k.Typed[ui.NameLang] = []string{string(r.v.lang)}
	}
	t, _, _ := ui.Edit(k.Lang, r.fields, k.Typed)
	return t
}

// token is the version of a section, so that two may set up two sections.
func (r *ruling) token(s section) string {
	h := sha256.New()
	values := r.v.rawRules(r.view.Call)
	for _, name := range s.fields {
		b, err := json.Marshal(values[name])
		if err != nil {
			return ""
		}
		h.Write(append(b, 0))
	}
	return formatVersion(r.copies[s.id].Version) + "-" + hex.EncodeToString(h.Sum(nil)[:6])
}

// stale: somebody else has saved the section since the form was shown.
func (r *ruling) stale(s section, typed ui.Typed) bool {
	token, seen := r.token(s), typed.One(ui.NameVersion)
	if token == seen {
		return false
	}
	_, fact, _ := strings.Cut(token, "-")
	_, was, _ := strings.Cut(seen, "-")
	c := r.copies[s.id]
	return fact != was || c.Version == 0 || c.Person != r.v.who.ID() || c.Form != typed.One(ui.NameKey)
}

// keepCopy saves what was typed as the section's working copy.
func (r *ruling) keepCopy(s section, typed ui.Typed) error {
	clean := map[string][]string{}
	for name, values := range typed {
		first, _, _ := strings.Cut(name, ".")
		if name == "_had" || slices.Contains(s.fields, first) {
			clean[name] = values
		}
	}
	b, err := json.Marshal(kept{r.v.lang, clean})
	if err != nil {
		return err
	}
	c, err := r.v.site.App.SaveCallCopy(r.v.Request().Context(), r.v.who, app.WorkingCopy{
		Dossier: r.id(), Section: s.id, Version: r.copies[s.id].Version, Body: string(b), Form: typed.One(ui.NameKey),
	})
	if err == nil {
		r.copies[s.id] = c
	}
	return err
}

func (v *visit) setupForm() error {
	r, s, err := v.setupHere()
	switch {
	case err != nil:
		return err
	case !r.open():
		return v.see(r.path("/work"))
	}
	f := r.form(s, r.stands(s), nil)
	if c, ok := r.copies[s.id]; ok {
		f.Saved = c.At.In(workflow.Brussels).Format("15:04")
	}
	return r.showForm(http.StatusOK, s, f, nil)
}

// setup is the form of a section that came back.
func (v *visit) setup() error {
	r, s, err := v.setupHere()
	if err != nil {
		return err
	}
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	if again, where, err := r.before(s, posted); again || err != nil {
		return r.seeOr(where, err)
	}
	if typed, to, edited := ui.Edit(v.lang, r.fields, posted); edited {
		r.v.lang = to
		f := r.form(s, typed, nil)
		f.Version, f.Key = typed.One(ui.NameVersion), typed.One(ui.NameKey)
		return r.showForm(http.StatusOK, s, f, nil)
	}
	b := ui.Bind(v.lang, r.inputs(s), posted)
	if r.stale(s, ui.Typed(posted)) {
		return r.conflict(s, b.Typed)
	}
	b.Typed[ui.NameKey] = posted[ui.NameKey]
	if err := r.keepCopy(s, b.Typed); err != nil && !isRefused(err) {
		return err
	}
	if !r.open() {
		return r.movedOn()
	}
	return r.save(s, b, posted)
}

func (r *ruling) seeOr(where string, err error) error {
	if err != nil {
		return err
	}
	return r.v.see(where)
}

// movedOn says why the rules may not be set any more.
func (r *ruling) movedOn() error { return r.act.Blocked }

// before answers buttons that save nothing, and a form that came twice.
func (r *ruling) before(s section, posted url.Values) (bool, string, error) {
	here := r.path("/setup/" + s.id)
	switch {
	case posted.Get("keep") == "theirs":
		return true, here, nil
	case posted.Get("_drop") != "":
		err := r.v.site.App.DropCallCopy(r.v.Request().Context(), r.v.who, app.WorkingCopy{Dossier: r.id(), Section: s.id, Version: r.copies[s.id].Version})
		if err == nil {
			r.v.willSay(here, r.v.t("done.dropped"))
		}
		return true, here, err
	}
	key := r.v.formKey(posted)
	if key == nil {
		return false, "", nil
	}
	_, done, err := r.v.site.App.Kept(r.v.Request().Context(), key)
	if isRefused(err) {
		return false, "", nil
	}
	return done, r.after(s, posted), err
}

// after is where a saved section leads: on, or back to it.
func (r *ruling) after(s section, posted url.Values) string {
	i := slices.IndexFunc(callSections, func(x section) bool { return x.id == s.id })
	switch {
	case posted.Get("_stay") != "":
		return r.path("/setup/" + s.id)
	case i+1 < len(callSections):
		return r.path("/setup/" + callSections[i+1].id)
	default:
		return r.path("/setup")
	}
}
