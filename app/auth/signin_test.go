package auth_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

func TestSignInAndOut(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		b := w.in("ed")
		s := b.current()
		if auth.Actor(s) != "ed" || s.Stage != auth.In || s.Language != "fr" || !s.PasswordAt.Equal(noon) {
			w.Fatalf("%+v", s)
		}
		token := b.token
		w.ok(b.do(w.SignOut))
		b.token = token // whoever kept the cookie
		if s := b.current(); s.Stage != auth.Out || auth.Actor(s) != "" {
			w.Fatalf("%+v", s)
		}
	})
}

// TestNobodyLearnsWhoHasAnAccount: the same answer, whatever is wrong.
func TestNobodyLearnsWhoHasAnAccount(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed", "guest")
		_, err := w.Invite(w.Context(), auth.Console, "fin") // never accepted
		w.ok(err)
		w.ok(w.Disable(w.Context(), auth.Console, "guest"))
		for _, c := range []struct{ email, password string }{
			{"ed@maison.example", other},
			{"nobody@maison.example", good},
			{"no address", good},
			{"", ""},
			{"fin@maison.example", ""},
			{"guest@maison.example", good},
			{"ed@maison.example", good + " "},
			{"ed@maison.example", ""},
		} {
			b := w.browser()
			_, err := b.signIn(here, c.email, c.password)
			w.says(err, "unauthenticated/sign_in")
			no, _ := errors.AsType[*workflow.Error](err)
			if len(no.Facts) > 0 || no.Field != "" || b.current().Stage != auth.Out {
				t.Errorf("%s: %v", c.email, no)
			}
			w.now = w.now.Add(time.Hour)
		}
		if stage, err := w.browser().signIn(here, " ED@Maison.Example ", good); err != nil || stage != auth.In {
			t.Error(stage, err)
		}
	})
}

func TestWhoIsErasedIsOut(t *testing.T) {
	each(t, func(w *world) {
		w.invited("guest")
		b := w.in("guest")
		_, err := w.app.Perform(w.Context(), app.Command{Actor: "adm", Surface: "test", Entity: "person", Action: "erase", Values: map[string]any{"person": "guest"}})
		w.ok(err)
		if s := b.current(); s.Stage != auth.Out {
			t.Errorf("%+v", s)
		}
		_, err = w.browser().signIn(here, "guest@maison.example", good)
		w.says(err, "unauthenticated/sign_in")
		w.ok(w.Store.ForgetAccount(w.Context(), "guest"))
		_, err = w.Store.Account(w.Context(), "guest")
		w.says(err, "not_found/not_found")
	})
}

// TestLockOutLocksNobodyElseOut: failures in one network slow down that network
// alone, and no browser in which the person has signed in.
func TestLockOutLocksNobodyElseOut(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		known := here
		w.ok(w.in("ed").do(func(ctx context.Context) error { return w.SignOut(ctx) }))
		b := w.in("ed")
		w.ok(b.do(func(ctx context.Context) error {
			c, err := w.DeviceCookie(ctx)
			known.Device = c.Value
			return err
		}))
		fails := func(v auth.Visitor, want string) {
			w.Helper()
			_, err := w.browser().signIn(v, "ed@maison.example", other)
			w.says(err, want)
		}
		for range 6 {
			fails(here, "unauthenticated/sign_in")
		}
		_, err := w.browser().signIn(here, "ed@maison.example", good)
		w.says(err, "too_many/throttled")
		no, _ := errors.AsType[*workflow.Error](err)
		if until, _ := no.Facts["until"].(time.Time); !until.Equal(w.now.Add(2 * time.Second)) {
			t.Errorf("until %v at %v", no.Facts["until"], w.now)
		}
		for _, v := range []auth.Visitor{there, known} {
			if stage, err := w.browser().signIn(v, "ed@maison.example", good); err != nil || stage != auth.In {
				t.Error(v, stage, err)
			}
		}
		w.now = w.now.Add(2 * time.Second)
		fails(here, "unauthenticated/sign_in")
		w.now = w.now.Add(2 * time.Second)
		fails(here, "too_many/throttled")
		w.now = w.now.Add(2 * time.Second)
		w.in("ed") // which forgets the failures
		for range 6 {
			fails(here, "unauthenticated/sign_in")
		}
		known.Device += "x" // no cookie of ours
		_, err = w.browser().signIn(known, "ed@maison.example", good)
		w.says(err, "too_many/throttled")
	})
}

// TestManyAtOnceGetNoMoreTries than one after the other.
func TestManyAtOnceGetNoMoreTries(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		var mu sync.Mutex
		tried := 0
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				ctx, err := w.Sessions.Load(w.Context(), "")
				if err == nil {
					_, err = w.SignIn(ctx, here, "ed@maison.example", other)
				}
				mu.Lock()
				defer mu.Unlock()
				if no, ok := errors.AsType[*workflow.Error](err); !ok || no.Kind == workflow.Unauthenticated {
					tried++
				}
			})
		}
		wg.Wait()
		if tried != 6 {
			t.Errorf("%d were tried", tried)
		}
	})
}

func TestOneNetworkIsSlowedDownForAllAccounts(t *testing.T) {
	each(t, func(w *world) {
		for n := range 51 {
			_, err := w.browser().signIn(here, strings.Repeat("x", n+1)+"@maison.example", good)
			w.says(err, "unauthenticated/sign_in")
		}
		_, err := w.browser().signIn(here, "y@maison.example", good)
		w.says(err, "too_many/throttled")
		_, err = w.browser().signIn(there, "y@maison.example", good)
		w.says(err, "unauthenticated/sign_in")
		w.now = w.now.Add(24 * time.Hour)
		w.ok(w.Tidy(w.Context()))
		_, err = w.browser().signIn(here, "y@maison.example", good)
		w.says(err, "unauthenticated/sign_in")
	})
}

// TestHashesFollowTheirCost: who signs in has it made anew.
func TestHashesFollowTheirCost(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		p := *w.Params
		p.Iterations = 2
		w.Params = &p
		w.in("ed")
		acc, err := w.Store.Account(w.Context(), "ed")
		w.ok(err)
		ok, cost, err := argon2id.CheckHash(good, acc.Password)
		if err != nil || !ok || cost.Iterations != 2 {
			t.Error(ok, cost, err)
		}
		w.in("ed")
	})
}

func TestDemonstrationAlone(t *testing.T) {
	each(t, func(w *world) {
		b := w.browser()
		as := func(ctx context.Context) error { return w.SignInAs(ctx, here, "fin") }
		w.says(b.do(as), "not_found/not_found")
		w.Demo = true
		w.ok(b.do(as))
		if s := b.current(); auth.Actor(s) != "fin" {
			t.Errorf("%+v", s)
		}
		w.now = w.now.Add(time.Hour)
		w.ok(b.do(func(ctx context.Context) error {
			if !w.Fresh(ctx) {
				t.Error("a demonstration asks for no password")
			}
			return nil
		}))
		w.says(b.do(func(ctx context.Context) error { return w.SignInAs(ctx, here, "nobody") }), "not_found/not_found")
		m, err := w.Invite(w.Context(), auth.Console, "fin") // an account without proof is no account in use
		w.ok(err)
		w.ok(w.Accept(w.Context(), here, m.Token, good))
	})
}

func TestRolesThatDecideNeedASecondFactor(t *testing.T) {
	day := workflow.Date("2030-03-01")
	for _, c := range []struct {
		grant workflow.Grant
		want  bool
	}{
		{workflow.Grant{Role: workflow.FunderSig}, true},
		{workflow.Grant{Role: workflow.SispSig}, true},
		{workflow.Grant{Role: workflow.PartnerSig}, true},
		{workflow.Grant{Role: workflow.Finance}, true},
		{workflow.Grant{Role: workflow.Director}, true},
		{workflow.Grant{Role: workflow.Admin}, true},
		{workflow.Grant{Role: workflow.Officer}, false},
		{workflow.Grant{Role: workflow.Editor}, false},
		{workflow.Grant{Role: workflow.CommitteeMember}, false},
		{workflow.Grant{Role: workflow.Auditor}, false},
		{workflow.Grant{Role: workflow.Finance, Until: "2030-02-28"}, false},
		{workflow.Grant{Role: workflow.Finance, From: "2030-03-01", Until: "2030-03-01"}, true},
	} {
		if got := auth.Needs2FA([]workflow.Grant{{Role: workflow.Editor}, c.grant}, day); got != c.want {
			t.Errorf("%+v: %v", c.grant, got)
		}
	}
	if auth.Needs2FA(nil, day) {
		t.Error("who holds no role needs none")
	}
}
