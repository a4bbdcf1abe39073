package auth_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"tremplin/app/auth"
	"tremplin/storage"
	"tremplin/storage/storagetest"
)

// token is one of that person, made by whoever runs the server.
func (w *world) token(person string) string {
	w.Helper()
	secret, _, err := w.CreateTokenOf(w.Context(), auth.Console, person, auth.NewToken{Name: "export", Scope: auth.ScopeRead, Days: 30})
	w.ok(err)
	return secret
}

// opens tells whether a token does.
func (w *world) opens(secret string) bool {
	w.Helper()
	_, err := w.Bearer(w.Context(), secret)
	if err != nil {
		w.says(err, "unauthenticated/token")
	}
	return err == nil
}

// TestTokensDoNotOutliveAStolenAccount: whatever takes an account back from
// whoever else is in it ends the tokens that were made there, too, and nobody
// else's.
func TestTokensDoNotOutliveAStolenAccount(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed", "guest")
		b, ctx := w.in("ed"), w.Context()
		for name, rescue := range map[string]func() error{
			"a link to another password": func() error {
				var mail auth.Mail
				if err := w.Forgot(ctx, here, "ed@maison.example", func(_ context.Context, m auth.Mail) error { mail = m; return nil }); err != nil {
					return err
				}
				return w.Accept(ctx, here, mail.Token, good)
			},
			"another password": func() error {
				b = w.in("ed")
				return b.do(func(ctx context.Context) error { return w.ChangePassword(ctx, here, good, good) })
			},
			"the end of all other sessions": func() error {
				b = w.in("ed")
				return b.do(w.EndOtherSeats)
			},
			"the loss of the second factor": func() error { return w.DropFactor(ctx, auth.Administrator("adm"), "ed") },
			"an administrator":              func() error { return w.EndTokens(ctx, auth.Administrator("adm"), "ed") },
			"a time out of use": func() error {
				if err := w.Disable(ctx, auth.Administrator("adm"), "ed"); err != nil {
					return err
				}
				return w.Enable(ctx, auth.Administrator("adm"), "ed")
			},
		} {
			stolen, others := w.token("ed"), w.token("guest")
			if !w.opens(stolen) {
				t.Fatalf("before %s: the token does not open", name)
			}
			w.ok(rescue())
			if w.opens(stolen) || !w.opens(others) {
				t.Errorf("after %s: the token opens %v, somebody else's %v", name, w.opens(stolen), w.opens(others))
			}
			if l, err := w.Listed(ctx, "ed"); err != nil || l.Tokens != 0 {
				t.Error(l.Tokens, err)
			}
		}
	})
}

// TestWhoEndsTokens: administrators, but not their own that way.
func TestWhoEndsTokens(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		kept := w.token("ed")
		w.says(w.EndTokens(w.Context(), auth.Administrator("fin"), "ed"), "forbidden/role")
		w.says(w.EndTokens(w.Context(), auth.Administrator("adm"), "adm"), "forbidden/apart")
		w.says(w.EndTokens(w.Context(), auth.By{}, "ed"), "forbidden/role")
		l, err := w.Listed(w.Context(), "ed")
		w.ok(err)
		if !w.opens(kept) || l.Tokens != 1 {
			t.Errorf("%d tokens are listed", l.Tokens)
		}
	})
}

// TestManyAtOnceMakeNoMoreTokens than one may have, on any database.
func TestManyAtOnceMakeNoMoreTokens(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		w := newWorld(t, storagetest.Open(t, url, storage.Volatile()))
		var made atomic.Int64
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				_, _, err := w.CreateTokenOf(t.Context(), auth.Console, "ed", auth.NewToken{Name: fmt.Sprint(i), Scope: auth.ScopeRead, Days: 1})
				if err == nil {
					made.Add(1)
				} else if got := outcome(t, err); got != "refused/too_many_tokens" {
					t.Error(got)
				}
			})
		}
		wg.Wait()
		if n := made.Load(); n != 20 {
			t.Errorf("%d tokens", n)
		}
	})
}

// TestAFormMakesOneToken, however often it is sent.
func TestAFormMakesOneToken(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed", "guest")
		b := w.in("ed")
		form := auth.NewToken{Name: "export", Scope: auth.ScopeRead, Days: 30, Key: "the form's"}
		send := func(b *browser, form auth.NewToken) error {
			return b.do(func(ctx context.Context) error { _, _, err := w.CreateToken(ctx, form); return err })
		}
		w.ok(send(b, form))
		w.says(send(b, form), "conflict/token_shown")
		form.Name = "another"
		w.says(send(b, form), "conflict/token_shown")
		if l, err := w.Listed(w.Context(), "ed"); err != nil || l.Tokens != 1 {
			t.Error(l.Tokens, err)
		}
		w.ok(send(w.in("guest"), form)) // keys are everybody's own
		form.Key = "of another form"
		w.ok(send(b, form))
	})
}
