package web

import (
	"net/http"
	"net/url"

	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// callsAtOnce is how many calls a page of the public lists holds.
const callsAtOnce = 20

// statedOn is since when the statements say what they say.
const statedOn workflow.Date = "2026-11-22"

func (s *Site) publicRoutes() {
	s.echo.GET(page.PathCalls, s.anybody((*visit).publicCalls))
	s.echo.GET(page.PathCalls+"/:call", s.anybody((*visit).publicCall))
	s.echo.GET(page.PathQuestions, s.anybody((*visit).questions))
	s.echo.GET(page.PathAccessibility, s.anybody(func(v *visit) error { return v.statement(page.Accessibility) }))
	s.echo.GET(page.PathPrivacy, s.anybody(func(v *visit) error { return v.statement(page.Privacy) }))
	s.echo.GET(page.PathContact, s.anybody((*visit).contact))
	s.echo.GET(page.PathCheck, s.anybody((*visit).checkDocument))
	s.echo.GET(page.PathCheck+"/:number/:hash", s.anybody((*visit).checkDocument))
}

// publicPath is where a call shows itself to everybody.
func publicPath(c *workflow.Call) string { return page.PathCalls + "/" + c.Ref().Dossier }

// publicCalls lists the calls that are open, and those before.
func (v *visit) publicCalls() error {
	calls, more, err := v.site.App.PublicCalls(v.Request().Context(), v.QueryParam("after"), callsAtOnce)
	if err != nil {
		return err
	}
	m := page.Calls{Frame: v.frame(v.t("calls.title"))}
	m.Frame.Here = page.PathCalls
	for _, c := range calls {
		r := c.Rules()
		row := page.Listed{
			Title: v.words(r.Title.FR, r.Title.NL), Lang: v.tongue(r.Title.FR, r.Title.NL), Href: publicPath(c), Reference: c.Reference,
			State: c.State(), ClosesAt: c.ClosesAt, Envelope: c.Envelope, Min: r.Min, Max: r.Max,
		}
		if c.State() == "open" {
			m.Open = append(m.Open, row)
		} else {
			m.Past = append(m.Past, row)
		}
	}
	m.Pages, m.Funder = pagesAfter(page.PathCalls, v.QueryParam("after"), more), v.callWays()
	return v.show(http.StatusOK, m.Show())
}

// pagesAfter leads on in a list by cursor, and back to its beginning.
func pagesAfter(path, after, more string) ui.Pages {
	var p ui.Pages
	if after != "" {
		p.Previous = path
	}
	if more != "" {
		p.Next = path + "?" + url.Values{"after": {more}}.Encode()
	}
	return p
}

// tongue is the language of what words gave, where that is not the page's.
func (v *visit) tongue(fr, nl string) string {
	l := locale.FR
	if v.lang == locale.NL && nl != "" || fr == "" {
		l = locale.NL
	}
	if l == v.lang || fr == nl {
		return ""
	}
	return string(l)
}

// questions are the published answers of the newest calls.
func (v *visit) questions() error {
	ctx := v.Request().Context()
	calls, more, err := v.site.App.PublicCalls(ctx, v.QueryParam("after"), callsAtOnce)
	if err != nil {
		return err
	}
	at, err := v.site.App.Answers(ctx, calls)
	if err != nil {
		return err
	}
	m := page.Questions{Frame: v.frame(v.t("faq.title")), Pages: pagesAfter(page.PathQuestions, v.QueryParam("after"), more)}
	m.Frame.Here = page.PathQuestions
	for _, c := range calls {
		for _, q := range v.answered(c, at) {
			q.About = c.Reference
			m.List = append(m.List, q)
		}
		if c.State() == "open" && m.Ask.Href == "" {
			if m.Ask, err = v.asking(c); err != nil {
				return err
			}
		}
	}
	return v.show(http.StatusOK, m.Show())
}

func (v *visit) statement(key string) error {
	m := page.Statement{Frame: v.frame(v.t(key + ".title")), Key: key, Day: statedOn, Email: v.site.ContactEmail, Phone: v.site.ContactPhone}
	m.Ombuds, m.Officer, m.Basis = v.setting("ombuds_contact"), v.setting("dpo_contact"), v.setting("privacy_basis")
	m.Authority = v.setting("privacy_authority")
	return v.show(http.StatusOK, m.Show())
}

// setting is a text of the house's settings; "" for one that nobody has given.
func (v *visit) setting(key string) string {
	w := v.site.App.Settings.Texts[key]
	return v.words(w.FR, w.NL)
}

func (v *visit) contact() error {
	m := page.Contact{Frame: v.frame(v.t("contact.title")), Email: v.site.ContactEmail, Phone: v.site.ContactPhone, Team: v.setting("das_name")}
	if o := v.who.House.Org(v.who.House.Funder()); o != nil {
		m.Address = o.Address
	}
	return v.show(http.StatusOK, m.Show())
}
