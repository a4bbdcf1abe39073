package web

import (
	"net/http"
	"net/url"
	"strings"

	"tremplin/app/auth"
	"tremplin/app/web/page"
)

func (s *Site) accessRoutes() {
	s.peopleRoutes()
	s.echo.GET(page.PathSignIn, s.anybody((*visit).signInForm))
	s.echo.POST(page.PathSignIn, s.anybody((*visit).doSignIn))
	s.echo.POST(page.PathSignOut, s.anybody((*visit).signOut))
	s.echo.GET(page.PathSecond, s.anybody((*visit).secondForm))
	s.echo.POST(page.PathSecond, s.anybody((*visit).enterCode))
	s.echo.GET(page.PathForgotten, s.anybody((*visit).forgottenForm))
	s.echo.POST(page.PathForgotten, s.anybody((*visit).forgotten))
	s.echo.GET(auth.LinkPath+":token", s.anybody((*visit).openLink))
	s.echo.POST(auth.LinkPath+":token", s.anybody((*visit).acceptLink))
	s.echo.GET(page.PathAccount, s.owner((*visit).ownAccount))
	s.echo.POST(page.PathAccount, s.owner((*visit).changeAccount))
	s.echo.GET(page.PathAppearance, s.anybody((*visit).appearanceForm))
	s.echo.POST(page.PathAppearance, s.anybody((*visit).appearance))
}

// visitor is from where the request comes.
func (v *visit) visitor() auth.Visitor {
	return v.site.Auth.Visitor(v.Request(), v.site.client(v.Request()))
}

// local is a path of this site to go on to; home for anything else, so that no
// link leads from here to somewhere else.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return page.PathHome
	}
	return u.RequestURI()
}

func (v *visit) signInForm() error {
	if v.who.Person != nil {
		return v.see(local(v.QueryParam(page.NameNext)))
	}
	m := page.SignIn{Next: v.QueryParam(page.NameNext)}
	if v.QueryParam("done") == "password" {
		m.Done = v.t("new_password.done")
	}
	return v.showSignIn(http.StatusOK, m)
}

func (v *visit) showSignIn(status int, m page.SignIn) error {
	m.Frame = v.frame(v.t("sign_in.title"))
	m.Frame.Failed, m.Frame.NoIndex = len(m.Wrong) > 0, true
	if v.site.Demo {
		m.Demo = v.cast()
	}
	return v.show(status, m.Show())
}

func (v *visit) doSignIn() error {
	ctx, next := v.Request().Context(), v.FormValue(page.NameNext)
	if as := v.FormValue(page.NameAs); as != "" {
		if err := v.site.Auth.SignInAs(ctx, v.visitor(), as); err != nil {
			return err
		}
		return v.entered(next)
	}
	m := page.SignIn{Email: v.FormValue(page.NameEmail), Next: next}
	stage, err := v.site.Auth.SignIn(ctx, v.visitor(), m.Email, v.FormValue(page.NamePassword))
	if err != nil {
		wrong, status, err := v.wrong(err)
		if err != nil {
			return err
		}
		m.Wrong = wrong
		return v.showSignIn(status, m)
	}
	switch stage {
	case auth.Code:
		return v.see(page.PathSecond + "?" + url.Values{page.NameNext: {next}}.Encode())
	case auth.Enrol:
		return v.see(page.PathAccount)
	}
	return v.entered(next)
}

// entered marks the browser as one that somebody has signed in by, and leads on.
func (v *visit) entered(next string) error {
	c, err := v.site.Auth.DeviceCookie(v.Request().Context())
	if err != nil {
		return err
	}
	if c != nil {
		v.SetCookie(c)
	}
	return v.see(local(next))
}

func (v *visit) signOut() error {
	if err := v.site.Auth.SignOut(v.Request().Context()); err != nil {
		return err
	}
	return v.see(page.PathHome)
}
