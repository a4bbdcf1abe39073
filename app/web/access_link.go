package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/workflow"
)

// secondForm asks for the code after the password.
func (v *visit) secondForm() error {
	if v.session.Stage != auth.Code {
		return v.see(page.PathSignIn)
	}
	return v.showSecond(http.StatusOK, page.Second{Next: v.QueryParam(page.NameNext)})
}

func (v *visit) showSecond(status int, m page.Second) error {
	m.Frame = v.frame(v.t("second.title"))
	m.Frame.Failed, m.Frame.NoIndex = len(m.Wrong) > 0, true
	return v.show(status, m.Show())
}

func (v *visit) enterCode() error {
	if v.session.Stage != auth.Code {
		return v.see(page.PathSignIn)
	}
	next := v.FormValue(page.NameNext)
	err := v.site.Auth.SignInCode(v.Request().Context(), v.visitor(), v.FormValue(page.NameCode))
	if err == nil {
		return v.entered(next)
	}
	wrong, status, err := v.wrong(err)
	if err != nil {
		return err
	}
	return v.showSecond(status, page.Second{Next: next, Wrong: wrong})
}

func (v *visit) forgottenForm() error { return v.showForgotten(http.StatusOK, page.Forgotten{}) }

func (v *visit) showForgotten(status int, m page.Forgotten) error {
	m.Frame = v.frame(v.t("forgotten.title"))
	m.Frame.Failed, m.Frame.NoIndex = len(m.Wrong) > 0, true
	return v.show(status, m.Show())
}

// forgotten answers the same, whether anybody has that address.
func (v *visit) forgotten() error {
	m := page.Forgotten{Email: v.FormValue(page.NameEmail)}
	if _, err := auth.Normalised(m.Email); err != nil {
		m.Wrong = page.Wrong{page.NameEmail: v.t("forgotten.address")}
		return v.showForgotten(http.StatusUnprocessableEntity, m)
	}
	if err := v.site.Auth.Forgot(v.Request().Context(), v.visitor(), m.Email, v.site.Send); err != nil {
		wrong, status, err := v.wrong(err)
		if err != nil {
			return err
		}
		m.Wrong = wrong
		return v.showForgotten(status, m)
	}
	m.Sent = true
	return v.showForgotten(http.StatusOK, m)
}

// sendLink hands a link to whoever sends mails. Where nobody does, the answer is
// the same: `tremplin user add --id` prints links.
func (s *Site) sendLink(ctx context.Context, m auth.Mail) error {
	err := s.App.SendLink(app.Link{
		Invitation: m.Purpose == auth.Invitation, Person: m.Person, To: m.To, Language: m.Language, Path: m.Path(), Until: m.Until,
	})
	if errors.Is(err, app.ErrNoMailer) || errors.Is(err, app.ErrTooManyLinks) {
		if m.Purpose == auth.Invitation && !s.Demo { // an administrator asked for it, and may know
			return &workflow.Error{Kind: workflow.Refused, Code: "no_mailer"}
		}
		s.Log.WarnContext(ctx, "a link was asked for and not sent", slog.Any("why", err))
		return nil
	}
	return err
}

// openLink shows what a link is for. Opening it does nothing.
func (v *visit) openLink() error { return v.showLink(http.StatusOK, nil) }

func (v *visit) showLink(status int, wrong page.Wrong) error {
	m := page.NewPassword{Least: auth.PasswordMin, Wrong: wrong}
	seen, err := v.site.Auth.Look(v.Request().Context(), v.Param("token"))
	no, refused := errors.AsType[*workflow.Error](err)
	switch {
	case refused && no.Kind == workflow.NotFound:
		m.Gone, status = true, http.StatusNotFound
	case err != nil:
		return err
	default:
		m.Name, m.Invited = seen.Name, seen.Purpose == auth.Invitation
		if p := v.who.House.Person(seen.Person); p != nil && m.Invited {
			if o := v.who.House.Org(v.who.House.Funder()); o != nil {
				m.Organisation = v.words(o.Name.FR, o.Name.NL)
			}
		}
	}
	title := "new_password.title"
	if m.Gone {
		title = "new_password.gone_title"
	}
	m.Frame = v.frame(v.t(title))
	m.Frame.Failed, m.Frame.NoIndex = len(wrong) > 0, true
	return v.show(status, m.Show())
}

// acceptLink sets the password. Nobody is signed in by a link.
func (v *visit) acceptLink() error {
	if wrong := v.samePassword(); wrong != nil {
		return v.showLink(http.StatusUnprocessableEntity, wrong)
	}
	err := v.site.Auth.Accept(v.Request().Context(), v.visitor(), v.Param("token"), v.FormValue(page.NamePassword))
	if err == nil {
		return v.see(page.PathSignIn + "?done=password")
	}
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
		return v.showLink(http.StatusNotFound, nil)
	}
	wrong, status, err := v.wrong(err)
	if err != nil {
		return err
	}
	return v.showLink(status, wrong)
}
