package web

import (
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

func (s *Site) dossierRoutes() {
	e := s.echo
	e.GET("/dossiers/:id", s.signedIn((*visit).dossier))
	e.GET("/calls/:id/work", s.signedIn((*visit).board))
	for _, where := range []string{"/dossiers/:id", "/calls/:id", "/dossiers/:id/:entity/:part", "/calls/:id/:entity/:part"} {
		e.GET(where+"/do/:act", s.signedIn((*visit).actForm))
		e.POST(where+"/do/:act", s.resumable((*visit).actDone))
		e.POST(where+"/do/:act/keep", s.anybody((*visit).keepTyping))
	}
	e.GET("/documents/:dossier/:n/:file", s.signedIn((*visit).paper))
	e.GET("/files/:dossier/:id", s.signedIn((*visit).attachment))
}

// pathOf is the page of a dossier, or of a call for those who work on it.
func pathOf(ref workflow.Ref) string {
	if strings.Contains(ref.Dossier, ".") {
		return pathDossiers + "/" + url.PathEscape(ref.Dossier)
	}
	return page.PathCalls + "/" + url.PathEscape(ref.Dossier)
}

// pathWork is where one comes back to after an act.
func pathWork(ref workflow.Ref) string {
	p := pathOf(ref)
	if !strings.Contains(ref.Dossier, ".") {
		p += "/work"
	}
	return p
}

// pathCall is the page of a call: for those who work on it its board, for others the
// public one.
func (v *visit) pathCall(c *workflow.Call) string {
	if v.worksOn(c) {
		return pathWork(c.Ref())
	}
	return pathOf(c.Ref())
}

// worksOn reports whether the reader carries a call on, or sits in its committee.
func (v *visit) worksOn(c *workflow.Call) bool {
	return v.who.Sight.Funder || v.who.Sight.Committee && c.Appointed(v.who.ID()) != nil
}

// pathAct is the page of an act on a dossier or on a part of it.
func pathAct(a *app.Act) string {
	if p := ownPage(a); p != "" {
		return p
	}
	p := pathOf(a.On)
	if a.On.ID != "" {
		p += "/" + url.PathEscape(string(a.On.Entity)) + "/" + url.PathEscape(a.On.ID)
	}
	return p + "/do/" + url.PathEscape(a.Name())
}

// ownPage is the page of an act that has one of its own: the proposal's, that on
// which a partner reads its part before it answers, that of a dossier's files; ""
// for any other.
func ownPage(a *app.Act) string {
	switch {
	case a.Name() == "call.update":
		return pathOf(a.On) + "/setup"
	case a.Name() == "call.amend_rules":
		return pathOf(a.On) + "/amend"
	case whole(a) && a.Action == "create":
		return pathOf(a.On) + "/propose"
	case whole(a):
		return pathOf(a.On) + "/edit"
	case a.Name() == "sheet.save":
		return pathSheet(a.On.Dossier)
	case a.Entity == workflow.EntityParty && (a.Action == "confirm" || a.Action == "decline"):
		return pathOf(a.On) + "/part?" + url.Values{"org": {a.On.ID}}.Encode()
	case a.Entity == workflow.EntityFile && a.Action == "attach" && a.On.ID == "":
		return pathFiles(a.On.Dossier, "")
	case a.Entity == workflow.EntityFile && a.Action == "attach":
		return pathFiles(a.On.Dossier, string(a.On.Entity)+"/"+a.On.ID)
	}
	return ""
}

// whole tells an act that takes the whole proposal, which has pages of its own.
func whole(a *app.Act) bool {
	return a.Entity == workflow.EntitySubmission && (a.Action == "create" || a.Action == "update") &&
		slices.ContainsFunc(a.Fields, func(f workflow.Field) bool { return f.Name == "budget" })
}

// look is the view that an address names: of a dossier or of a call.
func (v *visit) look() (*app.View, error) {
	id := v.Param("id")
	if strings.HasPrefix(v.Path(), page.PathCalls) {
		return v.site.App.LookAtCall(v.Request().Context(), v.who, strings.ToLower(id))
	}
	return v.site.App.Look(v.Request().Context(), v.who, id)
}

func (v *visit) dossier() error {
	view, err := v.look()
	if err != nil {
		return err
	}
	f := view.File
	m := page.Dossier{Frame: v.frame(v.title(view) + ", " + app.Number(view.Call, f)), Head: v.dossierHead(view)}
	m.Frame.Here = pathDossiers
	m.Head.Links = append(m.Head.Links, v.readingLinks(f.Ref().Dossier)...)
	m.Line = v.line(view)
	m.Next = v.next(view)
	m.Can, m.Late, m.Cannot = v.actsOf(view)
	m.People = v.people(view)
	if m.Blocks, err = v.blocks(view); err != nil {
		return err
	}
	m.History, m.Pages = v.history(view)
	return v.show(http.StatusOK, m.Show())
}

// title is a dossier's, or what it goes by without one.
func (v *visit) title(view *app.View) string {
	if view.File == nil {
		r := view.Call.Rules()
		return v.words(r.Title.FR, r.Title.NL)
	}
	if p := view.File.Proposal; p != nil && p.Title.Body != "" {
		return ui.Isolate(p.Title.Body)
	}
	return v.t("dossier.untitled")
}

func (v *visit) badge(s workflow.Subject) ui.Badge {
	e := s.Ref().Entity
	return ui.Badge{Shape: ui.ShapeOf(e, s.State()), Text: locale.State(v.lang, e, s.State())}
}

// org is an organisation's name.
func (v *visit) org(id string) string {
	if o := v.who.House.Org(id); o != nil {
		return ui.Isolate(v.words(o.Name.FR, o.Name.NL))
	}
	return id
}

// standing is the name of the organisation that stands in the place of another today.
func (v *visit) standing(id string) string { return v.org(v.who.House.Heir(id)) }

// orgNow is the same, with the name of the one that it absorbed.
func (v *visit) orgNow(id string) string {
	if heir := v.who.House.Heir(id); heir != id {
		return v.t("org.was", "now", v.org(heir), "was", v.org(id))
	}
	return v.org(id)
}

// partners are those that take part.
func (v *visit) partners(f *workflow.Submission) []string {
	var out []string
	for _, p := range f.Parties {
		if s := p.State(); s != workflow.PartyDeclined && s != workflow.PartyVoid {
			out = append(out, v.org(p.Org))
		}
	}
	return out
}

func (v *visit) dossierHead(view *app.View) page.Head {
	f, c := view.File, view.Call
	h := page.Head{
		Crumbs: []ui.Link{{Text: v.t("nav.home"), Href: page.PathHome}, {Text: v.t(v.filesKey()), Href: pathDossiers}, {Text: c.Reference, Href: v.pathCall(c)}},
		Kicker: app.Number(c, f) + ", " + v.orgNow(f.Sisp), Title: v.title(view), Tags: []ui.Badge{v.badge(f)},
	}
	if ps := v.partners(f); len(ps) > 0 {
		h.Kicker = v.t("dossier.with", "number", app.Number(c, f), "sisp", v.orgNow(f.Sisp), "partners", locale.And(v.lang, ps))
	}
	switch {
	case f.Signed > 0:
		h.Facts = append(h.Facts, v.t("dossier.signed", "amount", f.Signed))
	case f.Awarded > 0:
		h.Facts = append(h.Facts, v.t("dossier.awarded", "amount", f.Awarded))
	case f.Requested > 0:
		h.Facts = append(h.Facts, v.t("dossier.requested", "amount", f.Requested))
	}
	if n := c.Edition(f.Edition).Months; n > 0 {
		h.Facts = append(h.Facts, v.t("call.months", "n", n))
	}
	if f.Proposal != nil {
		if name := v.theme(c, f.Proposal.Theme); name != "" {
			h.Facts = append(h.Facts, name)
		}
	}
	return h
}

func (v *visit) theme(c *workflow.Call, id string) string {
	for _, t := range c.Rules().Themes {
		if t.ID == id {
			return v.words(t.Title.FR, t.Title.NL)
		}
	}
	return ""
}

// filesKey names the list of dossiers: one's own, or all that one may see.
func (v *visit) filesKey() string {
	if v.who.Sight.Funder || v.who.Sight.Committee {
		return "nav.files"
	}
	return "nav.my_files"
}
