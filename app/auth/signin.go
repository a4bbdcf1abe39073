package auth

import (
	"context"
	"encoding/base32"
	"errors"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
)

// Why somebody is not let in.
const (
	CodeSignIn        workflow.Code = "sign_in"        // unauthenticated: wrong address or password, or an account not in use: which is not said
	CodeSignedOut     workflow.Code = "signed_out"     // unauthenticated: nobody is signed in, or not far enough
	CodeWrong         workflow.Code = "code_wrong"     // unauthenticated: not the code of now, or one used before
	CodePasswordWrong workflow.Code = "password_wrong" // unauthenticated: asked again, of somebody who is signed in
	CodeStepUp        workflow.Code = "step_up"        // forbidden: password or code have to be shown again
)

func nobody() error { return refuse(workflow.Unauthenticated, CodeSignedOut, "") }

// SignIn checks address and password, and tells what comes next. Whether there
// is such an account shows neither in the answer nor in how long it takes.
// Errors: unauthenticated/sign_in, too_many/throttled, unavailable/busy.
func (a *Auth) SignIn(ctx context.Context, v Visitor, email, password string) (Stage, error) {
	hash := a.emailHash(email)
	acc, err := a.Store.AccountByEmail(ctx, hash)
	if err != nil && !missing(err) {
		return Out, err
	}
	var p *workflow.Person
	weak := false
	ok, err := a.attempt(ctx, a.brakes(v, usePassword, hash, acc.Person), func() (ok bool, err error) {
		if ok, weak, err = a.matches(ctx, password, acc.Password); !ok || err != nil {
			return false, err
		}
		p, err = a.allowed(ctx, acc)
		return p != nil, err
	})
	switch {
	case err != nil:
		return Out, err
	case !ok:
		return Out, refuse(workflow.Unauthenticated, CodeSignIn, "")
	case weak:
		if err := a.rehash(ctx, acc, password); err != nil {
			return Out, err
		}
	}
	return a.enter(ctx, v, acc, p)
}

func missing(err error) bool {
	no, ok := errors.AsType[*workflow.Error](err)
	return ok && no.Kind == workflow.NotFound
}

// allowed is the person of an account that is in use; nil if it is not.
func (a *Auth) allowed(ctx context.Context, acc storage.Account) (*workflow.Person, error) {
	if acc.Person == "" || !acc.Disabled.IsZero() {
		return nil, nil //nolint:nilnil // nobody
	}
	h, err := a.house(ctx)
	if err != nil {
		return nil, err
	}
	if p := h.Person(acc.Person); p != nil && p.State() == workflow.PersonActive {
		return p, nil
	}
	return nil, nil //nolint:nilnil // nobody
}

func (a *Auth) rehash(ctx context.Context, acc storage.Account, password string) error {
	hash, err := a.hash(ctx, composed(password))
	if err != nil {
		return err
	}
	return a.Store.Rehash(ctx, acc.Person, acc.Password, hash)
}

// enter is the session after the right password.
func (a *Auth) enter(ctx context.Context, v Visitor, acc storage.Account, p *workflow.Person) (Stage, error) {
	st, err := a.seat(v, acc)
	if err != nil {
		return Out, err
	}
	switch {
	case acc.Factor != "":
		st.Stage = Code
	case Needs2FA(p.Grants, workflow.DateOf(a.now())):
		st.Stage = Enrol
	default:
		st.Stage = In
	}
	if err := a.begin(ctx, st); err != nil || st.Stage != In {
		return st.Stage, err
	}
	return In, a.Store.NoteSignIn(ctx, acc.Person, a.now())
}

// seat is a new session of the account's person.
func (a *Auth) seat(v Visitor, acc storage.Account) (state, error) {
	b, err := a.random(10)
	return state{
		ID: strings.ToLower(base32.StdEncoding.EncodeToString(b)), Person: acc.Person, Epoch: acc.Epoch, Language: acc.Language,
		PasswordAt: a.now(), Device: described(v.Agent), Network: shownNetwork(v),
	}, err
}

// SignInCode checks the second factor: the app's six digits, or a recovery code.
// Errors: unauthenticated/code_wrong; unauthenticated/signed_out if the password
// was not shown, or too long ago; too_many/throttled.
func (a *Auth) SignInCode(ctx context.Context, v Visitor, code string) error {
	st := a.state(ctx)
	s, err := a.Current(ctx)
	if err != nil {
		return err
	}
	if s.Stage != Code {
		return nobody()
	}
	acc, err := a.Store.Account(ctx, st.Person)
	if err != nil {
		return err
	}
	if err := a.proveCode(ctx, v, acc, code); err != nil {
		return err
	}
	st.Stage, st.FactorAt = In, a.now()
	if err := a.begin(ctx, st); err != nil {
		return err
	}
	return a.Store.NoteSignIn(ctx, st.Person, a.now())
}

// Proof is what somebody shows again: one of both.
type Proof struct{ Password, Code string }

// StepUp checks password or code again, of somebody who is signed in; then
// [Auth.Fresh] holds. Errors: unauthenticated/password_wrong or code_wrong,
// too_many/throttled, unavailable/busy.
func (a *Auth) StepUp(ctx context.Context, v Visitor, p Proof) error {
	st := a.state(ctx)
	if st.Stage != In {
		return nobody()
	}
	acc, err := a.Store.Account(ctx, st.Person)
	if err != nil {
		return err
	}
	if p.Code != "" {
		if err := a.proveCode(ctx, v, acc, p.Code); err != nil {
			return err
		}
		st.FactorAt = a.now()
		return a.keep(ctx, st)
	}
	if err := a.provePassword(ctx, v, acc, p.Password); err != nil {
		return err
	}
	st.PasswordAt = a.now()
	return a.keep(ctx, st)
}

func (a *Auth) provePassword(ctx context.Context, v Visitor, acc storage.Account, password string) error {
	ok, err := a.attempt(ctx, a.brakes(v, usePassword, acc.EmailHash, acc.Person), func() (bool, error) {
		ok, _, err := a.matches(ctx, password, acc.Password)
		return ok, err
	})
	if err == nil && !ok {
		err = refuse(workflow.Unauthenticated, CodePasswordWrong, "password")
	}
	return err
}

// SignInAs signs anybody in without proof. It is for the demonstration alone;
// elsewhere it is not found.
func (a *Auth) SignInAs(ctx context.Context, v Visitor, person string) error {
	if !a.Demo {
		return workflow.NotThere()
	}
	h, err := a.house(ctx)
	if err != nil {
		return err
	}
	p := h.Person(person)
	if p == nil || p.State() != workflow.PersonActive {
		return workflow.NotThere()
	}
	acc, err := a.Store.Account(ctx, person)
	if missing(err) {
		acc = storage.Account{Person: person, EmailHash: a.keys.hash("demo", person)}
		err = a.Store.OpenAccount(ctx, acc, a.now())
	}
	if err != nil {
		return err
	}
	st, err := a.seat(v, acc)
	if err != nil {
		return err
	}
	st.Stage, st.FactorAt = In, a.now()
	if err := a.begin(ctx, st); err != nil {
		return err
	}
	return a.Store.NoteSignIn(ctx, person, a.now())
}
