package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tremplin/app"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// pathScenarios is where ways of sharing out a call's budget are compared.
func pathScenarios(call string) string {
	return page.PathCalls + "/" + url.PathEscape(call) + "/scenarios"
}

// Names in the address and in the forms of the scenarios; those of the rules are the
// API's.
const (
	askPerSisp   = "at_most_per_sisp"
	askEachTheme = "at_least_one_per_theme"
	askHand      = "hand"
	askIn        = "in" // a dossier that is chosen
	askGrant     = "a." // and the dossier: its amount
)

// scenarios compares ways of sharing out the budget.
func (v *visit) scenarios() error {
	q := v.Request().URL.Query()
	rules, bad := readRules(q)
	s, err := v.site.App.ScenariosOf(v.Request().Context(), v.who, v.Param("id"), rules, q.Get(askHand))
	if err != nil {
		return err
	}
	typed := map[string]string{}
	if bad {
		typed[askPerSisp] = q.Get(askPerSisp)
	}
	return v.showScenarios(s, typed)
}

// readRules reads the rules that the scenarios keep; bad says that the number of
// projects per SISP is none.
func readRules(q url.Values) (rules app.ScenarioRules, bad bool) {
	rules.EachTheme = q.Get(askEachTheme) == "true"
	if n := strings.TrimSpace(q.Get(askPerSisp)); n != "" {
		x, err := strconv.Atoi(n)
		if err != nil || x < 1 || x > app.MostPerSisp {
			return rules, true
		}
		rules.PerSisp = x
	}
	return rules, false
}

// chooseByHand takes the form of a choice by hand and leads to its address: nothing
// is kept. An amount that is none is shown again, with what is wrong.
func (v *visit) chooseByHand() error {
	form, err := v.FormParams()
	if err != nil {
		return err
	}
	q := url.Values{}
	for _, name := range []string{askPerSisp, askEachTheme} {
		if x := form.Get(name); x != "" {
			q.Set(name, x)
		}
	}
	rules, _ := readRules(q)
	s, err := v.site.App.ScenariosOf(v.Request().Context(), v.who, v.Param("id"), rules, "")
	if err != nil {
		return err
	}
	choice, bad := v.readChoice(s, form)
	if bad {
		return v.showScenarios(s, typedChoice(form))
	}
	if len(choice) > 0 {
		q.Set(askHand, s.Hand(choice))
	}
	return v.see(addressed(pathScenarios(s.Call.Ref().Dossier), q) + "#h-compared")
}

// readChoice are the dossiers that are chosen with their amounts, in the order of the
// ranking; bad says that an amount is none.
func (v *visit) readChoice(s *app.Scenarios, form url.Values) (choice []app.Chosen, bad bool) {
	chosen := map[string]bool{}
	for _, id := range form[askIn] {
		chosen[id] = true
	}
	for i := range s.Lines {
		id := s.Lines[i].ID
		if !chosen[id] {
			continue
		}
		m, ok := v.readAmount(form.Get(askGrant + id))
		bad = bad || !ok
		choice = append(choice, app.Chosen{ID: id, Amount: m})
	}
	return choice, bad
}

func (v *visit) readAmount(typed string) (workflow.Money, bool) {
	m, err := workflow.ParseMoney(locale.Typed(v.lang, typed))
	return m, err == nil && m >= 0
}

// typedChoice is a choice as it was sent, to be shown again.
func typedChoice(form url.Values) map[string]string {
	out := map[string]string{}
	for name := range form {
		if strings.HasPrefix(name, askGrant) {
			out[name] = form.Get(name)
		}
	}
	for _, id := range form[askIn] {
		out[askIn+"."+id] = id
	}
	return out
}

// showScenarios draws the page; typed is what was sent and could not be taken.
func (v *visit) showScenarios(s *app.Scenarios, typed map[string]string) error {
	c := s.Call
	title, id := v.t("scenarios.title"), c.Ref().Dossier
	m := page.Scenarios{
		Frame: v.frame(title + ", " + c.Reference), Action: pathScenarios(id),
		Head: page.Head{
			Crumbs: v.crumbs(ui.Link{Text: v.t("calls.crumb"), Href: page.PathCalls}, ui.Link{Text: c.Reference, Href: pathWork(c.Ref())}, ui.Link{Text: v.t("ranking.title"), Href: pathRanking(id)}),
			Kicker: v.t("ranking.kicker", "reference", c.Reference), Title: title, Tags: []ui.Badge{v.badge(c)}, Lead: v.t("scenarios.lead", "envelope", s.Total),
		},
	}
	m.Frame.Here, m.Frame.Wide = page.PathCalls, true
	if len(s.Rows) == 0 {
		m.Empty = v.unranked(c)
		return v.show(http.StatusOK, m.Show())
	}
	m.EachTheme = s.Rules.EachTheme
	if s.Rules.PerSisp > 0 {
		m.PerSisp = strconv.Itoa(s.Rules.PerSisp)
	}
	if bad, ok := typed[askPerSisp]; ok {
		m.PerSisp, m.BadPerSisp = bad, v.t("scenarios.per_sisp_bad", "max", app.MostPerSisp)
	}
	x := &sharing{v: v, s: s, typed: typed}
	m.Notes, m.Compared, m.Each, m.Wrong = x.notes(), x.compared(), x.each(m.Frame), x.wrong()
	status := http.StatusOK
	if len(m.Wrong) > 0 || m.BadPerSisp != "" {
		status, m.Frame.Failed = http.StatusUnprocessableEntity, true
	}
	return v.show(status, m.Show())
}
