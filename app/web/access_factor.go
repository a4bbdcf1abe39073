package web

import (
	"errors"
	"net/http"

	"tremplin/app/auth"
	"tremplin/app/web/page"
	"tremplin/workflow"
)

// factorActs are what a person does about the own second factor, by the button
// that asks for it.
var factorActs = map[string]func(*visit) error{
	"factor-on": (*visit).factorOn, "factor-confirm": (*visit).factorConfirm, "factor-recovery": (*visit).factorRecovery, "factor-off": (*visit).factorOff,
}

// changeFactor acts, once password or code was shown again where that was asked.
func (v *visit) changeFactor(do string, act func(*visit) error) error {
	if again := v.FormValue(page.NameAgain); again != "" && v.session.Stage == auth.In {
		if err := v.prove(again); err != nil {
			return v.refusedProof(err, do)
		}
	}
	if err := act(v); err != nil {
		return v.refusedFactor(err, do)
	}
	return nil
}

// prove shows again who it is: by a code where there is a second factor, else by
// the password.
func (v *visit) prove(again string) error {
	ctx := v.Request().Context()
	has, _, err := v.site.Auth.Factor(ctx)
	if err != nil {
		return err
	}
	proof := auth.Proof{Password: again}
	if has {
		proof = auth.Proof{Code: again}
	}
	return v.site.Auth.StepUp(ctx, v.visitor(), proof)
}

func (v *visit) refusedProof(err error, do string) error {
	wrong, status, err := v.wrong(err)
	if err != nil {
		return err
	}
	for field, text := range wrong {
		if field != "" {
			wrong = page.Wrong{page.NameAgain: text}
		}
	}
	return v.showAccount(status, page.Account{Wrong: wrong, Second: page.SecondFactor{Again: do}})
}

// refusedFactor asks who it is where that was missing; says what else was wrong.
func (v *visit) refusedFactor(err error, do string) error {
	no, ok := errors.AsType[*workflow.Error](err)
	if ok && no.Code == auth.CodeStepUp {
		if v.session.Stage == auth.Enrol { // too long ago: from the beginning
			return errors.Join(v.site.Auth.SignOut(v.Request().Context()), v.see(page.PathSignIn))
		}
		if do == "factor-confirm" {
			do = "factor-on"
		}
		return v.showAccount(http.StatusForbidden, page.Account{Second: page.SecondFactor{Again: do}})
	}
	if ok && no.Code == auth.CodeFactorUnasked {
		return v.see(page.PathAccount) // a page from before: it shows how things stand
	}
	wrong, status, err := v.wrong(err)
	if err != nil {
		return err
	}
	m := page.Account{Wrong: wrong}
	if do == "factor-confirm" {
		if err := v.pendingFactor(&m.Second); err != nil {
			return err
		}
	}
	return v.showAccount(status, m)
}

func (v *visit) factorOn() error {
	if _, err := v.site.Auth.Enrol(v.Request().Context()); err != nil {
		return err
	}
	return v.see(page.PathAccount + "?factor=offered")
}

// factorConfirm shows the recovery codes, once.
func (v *visit) factorConfirm() error {
	codes, err := v.site.Auth.ConfirmFactor(v.Request().Context(), v.visitor(), v.FormValue(page.NameCode))
	if err != nil {
		return err
	}
	c, err := v.site.Auth.DeviceCookie(v.Request().Context())
	if err != nil {
		return err
	}
	v.SetCookie(c)
	return v.showAccount(http.StatusOK, page.Account{Second: page.SecondFactor{Recovery: codes}})
}

func (v *visit) factorRecovery() error {
	codes, err := v.site.Auth.NewRecovery(v.Request().Context())
	if err != nil {
		return err
	}
	return v.showAccount(http.StatusOK, page.Account{Second: page.SecondFactor{Recovery: codes}})
}

func (v *visit) factorOff() error {
	if err := v.site.Auth.LeaveFactor(v.Request().Context()); err != nil {
		return err
	}
	return v.see(page.PathAccount + "?done=factor-off")
}
