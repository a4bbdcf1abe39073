package journey_test

import (
	"context"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app/mail"
	"tremplin/app/mail/mailtest"
	"tremplin/locale"
	"tremplin/storage/storagetest"
)

// TestAccountPagesAreReadable: those that show only on the way, from the
// invitation to the recovery codes and back by a link, in Dutch, light and dark,
// wide and narrow: axe-core finds nothing and nothing sticks out.
func TestAccountPagesAreReadable(t *testing.T) {
	t.Parallel()
	source := axe(t)
	w := newWorld(t, kind{storagetest.SQLite, locale.NL}, "submission.sign", false)
	w.register("piet", "Piet Partner", "asbl", "nl", "partner_signatory")
	b := w.tab()
	look := func(where string) { t.Helper(); b.owed(source, where) }
	b.open(w.invited("piet"))
	look("invitation")
	b.fill("password", phrase)
	b.fill("repeat", another)
	b.press(b.t("new_password.do"), 422)
	look("two passwords")
	b.fill("password", phrase)
	b.fill("repeat", phrase)
	b.press(b.t("new_password.do"))
	b.signIn("piet", "")
	look("enrolment")
	b.press(b.t("factor.start"))
	look("second factor to set up")
	secret := js[string](b, `document.querySelector("main code").textContent.trim()`)
	b.fill("code", "000000")
	b.press(b.t("factor.confirm"), 422)
	look("wrong code")
	b.fill("code", b.code(secret))
	b.press(b.t("factor.confirm"))
	look("recovery codes")
	b.press(b.t("factor.continue"))
	b.open("/account")
	look("account")
	b.press(".band form button")
	b.open("/sign-in")
	b.fill("email", "piet@tremplin.example")
	b.fill("password", phrase)
	b.press(b.t("sign_in.do"))
	look("a code, in addition")
	b.open("/forgotten")
	b.fill("email", "piet@tremplin.example")
	b.press(b.t("forgotten.do"))
	look("a link is on its way")
}

// TestEnglishPages: in English, too, axe-core finds nothing on any page.
func TestEnglishPages(t *testing.T) {
	t.Parallel()
	if os.Getenv(allEnv) == "" {
		t.Skip("with ", allEnv)
	}
	at, source := byMoment(), axe(t)
	for _, next := range slices.Sorted(maps.Keys(at)) {
		t.Run(next, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, kind{storagetest.SQLite, locale.EN}, next, true)
			w.work()
			look(w, source, at[next])
		})
	}
}

var linkIn = regexp.MustCompile(`https?://\S+/link/[\w-]+`)

// TestInvitationByMail: a mail that a real server took leads to a password, once.
func TestInvitationByMail(t *testing.T) {
	t.Parallel()
	w := newWorld(t, kind{storagetest.SQLite, locale.FR}, "submission.sign", false)
	server := mailtest.Start(t)
	mailer, err := mail.New(mail.Settings{URL: "smtp://" + server.Addr, From: "Tremplin <noreply@tremplin.example>", Roots: server.Roots, Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	w.app.Mailer, w.app.Settings.Site = mailer, w.url
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.app.Serve(ctx) }()
	t.Cleanup(func() { end(); <-ended })
	w.register("ana", "Admin Ana", "slrb", "fr", "admin")
	w.register("eva", "Éva Écrit", "alfa", "fr", "sisp_editor")
	b := w.tab()
	b.enters("ana")
	b.open("/people/eva")
	b.press(b.t("login.invite"))
	b.reads(b.t("person.done.invited"))
	link := ""
	for end := time.Now().Add(patience); link == "" && time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		for _, m := range server.Inbox() {
			if m.To == "eva@tremplin.example" {
				link = linkIn.FindString(strings.NewReplacer("=\r\n", "", "=\n", "", "=3D", "=").Replace(m.Body))
			}
		}
	}
	if link == "" {
		t.Fatalf("no link came: %d messages", len(server.Inbox()))
	}
	eva := w.tab()
	eva.open(strings.TrimPrefix(link, w.url))
	eva.open(strings.TrimPrefix(link, w.url)) // to open it does nothing
	eva.fill("password", phrase)
	eva.fill("repeat", phrase)
	eva.press(eva.t("new_password.do"))
	eva.signIn("eva", "")
	eva.reads("Projet A")
	eva.open(strings.TrimPrefix(link, w.url), 410, 404)
}
