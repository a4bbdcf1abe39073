package web

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
)

// Cookies that anybody may have.
const (
	cookieLang  = "lang"
	cookieTheme = "theme"
	yearSeconds = 365 * 24 * 3600
)

// visit is one request: who asks, in which language.
type visit struct {
	echo.Context
	site    *Site
	who     *app.Viewer
	session auth.Session
	lang    locale.Language
	news    *string // what was done before, once it was looked up
}

// handler answers a visit.
type handler func(*visit) error

// anybody lets everybody in.
func (s *Site) anybody(h handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := s.visit(c)
		if err != nil {
			return err
		}
		return h(v)
	}
}

// signedIn asks who is not signed in to do so, and brings them back.
func (s *Site) signedIn(h handler) echo.HandlerFunc {
	return s.anybody(func(v *visit) error {
		if v.who.Person == nil {
			return v.signIn()
		}
		return h(v)
	})
}

// signIn leads to the page for it, and from there back.
func (v *visit) signIn() error {
	to := page.PathSignIn
	switch v.session.Stage {
	case auth.Code:
		to = page.PathSecond
	case auth.Enrol:
		return v.Redirect(http.StatusSeeOther, page.PathAccount)
	}
	if v.Request().Method == http.MethodGet {
		to += "?" + url.Values{page.NameNext: {v.Request().URL.RequestURI()}}.Encode()
	}
	return v.Redirect(http.StatusSeeOther, to)
}

func (s *Site) visit(c echo.Context) (*visit, error) {
	v := &visit{Context: c, site: s}
	ctx := c.Request().Context()
	var err error
	if v.session, err = s.Auth.Current(ctx); err != nil {
		return nil, err
	}
	if v.who, err = s.App.Viewer(ctx, auth.Actor(v.session), "web"); err != nil {
		return nil, err
	}
	v.lang = v.language()
	c.Set("visit", v)
	return v, nil
}

// language is what the address asks for, or else the session's, the cookie's,
// the person's, the browser's. What the address asks for is remembered.
func (v *visit) language() locale.Language {
	if l, ok := locale.Parse(v.QueryParam("lang")); ok {
		v.keep(cookieLang, string(l))
		return l
	}
	if c, err := v.Cookie(cookieLang); err == nil {
		if l, ok := locale.Parse(c.Value); ok {
			return l
		}
	}
	if l, ok := locale.Parse(v.session.Language); ok {
		return l
	}
	if v.who.Person != nil {
		if l, ok := locale.Parse(v.who.Person.Language); ok {
			return l
		}
	}
	return locale.Match(v.Request().Header.Get("Accept-Language"))
}

// keep remembers a choice on this device.
func (v *visit) keep(name, value string) {
	v.SetCookie(&http.Cookie{ //nolint:gosec // Secure is the installation's: a demonstration has no https
		Name: name, Value: value, Path: "/", MaxAge: yearSeconds, HttpOnly: true, Secure: v.site.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// t is a text of the site.
func (v *visit) t(key string, facts ...any) string { return ui.T(v.lang, key, facts...) }

// words is a text in the reader's language, or in the one that there is.
func (v *visit) words(fr, nl string) string {
	if v.lang == locale.NL && nl != "" || fr == "" {
		return nl
	}
	return fr
}

// frame is what stands around a page.
func (v *visit) frame(title string) page.Frame {
	f := page.Frame{Lang: v.lang, Title: title, Path: v.Request().URL.RequestURI(), Query: v.QueryParam("q"), NoIndex: v.who.Person != nil}
	f.Done = v.wasDone()
	if v.site.Banner != "" {
		f.Banner = v.t(v.site.Banner)
	}
	if c, err := v.Cookie(cookieTheme); err == nil && (c.Value == "light" || c.Value == "dark") {
		f.Theme = c.Value
	}
	f.Nav = []ui.Link{{Text: v.t("nav.calls"), Href: page.PathCalls}, {Text: v.t("nav.faq"), Href: page.PathQuestions}}
	if p := v.who.Person; p != nil {
		f.Person = &page.Person{Name: p.Name.Body}
		if o := v.who.House.Org(p.Org); o != nil && o.Kind != "funder" { // the funder's name stands beside
			f.Person.Organisations = []string{v.words(o.Name.FR, o.Name.NL)}
		}
		f.Nav = append(v.ownNav(), append(append(v.agendaNav(), v.peopleNav()...), f.Nav...)...)
	}
	return f
}

// drawn is a page, as package page draws it.
type drawn interface {
	Render(context.Context, io.Writer) error
}

// show answers with a page.
func (v *visit) show(status int, c drawn) error {
	v.Response().Header().Set(echo.HeaderContentType, "text/html; charset=utf-8")
	v.Response().WriteHeader(status)
	return c.Render(v.Request().Context(), v.Response())
}

// see leads on after something was done.
func (v *visit) see(path string) error { return v.Redirect(http.StatusSeeOther, path) }
