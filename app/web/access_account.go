package web

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/locale"
	"tremplin/workflow"
)

// owner lets in who is signed in, and who has to set up a second factor first.
func (s *Site) owner(h handler) echo.HandlerFunc {
	return s.anybody(func(v *visit) error {
		if v.session.Stage != auth.In && v.session.Stage != auth.Enrol {
			return v.signIn()
		}
		return h(v)
	})
}

// doneTexts are what the account's page says after something was done.
var doneTexts = map[string]string{
	"language": "account.language_done", "password": "account.password_done", "ended": "session.ended", "ended-others": "session.ended_others", "factor-off": "factor.done_off",
}

func (v *visit) ownAccount() error {
	m := page.Account{Done: v.QueryParam("done")}
	if key := doneTexts[m.Done]; key != "" {
		m.Done = v.t(key)
	} else {
		m.Done = ""
	}
	var second page.SecondFactor
	if v.QueryParam("factor") == "offered" {
		if err := v.pendingFactor(&second); err != nil {
			return v.refusedFactor(err, "factor-on")
		}
	}
	m.Second = second
	return v.showAccount(http.StatusOK, m)
}

// pendingFactor shows the factor that waits for its code.
func (v *visit) pendingFactor(s *page.SecondFactor) error {
	o, err := v.site.Auth.Offered(v.Request().Context())
	if err != nil {
		return err
	}
	s.Secret = o.Secret
	s.QR, err = o.QR()
	return err
}

// showAccount fills in what the page shows whatever was done; who has to enrol
// sees the second factor alone.
func (v *visit) showAccount(status int, m page.Account) error {
	ctx := v.Request().Context()
	m.Frame = v.frame(v.t("account.title"))
	m.Frame.Failed, m.Frame.NoIndex = len(m.Wrong) > 0, true
	p := v.who.House.Person(v.session.Person)
	m.Second.Must = auth.Needs2FA(p.Grants, v.who.Today)
	if v.session.Stage == auth.Enrol {
		return v.showEnrolment(status, m)
	}
	var err error
	if m.Second.On, m.Second.Left, err = v.site.Auth.Factor(ctx); err != nil {
		return err
	}
	seats, err := v.site.Auth.Seats(ctx)
	if err != nil {
		return err
	}
	for _, x := range seats {
		where := x.Device
		if where == "" {
			where = v.t("session.unknown")
		}
		if x.Network != "" {
			where += ", " + x.Network
		}
		m.Sessions = append(m.Sessions, page.Session{ID: x.ID, Where: where, Since: x.Since, Last: x.Seen, Here: x.Current})
	}
	m.Email, m.Least, m.Roles = p.Email.Body, auth.PasswordMin, v.ownRoles(p)
	m.Colleagues = v.colleagues()
	return v.show(status, m.Show())
}

func (v *visit) showEnrolment(status int, m page.Account) error {
	e := page.Enrolment{Frame: m.Frame, Wrong: m.Wrong, Second: m.Second}
	if len(m.Second.Recovery) > 0 {
		e.Next, e.Second.On, e.Second.Left = page.PathHome, true, len(m.Second.Recovery)
	}
	return v.show(status, e.Show())
}

// ownRoles are those that a person holds today.
func (v *visit) ownRoles(p *workflow.Person) []string {
	var out []string
	for _, g := range p.Grants {
		name := locale.Role(v.lang, g.Role)
		if g.On(v.who.Today) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

func (v *visit) changeAccount() error {
	do := v.FormValue(page.NameDo)
	if act := factorActs[do]; act != nil {
		return v.changeFactor(do, act)
	}
	if v.session.Stage != auth.In {
		return v.signIn()
	}
	ctx := v.Request().Context()
	switch do {
	case "password":
		return v.changePassword()
	case "language":
		chosen := v.FormValue(page.NameLanguage)
		if err := v.site.Auth.SetLanguage(ctx, chosen); err != nil {
			return v.refusedAccount(err)
		}
		v.keep(cookieLang, chosen)
		return v.see(page.PathAccount + "?done=language")
	case "end":
		if err := v.site.Auth.EndSeat(ctx, v.FormValue(page.NameSession)); err != nil {
			return err
		}
		return v.see(page.PathAccount + "?done=ended")
	case "end-others":
		if err := v.site.Auth.EndOtherSeats(ctx); err != nil {
			return err
		}
		return v.see(page.PathAccount + "?done=ended-others")
	}
	return workflow.NotThere()
}

func (v *visit) changePassword() error {
	if wrong := v.samePassword(); wrong != nil {
		return v.showAccount(http.StatusUnprocessableEntity, page.Account{Wrong: wrong})
	}
	err := v.site.Auth.ChangePassword(v.Request().Context(), v.visitor(), v.FormValue(page.NameCurrent), v.FormValue(page.NamePassword))
	if err != nil {
		return v.refusedAccount(err)
	}
	return v.see(page.PathAccount + "?done=password")
}

func (v *visit) refusedAccount(err error) error {
	wrong, status, err := v.wrong(err)
	if err != nil {
		return err
	}
	return v.showAccount(status, page.Account{Wrong: wrong})
}

func (v *visit) appearanceForm() error {
	m := page.Appearance{Frame: v.frame(v.t("appearance.title")), Back: page.PathAppearance}
	if v.QueryParam("done") != "" {
		m.Done = v.t("appearance.saved")
	}
	return v.show(http.StatusOK, m.Show())
}

// appearance remembers how the site shows itself on this device.
func (v *visit) appearance() error {
	switch chosen := v.FormValue(page.NameTheme); chosen {
	case "light", "dark":
		v.keep(cookieTheme, chosen)
	default:
		v.SetCookie(&http.Cookie{ //nolint:gosec // as in keep
			Name: cookieTheme, Path: "/", MaxAge: -1, HttpOnly: true, Secure: v.site.Secure, SameSite: http.SameSiteLaxMode,
		})
	}
	to := local(v.FormValue(page.NameNext))
	if to == page.PathAppearance {
		to += "?done=1"
	}
	return v.see(to)
}
