package auth_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"tremplin/app/auth"
	"tremplin/workflow"
)

func (b *browser) code(v auth.Visitor, code string) error {
	b.w.Helper()
	return b.do(func(ctx context.Context) error { return b.w.SignInCode(ctx, v, code) })
}

// halfway is a browser that has shown the password.
func (w *world) halfway(id string) *browser {
	w.Helper()
	b := w.browser()
	stage, err := b.signIn(here, id+"@maison.example", good)
	w.ok(err)
	if stage != auth.Code || auth.Actor(b.current()) != "" {
		w.Fatalf("%s stands at %q", id, stage)
	}
	return b
}

func TestSecondFactor(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin")
		first, secret, recovery := w.enrolled("fin")
		if s := first.current(); auth.Actor(s) != "fin" || s.FactorAt.IsZero() || len(recovery) != 10 {
			t.Fatalf("%+v, %d codes", s, len(recovery))
		}
		b := w.halfway("fin")
		w.says(b.code(here, w.code(secret)), "unauthenticated/code_wrong") // it enrolled with that one
		w.says(b.code(here, "000000"), "unauthenticated/code_wrong")
		w.now = w.now.Add(30 * time.Second)
		c := w.code(secret)
		before := b.token
		w.ok(b.code(here, c[:3]+" "+c[3:]))
		if auth.Actor(b.current()) != "fin" || b.token == before {
			t.Error("not signed in under a new token")
		}
		w.says(w.halfway("fin").code(here, c), "unauthenticated/code_wrong")
		w.now = w.now.Add(90 * time.Second)
		old := w.halfway("fin")
		w.now = w.now.Add(-60 * time.Second)
		late := w.code(secret)
		w.now = w.now.Add(60 * time.Second)
		w.says(old.code(here, late), "unauthenticated/code_wrong") // two steps late
		w.now = w.now.Add(-30 * time.Second)
		late = w.code(secret)
		w.now = w.now.Add(30 * time.Second)
		w.ok(old.code(here, late)) // one is fine
	})
}

func TestRecoveryCodesWorkOnce(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin")
		_, _, recovery := w.enrolled("fin")
		b := w.halfway("fin")
		w.ok(b.code(here, strings.ToUpper(recovery[3])))
		w.ok(b.do(func(ctx context.Context) error {
			has, left, err := w.Factor(ctx)
			if !has || left != 9 {
				t.Error(has, left)
			}
			return err
		}))
		w.says(w.halfway("fin").code(here, recovery[3]), "unauthenticated/code_wrong")
		var fresh []string
		w.ok(b.do(func(ctx context.Context) (err error) {
			fresh, err = w.NewRecovery(ctx)
			return err
		}))
		w.says(w.halfway("fin").code(here, recovery[4]), "unauthenticated/code_wrong")
		w.ok(w.halfway("fin").code(here, fresh[4]))
	})
}

func TestHalfwayEndsSoon(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin")
		_, secret, _ := w.enrolled("fin")
		b := w.halfway("fin")
		w.now = w.now.Add(auth.HalfwayFor + time.Second)
		w.says(b.code(here, w.code(secret)), "unauthenticated/signed_out")
		w.says(w.browser().code(here, w.code(secret)), "unauthenticated/signed_out")
	})
}

func TestGuessingCodesIsSlow(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin")
		w.enrolled("fin")
		b := w.halfway("fin")
		for range 6 {
			w.says(b.code(there, "123456"), "unauthenticated/code_wrong")
		}
		w.says(b.code(there, "123456"), "too_many/throttled")
		w.says(b.code(here, "123456"), "unauthenticated/code_wrong")
	})
}

// TestARoleAsksForAFactor: whenever it comes.
func TestARoleAsksForAFactor(t *testing.T) {
	each(t, func(w *world) {
		w.invited("guest")
		b := w.in("guest")
		for _, by := range []string{"adm"} {
			_, err := w.app.Perform(w.Context(), command(by, "grant", map[string]any{"person": "guest", "role": "admin"}))
			w.ok(err)
		}
		if s := b.current(); s.Stage != auth.Enrol || auth.Actor(s) != "" {
			t.Fatalf("%+v", s)
		}
		w.now = w.now.Add(auth.FreshFor + time.Second)
		enrol := func(ctx context.Context) error { _, err := w.Enrol(ctx); return err }
		w.says(b.do(enrol), "forbidden/step_up")
		w.ok(b.do(func(ctx context.Context) error { return w.StepUp(ctx, here, auth.Proof{Password: good}) }))
		w.ok(b.do(enrol))
	})
}

func TestAFactorIsReplacedByItsOwner(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin")
		b, secret, _ := w.enrolled("fin")
		w.now = w.now.Add(auth.FreshFor + time.Second)
		other := w.halfway("fin")
		w.ok(other.code(here, w.code(secret)))
		w.ok(b.do(func(ctx context.Context) error { return w.StepUp(ctx, here, auth.Proof{Password: good}) }))
		var o auth.Offer
		enrol := func(ctx context.Context) (err error) {
			o, err = w.Enrol(ctx)
			return err
		}
		w.says(b.do(enrol), "forbidden/step_up") // the password alone does not
		w.now = w.now.Add(time.Minute)
		w.ok(b.do(func(ctx context.Context) error { return w.StepUp(ctx, here, auth.Proof{Code: w.code(secret)}) }))
		confirm := func(code string) error {
			return b.do(func(ctx context.Context) error { _, err := w.ConfirmFactor(ctx, here, code); return err })
		}
		w.says(confirm(w.code(secret)), "refused/factor_unasked")
		w.ok(b.do(enrol))
		if u, err := url.Parse(o.URL); err != nil || u.Scheme != "otpauth" || u.Query().Get("secret") != o.Secret || !strings.Contains(u.Path, "fin@Maison.example") {
			t.Error(o, err)
		}
		w.says(confirm("12345"), "unauthenticated/code_wrong")
		w.ok(confirm(w.code(o.Secret)))
		if auth.Actor(b.current()) != "fin" || auth.Actor(other.current()) != "" {
			t.Error("the others did not end, or all did")
		}
		w.now = w.now.Add(time.Minute)
		w.says(w.halfway("fin").code(here, w.code(secret)), "unauthenticated/code_wrong")
		w.ok(w.halfway("fin").code(here, w.code(o.Secret)))
	})
}

func TestStepUp(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin", "ed")
		b, secret, _ := w.enrolled("fin")
		fresh := func() (is bool) {
			w.ok(b.do(func(ctx context.Context) error { is = w.Fresh(ctx); return nil }))
			return is
		}
		up := func(p auth.Proof) error {
			return b.do(func(ctx context.Context) error { return w.StepUp(ctx, here, p) })
		}
		if !fresh() {
			t.Error("who has just signed in is fresh")
		}
		for _, p := range []func() auth.Proof{
			func() auth.Proof { return auth.Proof{Password: good} },
			func() auth.Proof { return auth.Proof{Code: w.code(secret)} },
		} {
			w.now = w.now.Add(auth.FreshFor)
			if !fresh() {
				t.Error("too soon")
			}
			w.now = w.now.Add(time.Second)
			if fresh() {
				t.Error("too late")
			}
			w.says(up(auth.Proof{Password: other}), "unauthenticated/password_wrong")
			w.says(up(auth.Proof{Code: "1"}), "unauthenticated/code_wrong")
			w.ok(up(p()))
			if !fresh() {
				t.Error("who has shown it is fresh")
			}
		}
		w.says(up(auth.Proof{Code: w.code(secret)}), "unauthenticated/code_wrong") // it was shown already
		b = w.browser()
		w.says(up(auth.Proof{Password: good}), "unauthenticated/signed_out")
		b = w.in("ed")
		w.says(up(auth.Proof{Code: "123456"}), "unauthenticated/code_wrong") // there is no factor
	})
}

func TestALostFactor(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin", "ed")
		b, _, _ := w.enrolled("fin")
		w.says(w.DropFactor(w.Context(), auth.Administrator("ed"), "fin"), "forbidden/role")
		w.says(w.DropFactor(w.Context(), auth.Administrator("adm"), "adm"), "forbidden/apart")
		w.ok(w.DropFactor(w.Context(), auth.Administrator("adm"), "fin"))
		if b.current().Stage != auth.Out {
			t.Error("the session lives")
		}
		w.enrolled("fin")
	})
}

// TestTheSecretOpensAlone: another server's opens nothing.
func TestTheSecretOpensAlone(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin")
		_, secret, _ := w.enrolled("fin")
		acc, err := w.Store.Account(w.Context(), "fin")
		w.ok(err)
		for _, kept := range []string{acc.Factor, acc.EmailHash} {
			if kept == "" || strings.Contains(kept, secret) || strings.Contains(strings.ToLower(kept), "maison") {
				t.Errorf("kept in clear: %s", kept)
			}
		}
		b := w.halfway("fin")
		elsewhere := auth.New(w.Store, auth.Options{Secret: secret2(t)})
		elsewhere.Now, elsewhere.Params, elsewhere.Sessions = w.Now, w.Params, w.Sessions
		w.now = w.now.Add(time.Minute)
		err = b.do(func(ctx context.Context) error { return elsewhere.SignInCode(ctx, here, w.code(secret)) })
		if _, refusal := errors.AsType[*workflow.Error](err); err == nil || refusal || !strings.Contains(err.Error(), "TREMPLIN_SECRET") {
			t.Error(err)
		}
	})
}
