package auth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2"

	"tremplin/app/auth"
)

// TestStoreConforms: to what scs asks of a store.
func TestStoreConforms(t *testing.T) {
	each(t, func(w *world) {
		s, ok := w.Sessions.Store.(scs.CtxStore)
		if !ok {
			t.Fatal("it takes no context")
		}
		find := func(token string) (string, bool) {
			b, found, err := s.FindCtx(w.Context(), token)
			w.ok(err)
			again, same, err := s.Find(token)
			if err != nil || same != found || string(again) != string(b) {
				t.Error("Find differs from FindCtx", err)
			}
			return string(b), found
		}
		data := func(v string) string {
			b, err := w.Sessions.Codec.Encode(time.Now().Add(time.Hour), map[string]any{"k": v})
			w.ok(err)
			return string(b)
		}
		if b, found := find("missing"); found || b != "" {
			t.Error("found what is not there")
		}
		one, two := data("1"), data("2")
		w.ok(s.CommitCtx(w.Context(), "tok", []byte(one), noon))
		if b, found := find("tok"); !found || b != one {
			t.Error("not found")
		}
		w.ok(s.Commit("tok", []byte(two), noon))
		if b, _ := find("tok"); b != two {
			t.Error("not written over")
		}
		w.ok(s.DeleteCtx(w.Context(), "tok"))
		w.ok(s.Delete("tok"))
		w.ok(s.Delete("missing"))
		if _, found := find("tok"); found {
			t.Error("found after its end")
		}
		w.ok(s.CommitCtx(w.Context(), "tok", []byte(one), noon)) // a request that was under way
		if _, found := find("tok"); found {
			t.Error("brought back")
		}
		if s.Commit("x", []byte("no session"), noon) == nil {
			t.Error("took what it cannot read")
		}
	})
}

func TestSessionsEndByThemselves(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		b := w.in("ed")
		for range 3 {
			w.now = w.now.Add(auth.Idle - time.Minute)
			if got := auth.Actor(b.current()); (got == "ed") != w.now.Before(noon.Add(auth.Lifetime)) {
				t.Errorf("%q after %v", got, w.now.Sub(noon))
			}
		}
		w.now = w.now.Add(time.Hour) // past 24 hours, though seen
		if auth.Actor(b.current()) != "" {
			t.Error("it lives for more than a day")
		}
		b = w.in("ed")
		w.now = w.now.Add(auth.Idle)
		if auth.Actor(b.current()) != "" {
			t.Error("nobody used it")
		}
		w.now = w.now.Add(auth.Lifetime)
		w.ok(w.Tidy(w.Context()))
	})
}

func TestOwnSessions(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed", "guest")
		a, b, c, strange := w.in("ed"), w.in("ed"), w.in("ed"), w.in("guest")
		seats := func() (out []auth.Seat) {
			w.ok(a.do(func(ctx context.Context) (err error) {
				out, err = w.Seats(ctx)
				return err
			}))
			return out
		}
		all := seats()
		if len(all) != 3 || all[0].Device != "Firefox, Windows" || all[0].Network != "192.0.2.0/24" || !all[0].Since.Equal(noon) {
			t.Fatalf("%+v", all)
		}
		current := 0
		for _, s := range all {
			if s.Current {
				current++
			}
		}
		end := func(id string) error {
			return a.do(func(ctx context.Context) error { return w.EndSeat(ctx, id) })
		}
		if current != 1 {
			t.Errorf("%d are the present one", current)
		}
		w.says(end(strange.current().ID), "not_found/not_found")
		w.says(end(""), "not_found/not_found")
		w.ok(end(b.current().ID))
		if auth.Actor(b.current()) != "" || auth.Actor(c.current()) != "ed" {
			t.Error("another one ended")
		}
		w.ok(a.do(w.EndOtherSeats))
		if auth.Actor(c.current()) != "" || auth.Actor(a.current()) != "ed" || auth.Actor(strange.current()) != "guest" || len(seats()) != 1 {
			t.Error("others end, this one and those of others do not")
		}
		w.ok(end(a.current().ID))
		if auth.Actor(a.current()) != "" {
			t.Error("signed out by ending the own one")
		}
		w.says(a.do(w.EndOtherSeats), "unauthenticated/signed_out")
	})
}

// TestARequestUnderWayBringsNothingBack: a session that was ended meanwhile.
func TestARequestUnderWayBringsNothingBack(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		a, b := w.in("ed"), w.in("ed")
		w.ok(b.do(func(ctx context.Context) error {
			w.Sessions.Put(ctx, "flash", "saved")
			return a.do(w.EndOtherSeats) //nolint:contextcheck // another request
		}))
		if auth.Actor(b.current()) != "" {
			t.Error("it is back")
		}
	})
}

func TestAnotherPasswordEndsTheOthers(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		a, b := w.in("ed"), w.in("ed")
		change := func(was, is string) error {
			return a.do(func(ctx context.Context) error { return w.ChangePassword(ctx, here, was, is) })
		}
		w.says(change(other, other), "unauthenticated/password_wrong")
		w.says(change(good, "Nom de ed et autres mots"), "ok")
		if auth.Actor(a.current()) != "ed" || auth.Actor(b.current()) != "" {
			t.Error("the others did not end, or all did")
		}
		w.ok(a.do(func(ctx context.Context) error { return w.SetLanguage(ctx, "nl") }))
		w.says(a.do(func(ctx context.Context) error { return w.SetLanguage(ctx, "de") }), "invalid/choice")
		if a.current().Language != "nl" {
			t.Error("the language is not kept")
		}
		w.ok(w.Disable(w.Context(), auth.Administrator("adm"), "ed"))
		if auth.Actor(a.current()) != "" {
			t.Error("out of use, and in")
		}
	})
}

// TestOverHTTP: cookies as a browser gets them.
func TestOverHTTP(t *testing.T) {
	each(t, func(w *world) {
		w.invited("ed")
		w.Sessions.Cookie.Secure = true
		h := w.Sessions.LoadAndSave(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
			v := w.Visitor(r, netip.MustParseAddr("::ffff:192.0.2.7"))
			if _, err := w.SignIn(r.Context(), v, "ed@maison.example", good); err != nil {
				t.Error(err)
			}
			c, err := w.DeviceCookie(r.Context())
			if err != nil {
				t.Error(err)
			}
			http.SetCookie(out, c)
		}))
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequestWithContext(w.Context(), http.MethodPost, "/", nil))
		cookies := rec.Result().Cookies()
		if len(cookies) != 2 {
			t.Fatal(cookies)
		}
		for _, c := range cookies {
			if !c.HttpOnly || !c.Secure || c.Path != "/" || c.SameSite == http.SameSiteNoneMode || c.Value == "" {
				t.Errorf("%+v", c)
			}
		}
	})
}
