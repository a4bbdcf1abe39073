package auth_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/alexedwards/scs/v2"
	"github.com/pquerna/otp/totp"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

func TestMain(m *testing.M) { storagetest.Main(m) }

var noon = time.Date(2030, 3, 1, 11, 0, 0, 0, time.UTC)

const (
	good  = "vier paarden op de maan"
	other = "une girafe boit du thé vert"
)

// world is a house with people, and an Auth whose clock the test turns.
type world struct {
	*auth.Auth
	*testing.T

	app *app.App
	now time.Time
}

func each(t *testing.T, f func(w *world)) {
	t.Helper()
	storagetest.EachURL(t, func(t *testing.T, url string) { f(newWorld(t, storagetest.Open(t, url, storage.Volatile()))) })
}

func newWorld(t *testing.T, s *storage.Store) *world {
	t.Helper()
	w := &world{T: t, now: noon, app: app.New(s, empowerment.V1())}
	w.app.Now = func() time.Time { return w.now }
	w.Auth = auth.New(s, auth.Options{Secret: secret(t, 1)})
	w.Now, w.Level = w.app.Now, 0
	w.Params = &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	for id, role := range map[string]string{"adm": "admin", "fin": "finance_officer", "ed": "sisp_editor", "guest": ""} {
		v := map[string]any{"name": "Nom de " + id, "email": id + "@Maison.example", "language": "fr"}
		if role != "" {
			v["roles"] = []any{role}
		}
		if _, err := w.app.Import(t.Context(), app.Draft{Entity: "person", ID: id, Values: v}, "test", noon); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func secret(t *testing.T, seed byte) auth.Secret {
	t.Helper()
	s, err := auth.NewSecret(constant(seed))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type constant byte

func (c constant) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

// from is a visitor of that address.
func from(addr string) auth.Visitor {
	return auth.Visitor{Addr: netip.MustParseAddr(addr), Agent: "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"}
}

var here, there = from("192.0.2.7"), from("198.51.100.9")

// browser keeps a session's token as a cookie would.
type browser struct {
	w     *world
	token string
}

func (w *world) browser() *browser { return &browser{w: w} }

// do is one request.
func (b *browser) do(f func(ctx context.Context) error) error {
	b.w.Helper()
	ctx, err := b.w.Sessions.Load(b.w.Context(), b.token)
	if err != nil {
		b.w.Fatal(err)
	}
	answer := f(ctx)
	switch b.w.Sessions.Status(ctx) {
	case scs.Modified:
		if b.token, _, err = b.w.Sessions.Commit(ctx); err != nil {
			b.w.Fatal(err)
		}
	case scs.Destroyed:
		b.token = ""
	case scs.Unmodified:
	}
	return answer
}

func (b *browser) signIn(v auth.Visitor, email, password string) (stage auth.Stage, err error) {
	b.w.Helper()
	err = b.do(func(ctx context.Context) (err error) {
		stage, err = b.w.SignIn(ctx, v, email, password)
		return err
	})
	return stage, err
}

func (b *browser) current() (s auth.Session) {
	b.w.Helper()
	b.w.ok(b.do(func(ctx context.Context) (err error) {
		s, err = b.w.Current(ctx)
		return err
	}))
	return s
}

// ok fails the test on any answer but yes.
func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// says fails the test on any answer but that.
func (w *world) says(err error, want string) {
	w.Helper()
	if got := outcome(w.T, err); got != want {
		w.Fatalf("%s, want %s", got, want)
	}
}

func outcome(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return "ok"
	}
	no, ok := errors.AsType[*workflow.Error](err)
	if !ok {
		t.Fatal(err)
	}
	return no.Outcome()
}

// invited gives a person an account with the good password.
func (w *world) invited(ids ...string) {
	w.Helper()
	for _, id := range ids {
		m, err := w.Invite(w.Context(), auth.Console, id)
		w.ok(err)
		w.ok(w.Accept(w.Context(), here, m.Token, good))
	}
}

// in is a browser in which that person is signed in, without a second factor.
func (w *world) in(id string) *browser {
	w.Helper()
	b := w.browser()
	stage, err := b.signIn(here, id+"@maison.example", good)
	w.ok(err)
	if stage != auth.In {
		w.Fatalf("%s stands at %q", id, stage)
	}
	return b
}

// enrolled signs a person in for the first time, with a second factor.
func (w *world) enrolled(id string) (b *browser, secret string, recovery []string) {
	w.Helper()
	b = w.browser()
	stage, err := b.signIn(here, id+"@maison.example", good)
	w.ok(err)
	if stage != auth.Enrol {
		w.Fatalf("%s stands at %q", id, stage)
	}
	w.ok(b.do(func(ctx context.Context) error {
		o, err := w.Enrol(ctx)
		secret = o.Secret
		return err
	}))
	w.ok(b.do(func(ctx context.Context) (err error) {
		recovery, err = w.ConfirmFactor(ctx, here, w.code(secret))
		return err
	}))
	return b, secret, recovery
}

// code is what the app shows now.
func (w *world) code(secret string) string {
	w.Helper()
	c, err := totp.GenerateCode(secret, w.now)
	w.ok(err)
	return c
}
