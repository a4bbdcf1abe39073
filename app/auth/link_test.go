package auth_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

func secret2(t *testing.T) auth.Secret { t.Helper(); return secret(t, 2) }

func command(by string, action workflow.Action, values map[string]any) app.Command {
	return app.Command{Actor: by, Surface: "test", Entity: "person", Action: action, Values: values}
}

func TestInvitation(t *testing.T) {
	each(t, func(w *world) {
		for _, c := range []struct {
			by   auth.By
			who  string
			want string
		}{
			{auth.By{}, "ed", "forbidden/role"},
			{auth.Administrator(""), "ed", "forbidden/role"},
			{auth.Administrator("fin"), "ed", "forbidden/role"},
			{auth.Administrator("adm"), "nobody", "not_found/not_found"},
			{auth.Administrator("adm"), "ed", "ok"},
			{auth.Console, "ed", "ok"},
		} {
			_, err := w.Invite(w.Context(), c.by, c.who)
			w.says(err, c.want)
		}
		first, err := w.Invite(w.Context(), auth.Administrator("adm"), "ed")
		w.ok(err)
		if first.To != "ed@Maison.example" || first.Language != "fr" || !first.Until.Equal(noon.Add(7*24*time.Hour)) || first.Path() != auth.LinkPath+first.Token {
			t.Errorf("%+v", first)
		}
		m, err := w.Invite(w.Context(), auth.Administrator("adm"), "ed")
		w.ok(err)
		w.says(w.Accept(w.Context(), here, first.Token, good), "not_found/link_dead")
		for range 2 { // opening it does nothing
			seen, err := w.Look(w.Context(), m.Token)
			if err != nil || seen.Person != "ed" || seen.Name != "Nom de ed" || seen.Purpose != auth.Invitation {
				t.Error(seen, err)
			}
		}
		w.says(w.Accept(w.Context(), here, m.Token, "short"), "invalid/password_short")
		w.ok(w.Accept(w.Context(), here, m.Token, good))
		w.says(w.Accept(w.Context(), here, m.Token, other), "not_found/link_dead")
		_, err = w.Look(w.Context(), m.Token)
		w.says(err, "not_found/link_dead")
		w.in("ed")
		_, err = w.Invite(w.Context(), auth.Administrator("adm"), "ed")
		w.says(err, "refused/account_there")
	})
}

func TestLinksExpire(t *testing.T) {
	each(t, func(w *world) {
		m, err := w.Invite(w.Context(), auth.Console, "ed")
		w.ok(err)
		w.now = m.Until
		w.says(w.Accept(w.Context(), here, m.Token, good), "not_found/link_dead")
		w.says(w.Accept(w.Context(), here, "", good), "not_found/link_dead")
		w.now = m.Until.Add(-time.Microsecond)
		w.ok(w.Accept(w.Context(), here, m.Token, good))
	})
}

// TestOneOfManyAccepts: the others are told that the link is dead.
func TestOneOfManyAccepts(t *testing.T) {
	each(t, func(w *world) {
		m, err := w.Invite(w.Context(), auth.Console, "ed")
		w.ok(err)
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				switch err := w.Accept(w.Context(), here, m.Token, good); {
				case err == nil:
					won.Add(1)
				case outcome(t, err) != "not_found/link_dead":
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d won", won.Load())
		}
	})
}

func TestWhoCannotBeInvited(t *testing.T) {
	each(t, func(w *world) {
		person := func(id, email string) {
			v := map[string]any{"name": "N", "email": email}
			if _, err := w.app.Import(w.Context(), app.Draft{Entity: "person", ID: id, Values: v}, "test", noon); err != nil {
				w.Fatal(err)
			}
		}
		person("mute", "")
		person("twin", "ED@maison.example")
		person("odd", "no address")
		w.invited("ed", "guest")
		w.ok(w.Disable(w.Context(), auth.Administrator("adm"), "guest"))
		for who, want := range map[string]string{
			"mute": "refused/no_email", "twin": "conflict/email_taken", "odd": "invalid/email", "guest": "refused/account_disabled",
		} {
			_, err := w.Invite(w.Context(), auth.Console, who)
			w.says(err, want)
		}
		w.ok(w.Enable(w.Context(), auth.Administrator("adm"), "guest"))
		w.in("guest")
	})
}

type box struct{ mails []auth.Mail }

func (b *box) send(_ context.Context, m auth.Mail) error { b.mails = append(b.mails, m); return nil }

func TestForgottenPassword(t *testing.T) {
	each(t, func(w *world) {
		w.invited("fin", "guest")
		w.ok(w.Disable(w.Context(), auth.Console, "guest"))
		session, secret, _ := w.enrolled("fin")
		mail := &box{}
		for _, email := range []string{"nobody@maison.example", "ed@maison.example", "guest@maison.example", "no address", "fin@maison.example"} {
			w.ok(w.Forgot(w.Context(), here, email, mail.send)) // nobody learns which
		}
		w.ok(w.Forgot(w.Context(), there, "FIN@maison.example", mail.send)) // too soon for another
		if len(mail.mails) != 1 || mail.mails[0].To != "fin@Maison.example" || !mail.mails[0].Until.Equal(noon.Add(time.Hour)) {
			t.Fatalf("%+v", mail.mails)
		}
		m := mail.mails[0]
		if auth.Actor(session.current()) != "fin" {
			t.Error("asking ended a session")
		}
		w.ok(w.Accept(w.Context(), here, m.Token, other))
		if session.current().Stage != auth.Out {
			t.Error("the session lives")
		}
		w.says(w.Accept(w.Context(), here, m.Token, good), "not_found/link_dead")
		b := w.browser()
		stage, err := b.signIn(here, "fin@maison.example", other)
		w.ok(err)
		if stage != auth.Code { // the factor stays
			t.Fatal(stage)
		}
		w.now = w.now.Add(time.Minute)
		w.ok(b.code(here, w.code(secret)))
	})
}

func TestMailsAreNotForFlooding(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		mail := &box{}
		for n := range 10 {
			w.now = w.now.Add(3 * time.Minute)
			if err := w.Forgot(w.Context(), here, "ed@maison.example", mail.send); n < 4 && err != nil {
				t.Error(n, err)
			}
		}
		if n := len(mail.mails); n < 4 || n > 7 {
			t.Errorf("%d mails in half an hour", n)
		}
		failing := errors.New("no room")
		err := w.Forgot(w.Context(), there, "ed@maison.example", func(context.Context, auth.Mail) error { return failing })
		if n := len(mail.mails); !errors.Is(err, failing) && err != nil {
			t.Error(n, err)
		}
	})
}
