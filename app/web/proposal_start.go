package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// starting is a visit by who begins a proposal.
type starting struct {
	v       *visit
	view    *app.View
	call    *workflow.Call
	act     *app.Act
	sisps   []string // for which the viewer writes
	sisp    string   // the one chosen, or the only one
	from    *workflow.Submission
	later   int // how many months after the call of that project this one opened
	earlier []app.Earlier
}

// begun are the inputs that a proposal needs to exist at all.
var begunWith = []string{"sisp", "title", "theme", "continues", "requested", "cofinancing", "budget"}

func (v *visit) starting(sisp, from string) (*starting, error) {
	ctx := v.Request().Context()
	view, err := v.site.App.LookAtCall(ctx, v.who, v.Param("id"))
	if err != nil {
		return nil, err
	}
	st := &starting{v: v, view: view, call: view.Call, act: view.Act("submission.create", view.Call.Ref())}
	for _, g := range v.who.Actor.Grants {
		if g.Role == workflow.Editor && g.On(v.who.Today) && !slices.Contains(st.sisps, g.Org) {
			st.sisps = append(st.sisps, g.Org)
		}
	}
	switch {
	case st.act == nil || len(st.sisps) == 0:
		return nil, &workflow.Error{Kind: workflow.Forbidden, Code: workflow.CodeRole, Facts: map[string]any{"by": []workflow.Role{workflow.Editor}}}
	case slices.Contains(st.sisps, sisp):
		st.sisp = sisp
	case len(st.sisps) == 1:
		st.sisp = st.sisps[0]
	}
	for _, org := range st.sisps {
		more, err := v.site.App.Earlier(ctx, v.who, org, view.Call.Ref().Dossier)
		if err != nil {
			return nil, err
		}
		st.earlier = append(st.earlier, more...)
	}
	return st, st.takeFrom(from)
}

// takeFrom finds the earlier project to begin from; "" for none.
func (st *starting) takeFrom(id string) error {
	if id == "" {
		return nil
	}
	view, err := st.v.site.App.Look(st.v.Request().Context(), st.v.who, id)
	if err != nil {
		return err
	}
	if !slices.Contains(st.sisps, view.File.Sisp) || view.File.Proposal == nil {
		return workflow.NotThere()
	}
	st.from, st.sisp = view.File, view.File.Sisp
	st.later = monthsBetween(view.Call.OpensAt, st.call.OpensAt)
	return nil
}

func (v *visit) startForm() error {
	st, err := v.starting("", v.QueryParam("from"))
	if err != nil {
		return err
	}
	if st.act.Blocked != nil {
		return st.act.Blocked
	}
	values := map[string]any{}
	if st.sisp != "" {
		values["sisp"] = st.sisp
	}
	if st.from != nil {
		values = st.taken([]string{"identity", "budget"})
		values["sisp"], values["continues"] = st.sisp, st.from.Ref().Dossier
	}
	return st.show(http.StatusOK, ui.Show(v.lang, st.act.Fields, values), nil, nil)
}

// taken are the values of some sections of the earlier project, as far as this
// call knows what they name.
func (st *starting) taken(ids []string) map[string]any {
	out := map[string]any{}
	if st.from == nil {
		return out
	}
	p := *st.from.Proposal
	r := st.call.Rules()
	knows := func(all []workflow.Named, id string) bool {
		return slices.ContainsFunc(all, func(n workflow.Named) bool { return n.ID == id })
	}
	if !knows(r.Themes, p.Theme) {
		p.Theme = ""
	}
	p.Objectives = slices.DeleteFunc(slices.Clone(p.Objectives), func(id string) bool { return len(r.Objectives) > 0 && !knows(r.Goals(), id) })
	if !slices.Contains(ids, "partners") { // whoever owed a deliverable takes no part
		p.Deliverables = slices.Clone(p.Deliverables)
		for i := range p.Deliverables {
			p.Deliverables[i].Party = ""
		}
	}
	st.moveDates(&p)
	all := rawProposal(&p)
	for _, id := range ids {
		if s, ok := sectionOf(id); ok {
			maps.Copy(out, picks(all, s))
		}
	}
	return out
}

// moveDates brings what was planned for the earlier project to this call's time:
// it keeps its place in the calendar, as many months later.
func (st *starting) moveDates(p *workflow.Proposal) {
	p.Deliverables, p.Activities = slices.Clone(p.Deliverables), slices.Clone(p.Activities)
	for i := range p.Deliverables {
		p.Deliverables[i].Due = st.moved(p.Deliverables[i].Due)
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		a.From, a.Until = st.moved(a.From), st.moved(a.Until)
	}
}

func (st *starting) moved(d workflow.Date) workflow.Date {
	if d == "" {
		return ""
	}
	return max(d.Plus(st.later, 0), workflow.DateOf(st.call.OpensAt))
}

// monthsBetween counts begun months, so that what followed the one moment follows
// the other too.
func monthsBetween(a, b time.Time) int {
	from, to := workflow.DateOf(a), workflow.DateOf(b)
	n := 0
	for from.Plus(n, 0) < to {
		n++
	}
	return n
}

// start makes the proposal.
func (v *visit) start() error {
	if err := v.Request().ParseForm(); err != nil {
		return err
	}
	posted := v.Request().PostForm
	st, err := v.starting(posted.Get("sisp"), posted.Get("_from"))
	if err != nil {
		return err
	}
	if done, err := st.v.wentAway(st.errand(), posted); done || err != nil {
		return err
	}
	if typed, to, edited := ui.Edit(v.lang, st.act.Fields, posted); edited {
		v.lang = to
		return st.show(http.StatusOK, typed, posted["_take"], nil)
	}
	b := ui.Bind(v.lang, st.inputs(), posted)
	keepHidden(b.Typed, posted)
	values := st.taken(posted["_take"])
	for name := range b.Values {
		values[name] = b.Values[name]
	}
	if len(b.Problems) > 0 {
		return st.show(http.StatusBadRequest, b.Typed, posted["_take"], b.Problems)
	}
	out, err := v.site.App.Perform(v.Request().Context(), app.Command{
		Actor: v.who.ID(), Surface: "web", Entity: workflow.EntitySubmission, Action: "create", On: st.call.Ref().Dossier, Values: values, Key: v.formKey(posted),
	})
	no, refused := errors.AsType[*workflow.Error](err)
	switch {
	case refused && no.Kind != workflow.NotFound && no.Kind != workflow.Forbidden:
		return st.show(statuses[no.Kind], b.Typed, posted["_take"], problemsOf(no))
	case err != nil:
		return err
	}
	return v.seeDone(pathDossiers+"/"+url.PathEscape(out.On.Dossier)+"/edit/description", st.startedWords(posted["_take"]))
}

func (st *starting) inputs() []workflow.Field {
	return slices.DeleteFunc(slices.Clone(st.act.Fields), func(f workflow.Field) bool { return !slices.Contains(begunWith, f.Name) })
}

func (st *starting) show(status int, typed ui.Typed, take []string, problems []workflow.Problem) error {
	title := st.v.t("start.title")
	r := st.call.Rules()
	here := "/calls/" + url.PathEscape(st.call.Ref().Dossier)
	if len(typed.Rows("budget")) == 0 {
		typed["budget.0._row"] = []string{"1"} // a proposal has at least one line
	}
	f := ui.Form{
		Lang: st.v.lang, Today: st.v.who.Today, Entity: workflow.EntitySubmission, Action: "create", Fields: st.act.Fields, Values: typed, Problems: problems,
		Post: here + "/propose", Submit: st.v.t("start.do"), Key: newFormKey(), Only: begunWith[1:], Cap: r.Max, Floor: r.Min, Before: st.begin(here, take).Show(),
		Options: map[string][]ui.Option{"theme": st.v.namedOptions(r.Themes), "continues": earlierOptions(st.earlier), "sisp": nil},
		Hints:   map[string]string{"requested": st.v.t("proposal.hint.requested", "min", r.Min, "max", r.Max), "cofinancing": st.v.t("proposal.hint.cofinancing"), "continues": st.v.t("proposal.hint.continues")},
		Labels:  map[string]string{"sisp": locale.Choice(st.v.lang, "kind", "sisp")},
	}
	if len(st.sisps) > 1 && st.from == nil {
		f.Only = begunWith
		for _, id := range st.sisps {
			f.Options["sisp"] = append(f.Options["sisp"], ui.Option{Value: id, Text: st.v.orgName(id)})
		}
	} else {
		f.Hidden = append(f.Hidden, ui.Pair{Name: "sisp", Value: st.sisp})
	}
	if st.from != nil {
		f.Hidden = append(f.Hidden, ui.Pair{Name: "_from", Value: st.from.Ref().Dossier})
	}
	m := page.Act{Frame: st.v.frame(title), Form: f, Head: page.Head{
		Crumbs: []ui.Link{{Text: st.v.t("nav.calls"), Href: page.PathCalls}, {Text: st.v.words(r.Title.FR, r.Title.NL), Href: here}},
		Kicker: st.call.Reference, Title: title, Lead: st.v.t("start.lead"), Facts: []string{st.v.t("proposal.until", "at", st.call.ClosesAt)},
	}}
	m.Frame.Wide = true
	m.Form.Autosave = here + "/do/submission.create/keep"
	if err := st.keeping(&m); err != nil {
		return err
	}
	return st.v.show(status, m.Show())
}

// keeping keeps what is typed before there is a dossier, and gives it back; whoever
// begins from an earlier project begins anew.
func (st *starting) keeping(m *page.Act) error {
	typed := m.Form.Values
	if st.v.Request().Method != http.MethodGet {
		return st.v.keptAgain(st.errand(), typed, m)
	}
	err := st.v.resumed(st.errand(), m)
	if st.from != nil {
		m.Form.Values, m.Form.Saved, m.Resumed = typed, "", nil
		for i := range m.Form.Hidden { // what is kept of another beginning is not written over
			if m.Form.Hidden[i].Name == ui.NameCopy {
				m.Form.Hidden[i].Value = formatVersion(0)
			}
		}
	}
	return err
}

func (st *starting) errand() *errand {
	return &errand{view: st.view, act: st.act, on: st.call.Ref()}
}

// begin is the choice of what to begin from.
func (st *starting) begin(here string, take []string) page.Begin {
	m := page.Begin{Frame: st.v.frame(""), Empty: ui.Link{Text: st.v.t("start.empty"), Href: here + "/propose"}}
	for _, e := range st.earlier {
		m.Earlier = append(m.Earlier, ui.Link{Text: earlierText(e), Href: here + "/propose?" + url.Values{"from": {e.ID}}.Encode()})
	}
	if st.from == nil {
		return m
	}
	m.From = st.from.Proposal.Title.Body
	all := rawProposal(st.from.Proposal)
	if p := st.from.Proposal; p.Theme != "" && st.taken([]string{"identity"})["theme"] == nil {
		m.Not = append(m.Not, st.v.t("start.not_theme"))
	}
	for _, s := range sections {
		if s.id == "identity" || s.id == "budget" || len(picks(all, s)) == 0 {
			continue
		}
		if len(st.taken([]string{s.id})) == 0 {
			m.Not = append(m.Not, st.notTaken(s.id))
			continue
		}
		m.Take = append(m.Take, page.Taken{ID: s.id, Text: st.v.t("proposal.section."+s.id) + st.note(s.id), On: take == nil && st.v.Request().Method == http.MethodGet || slices.Contains(take, s.id)})
	}
	return m
}

// note says of what has dates how they come along.
func (st *starting) note(section string) string {
	if was, is := len(st.from.Proposal.Objectives), st.goals(); section == "objectives" && is < was {
		return " (" + st.v.t("start.some", "n", is, "of", was) + ")"
	}
	if section != "deliverables" && section != "activities" || st.later == 0 {
		return ""
	}
	return " (" + st.v.t("start.later", "n", st.later) + ")"
}

// goals is how many of the earlier project's objectives this call knows.
func (st *starting) goals() int {
	all, _ := st.taken([]string{"objectives"})["objectives"].([]any)
	return len(all)
}

// notTaken says that a section could not be taken over, and why.
func (st *starting) notTaken(id string) string {
	return st.v.t("start.not", "section", st.v.t("proposal.section."+id))
}

func earlierText(e app.Earlier) string { return e.Title + " (" + e.Call + ")" }

func earlierOptions(all []app.Earlier) []ui.Option {
	out := make([]ui.Option, 0, len(all))
	for _, e := range all {
		out = append(out, ui.Option{Value: e.ID, Text: earlierText(e)})
	}
	return out
}

// startedWords say that the proposal is begun, and which sections came from where.
func (st *starting) startedWords(take []string) string {
	say := st.v.t("done.started")
	if st.from == nil {
		return say
	}
	names := []string{st.v.t("proposal.section.identity"), st.v.t("proposal.section.budget")}
	var not []string
	for _, s := range sections {
		switch {
		case !slices.Contains(take, s.id):
		case len(st.taken([]string{s.id})) > 0:
			name := st.v.t("proposal.section." + s.id)
			if s.id == "objectives" {
				name += st.note(s.id)
			}
			names = append(names, name)
		default:
			not = append(not, st.notTaken(s.id))
		}
	}
	say += " " + st.v.t("done.taken", "title", ui.Isolate(st.from.Proposal.Title.Body), "sections", locale.And(st.v.lang, names))
	return strings.Join(append([]string{say}, not...), " ")
}
