package web

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/export"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// publicCall shows a call to everybody: its rules, its calendar, the answers;
// what it supports once that is published.
func (v *visit) publicCall() error {
	c, err := v.site.App.PublicCall(v.Request().Context(), v.Param("call"))
	if err != nil {
		return err
	}
	m := v.callPage(c.Call, c.Texts)
	m.Questions, m.Results = v.answered(c.Call, c.Asked), v.results(c)
	m.Envelope = c.Budget
	for _, x := range c.Changes {
		m.Changed = append(m.Changed, v.t("call.budget_changed", "from", x.From, "to", x.To, "decision", v.mandate(x.Mandate)))
	}
	if len(m.Results) > 0 {
		m.Open = ui.Link{Text: v.t("data.open"), Href: pathData(c.Ref().Dossier) + "/" + string(export.Giving)}
	}
	m.Frame.Here = page.PathCalls
	if c.State() == "open" {
		if m.Begin, err = v.beginning(c.Call); err != nil {
			return err
		}
	}
	return v.show(http.StatusOK, m.Show())
}

// rules are a call's rules in words.
func (v *visit) rules(m *page.Call, r *workflow.Rules, texts []workflow.PublicText) {
	m.Texts = v.texts(texts)
	for _, x := range r.Themes {
		m.Themes = append(m.Themes, v.words(x.Title.FR, x.Title.NL))
	}
	for _, a := range r.Axes() {
		x := page.Axis{Title: v.words(a.Title.FR, a.Title.NL)}
		for _, n := range a.Goals {
			x.Goals = append(x.Goals, v.words(n.Title.FR, n.Title.NL))
		}
		m.Axes = append(m.Axes, x)
	}
	for _, x := range r.Criteria {
		m.Criteria = append(m.Criteria, page.Criterion{Title: v.words(x.Title.FR, x.Title.NL), Weight: x.Weight})
	}
	for _, x := range r.Admissibility {
		m.Points = append(m.Points, v.words(x.Text.FR, x.Text.NL))
	}
	for _, x := range r.Required {
		m.Required = append(m.Required, locale.Label(v.lang, workflow.EntitySubmission, "create", x))
	}
	for _, x := range r.Instalments {
		m.Shares = append(m.Shares, page.Share{PerCent: x.Share, After: x.After})
	}
}

// texts are a call's further texts: those with a title of their own as sections,
// the others together, with what they are where that is known.
func (v *visit) texts(all []workflow.PublicText) []page.Text {
	var out []page.Text
	rest := page.Text{Title: v.t("call.text")}
	for _, t := range all {
		x := titled(v.words(t.Text.FR, t.Text.NL), "")
		if x.Title != "" {
			out = append(out, x)
			continue
		}
		if key := "call.text_" + t.ID; locale.Has(v.lang, "site."+key) && len(x.Body) > 0 {
			x.Body[0] = v.t(key, "text", x.Body[0])
		}
		rest.Body = append(rest.Body, x.Body...)
	}
	if len(rest.Body) > 0 {
		out = append(out, rest)
	}
	return out
}

// titleRunes is how long the first line of a text may be to be its title.
const titleRunes = 80

// titled is a text with its title: its first line, if that is one.
func titled(text, otherwise string) page.Text {
	first, rest, several := strings.Cut(strings.TrimSpace(text), "\n")
	out := page.Text{Title: otherwise}
	if several && len([]rune(first)) <= titleRunes && !strings.HasSuffix(first, ".") {
		out.Title, text = strings.TrimSpace(first), rest
	}
	for p := range strings.SplitSeq(text, "\n") {
		if p = strings.TrimSpace(p); p != "" {
			out.Body = append(out.Body, p)
		}
	}
	return out
}

// calendar are the moments that the call itself names.
func (v *visit) calendar(c *workflow.Call) []page.Date {
	out := []page.Date{{What: v.t("call.opens"), At: c.OpensAt}, {What: v.t("call.closes"), At: c.ClosesAt}}
	if c.PublishedOn != "" {
		out = append(out, page.Date{What: v.t("call.published"), Day: c.PublishedOn})
	}
	return out
}

func (v *visit) results(c *app.PublicCall) []page.Result {
	themes := map[string]string{}
	for _, t := range c.Rules().Themes {
		themes[t.ID] = v.words(t.Title.FR, t.Title.NL)
	}
	out := make([]page.Result, 0, len(c.Results))
	for _, r := range c.Results {
		x := page.Result{Title: r.Title, Leader: v.words(r.Leader.FR, r.Leader.NL), Theme: themes[r.Theme], Amount: r.Amount}
		if r.Language != string(v.lang) {
			x.Lang = r.Language
		}
		names := make([]string, len(r.Partners))
		for i, p := range r.Partners {
			names[i] = v.words(p.FR, p.NL)
		}
		x.Partners = strings.Join(names, ", ")
		out = append(out, x)
	}
	return out
}

// answered are the published questions of a call.
func (v *visit) answered(c *workflow.Call, at map[workflow.Ref]time.Time) []page.Question {
	var out []page.Question
	for _, q := range c.Questions {
		if q.State() != "published" {
			continue
		}
		x := v.question(q)
		if t := at[q.Ref()]; !t.IsZero() {
			x.Day = workflow.DateOf(t)
		}
		out = append(out, x)
	}
	return out
}

// askedIn is the language of a question, which is put in one: as its words tell, or
// else, for those who may know who asks, as they write.
func (v *visit) askedIn(q *workflow.Question) locale.Language {
	if l := tongueOf(q.Text.Body); l != "" {
		return l
	}
	if o := v.who.House.Org(q.Org); o != nil && v.who.KnowsAsker(q) && (o.Language == string(locale.FR) || o.Language == string(locale.NL)) {
		return locale.Language(o.Language)
	}
	return ""
}

// question is one with its answer in the reader's language and in the other.
func (v *visit) question(q *workflow.Question) page.Question {
	x := page.Question{Ask: q.Text.Body, Answer: v.words(q.Answer.FR, q.Answer.NL), Lang: v.tongue(q.Answer.FR, q.Answer.NL), Other: q.Answer.NL, OtherLang: "nl"}
	if x.Answer == q.Answer.NL {
		x.Other, x.OtherLang = q.Answer.FR, "fr"
	}
	if l := v.askedIn(q); l != v.lang {
		x.AskLang = string(l)
	}
	return x
}

// beginning leads to a new dossier: whoever may make one there, everybody else
// to signing in first. Whose role makes none is led nowhere.
func (v *visit) beginning(c *workflow.Call) (ui.Link, error) {
	begin := ui.Link{Text: v.t("call.begin")}
	if v.who.Person == nil {
		begin.Href = page.PathSignIn + "?" + url.Values{page.NameNext: {publicPath(c)}}.Encode()
		return begin, nil
	}
	a, err := v.possible(c, "submission.create")
	if a == nil || err != nil {
		return ui.Link{}, err
	}
	begin.Href = publicPath(c) + "/propose"
	return begin, nil
}

// possible is an act on a call that who asks may do now; nil if they may not.
func (v *visit) possible(c *workflow.Call, name string) (*app.Act, error) {
	view, err := v.site.App.LookAtCall(v.Request().Context(), v.who, c.Ref().Dossier)
	if err != nil {
		return nil, err
	}
	if a := view.Act(name, c.Ref()); a != nil && a.Blocked == nil {
		return a, nil
	}
	return nil, nil //nolint:nilnil // they may not
}

// asking leads to a question about a call: whoever may ask one, and everybody
// who is not signed in to doing so.
func (v *visit) asking(c *workflow.Call) (ui.Link, error) {
	ask := ui.Link{Text: v.t("faq.ask")}
	if v.who.Person == nil {
		ask.Href = page.PathSignIn + "?" + url.Values{page.NameNext: {page.PathQuestions}}.Encode()
		return ask, nil
	}
	a, err := v.possible(c, "question.ask")
	if a == nil || err != nil {
		return ui.Link{}, err
	}
	ask.Href = pathAct(a)
	return ask, nil
}
