package auth

import (
	"context"
	"encoding/base32"
	"errors"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"tremplin/storage"
	"tremplin/workflow"
)

// CodeFactorUnasked refuses to confirm what was not offered.
const CodeFactorUnasked workflow.Code = "factor_unasked"

// issuer is what an authenticator app shows above the code.
const issuer = "Tremplin"

const step = 30 * time.Second

// digits are those of a code.
const digits = otp.DigitsSix

// Offer is a second factor that a code has to confirm.
type Offer struct {
	Secret string // to type in, base32
	URL    string // otpauth://…, to scan
}

// Enrol offers a second factor. It holds once [Auth.ConfirmFactor] was given a
// code; one that is there holds until then. Errors: unauthenticated/signed_out;
// forbidden/step_up of who has not shown the password within [FreshFor]
// or, to replace a factor, its code.
func (a *Auth) Enrol(ctx context.Context) (Offer, error) {
	st, _, err := a.mayEnrol(ctx)
	if err != nil {
		return Offer{}, err
	}
	o, err := a.offer(ctx, st.Person, nil)
	if err != nil {
		return Offer{}, err
	}
	sealed, err := a.keys.sealed(a.Chance, st.Person, o.Secret)
	if err != nil {
		return Offer{}, err
	}
	return o, a.Store.OfferFactor(ctx, st.Person, sealed)
}

// mayEnrol is the account of somebody who has just shown the password; or, where
// there is a factor already, its code.
func (a *Auth) mayEnrol(ctx context.Context) (state, storage.Account, error) {
	s, err := a.Current(ctx)
	if err != nil {
		return state{}, storage.Account{}, err
	}
	st := a.state(ctx)
	if s.Stage != In && s.Stage != Enrol {
		return st, storage.Account{}, nobody()
	}
	acc, err := a.Store.Account(ctx, st.Person)
	if err != nil {
		return st, acc, err
	}
	if st.Stage == In && !a.Fresh(ctx) || acc.Factor != "" && !a.Demo && a.now().Sub(st.FactorAt) > FreshFor {
		err = refuse(workflow.Forbidden, CodeStepUp, "")
	}
	return st, acc, err
}

// ConfirmFactor makes what was offered the second factor, if the code is its
// code of now. It gives the recovery codes, which nobody can see again; who was
// at Enrol is signed in. All other sessions of the person end. Errors as of
// [Auth.Enrol], and unauthenticated/code_wrong, refused/factor_unasked,
// too_many/throttled.
func (a *Auth) ConfirmFactor(ctx context.Context, v Visitor, code string) (recovery []string, err error) {
	st, acc, err := a.mayEnrol(ctx)
	if err != nil {
		return nil, err
	}
	if acc.Offer == "" {
		return nil, refuse(workflow.Refused, CodeFactorUnasked, "code")
	}
	at, err := a.offered(ctx, v, acc, code)
	if err != nil {
		return nil, err
	}
	recovery, hashes, err := a.recovery(acc.Person)
	if err != nil {
		return nil, err
	}
	if err := a.Store.ConfirmFactor(ctx, acc.Person, acc.Offer, at, hashes, a.now()); err != nil {
		return nil, err
	}
	entered := st.Stage != In
	st.Stage, st.FactorAt, st.Epoch = In, a.now(), acc.Epoch+1
	if err := a.begin(ctx, st); err != nil || !entered {
		return recovery, err
	}
	return recovery, a.Store.NoteSignIn(ctx, acc.Person, a.now())
}

// offered finds the time step of a code of the offered secret.
func (a *Auth) offered(ctx context.Context, v Visitor, acc storage.Account, code string) (at int64, err error) {
	secret, err := a.keys.opened(acc.Person, acc.Offer)
	if err != nil {
		return 0, err
	}
	ok, err := a.attempt(ctx, a.brakes(v, useCode, acc.Person, acc.Person), func() (ok bool, err error) {
		at, ok, err = stepOf(secret, plainCode(code), a.now())
		return ok, err
	})
	if err == nil && !ok {
		err = storage.ErrSpent
	}
	return at, err
}

// proveCode takes a code of the app, or a recovery code, each once.
func (a *Auth) proveCode(ctx context.Context, v Visitor, acc storage.Account, code string) error {
	ok, err := a.attempt(ctx, a.brakes(v, useCode, acc.Person, acc.Person), func() (bool, error) {
		err := a.takeCode(ctx, acc, plainCode(code))
		if errors.Is(err, storage.ErrSpent) {
			return false, nil
		}
		return err == nil, err
	})
	if err == nil && !ok {
		err = storage.ErrSpent
	}
	return err
}

func (a *Auth) takeCode(ctx context.Context, acc storage.Account, code string) error {
	if acc.Factor == "" {
		return storage.ErrSpent
	}
	if len(code) == recoveryLetters {
		return a.Store.UseRecovery(ctx, acc.Person, a.keys.hash("recovery", acc.Person, code), a.now())
	}
	secret, err := a.keys.opened(acc.Person, acc.Factor)
	if err != nil {
		return err
	}
	at, ok, err := stepOf(secret, code, a.now())
	if err != nil {
		return err
	}
	if !ok {
		return storage.ErrSpent
	}
	return a.Store.UseStep(ctx, acc.Person, acc.Factor, at)
}

// plainCode is a code without what people type between its letters.
func plainCode(code string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '-', '\u00a0', '\t':
			return -1
		}
		return r
	}, strings.ToLower(strings.TrimSpace(code)))
}

// stepOf is the time step whose code this is: the present one, the one before,
// or the one after, as clocks differ.
func stepOf(secret, code string, now time.Time) (at int64, ok bool, err error) {
	if len(code) != digits.Length() {
		return 0, false, nil
	}
	for _, off := range []time.Duration{0, -step, step} {
		t := now.Add(off)
		want, err := totp.GenerateCodeCustom(secret, t, totp.ValidateOpts{Period: uint(step / time.Second), Digits: digits, Algorithm: otp.AlgorithmSHA1})
		if err != nil {
			return 0, false, err
		}
		if same(want, code) {
			at, ok = t.Unix()/int64(step/time.Second), true
		}
	}
	return at, ok, nil
}

// recoveryLetters are those of a recovery code: 50 bits.
const recoveryLetters = 10

// recovery makes new recovery codes, to be shown, and their hashes, to be kept.
func (a *Auth) recovery(person string) (shown, hashes []string, err error) {
	for range recoverySet {
		b, err := a.random(7)
		if err != nil {
			return nil, nil, err
		}
		c := strings.ToLower(base32.StdEncoding.EncodeToString(b))[:recoveryLetters]
		shown, hashes = append(shown, c[:5]+"-"+c[5:]), append(hashes, a.keys.hash("recovery", person, c))
	}
	return shown, hashes, nil
}

// NewRecovery replaces the recovery codes of who is signed in. Errors:
// unauthenticated/signed_out, forbidden/step_up, refused/factor_unasked of
// who has no second factor.
func (a *Auth) NewRecovery(ctx context.Context) ([]string, error) {
	st, acc, err := a.mayEnrol(ctx)
	if err != nil {
		return nil, err
	}
	if acc.Factor == "" || st.Stage != In {
		return nil, refuse(workflow.Refused, CodeFactorUnasked, "")
	}
	shown, hashes, err := a.recovery(acc.Person)
	if err != nil {
		return nil, err
	}
	return shown, a.Store.SetRecovery(ctx, acc.Person, hashes)
}

// Factor tells whether who is signed in has a second factor, and how many
// recovery codes are left.
func (a *Auth) Factor(ctx context.Context) (has bool, recoveryLeft int, err error) {
	st := a.state(ctx)
	if st.Stage != In {
		return false, 0, nobody()
	}
	acc, err := a.Store.Account(ctx, st.Person)
	if err != nil || acc.Factor == "" {
		return false, 0, err
	}
	recoveryLeft, err = a.Store.RecoveryLeft(ctx, st.Person)
	return true, recoveryLeft, err
}
