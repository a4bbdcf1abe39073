package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

const phrase = "vier paarden op de maan"

// forReal is a site where nobody steps in without proof.
func forReal(t *testing.T) *world {
	t.Helper()
	return open(t, replayed(t, all), Options{Site: "https://tremplin.example"})
}

// invited is somebody of whom the house gets an address and an invitation.
func (w *world) invited(person, role, org string) auth.Mail {
	w.Helper()
	values := map[string]any{"name": "Zoé Lefèvre", "email": person + "@slrb.example", "language": "fr"}
	if org != "" {
		values["organisation"] = org
	}
	if role != "" {
		values["roles"] = []any{role}
	}
	if _, err := w.app.Import(w.Context(), app.Draft{Entity: workflow.EntityPerson, ID: person, Values: values}, "test", w.now); err != nil {
		w.Fatal(err)
	}
	m, err := w.auth.Invite(w.Context(), auth.Console, person)
	if err != nil {
		w.Fatal(err)
	}
	return m
}

// member is somebody with the password phrase.
func (w *world) member(person, role, org string) {
	w.Helper()
	m := w.invited(person, role, org)
	w.nobody().post(m.Path(), url.Values{"password": {phrase}, "repeat": {phrase}}).leads("/sign-in?done=password")
}

func signIn(email, password, next string) url.Values {
	return url.Values{"email": {email}, "password": {password}, "next": {next}}
}

func TestStepIn(t *testing.T) {
	w := newWorld(t, all)
	w.nobody().get("/sign-in").is(http.StatusOK).says("Démonstration", "Officier", "Rédacteur Alfa", "SISP Alfa", "Signataire de la SISP")
	b := w.nobody()
	b.post("/sign-in", url.Values{"as": {"off"}, "next": {"/account"}}).leads("/account")
	b.get("/account").is(http.StatusOK).says("Officier", "Gestionnaire à la Direction Action Sociétale", "Cette session")
	b.get("/sign-in?next=/account").leads("/account")
	b.get("/sign-out").is(http.StatusMethodNotAllowed)
	b.post("/sign-out", nil).leads("/")
	b.get("/account").leads("/sign-in?next=%2Faccount")
	w.nobody().post("/sign-in", url.Values{"as": {"nobody"}}).is(http.StatusNotFound)
}

func TestNobodyStepsInForReal(t *testing.T) {
	w := forReal(t)
	w.nobody().get("/sign-in").is(http.StatusOK).hides("Démonstration", "Officier", `name="as"`)
	b := w.nobody()
	b.post("/sign-in", url.Values{"as": {"off"}}).is(http.StatusNotFound)
	b.get("/account").leads("/sign-in?next=%2Faccount")
}

func TestSignIn(t *testing.T) {
	w := forReal(t)
	w.member("zoe", "sisp_editor", "alfa")
	b := w.nobody()
	for _, wrong := range []url.Values{signIn("zoe@slrb.example", "wrong", "/x"), signIn("who@slrb.example", phrase, "/x"), signIn("", "", "/x")} {
		b.post("/sign-in", wrong).is(http.StatusUnprocessableEntity).says("L'adresse ou le mot de passe ne convient pas", "Erreur").hides(phrase)
	}
	if a := b.post("/sign-in", signIn("zoe@slrb.example", "wrong", "/x?y=1")); !strings.Contains(a.body, `value="zoe@slrb.example"`) || a.hidden().Get("next") != "/x?y=1" {
		t.Error("what was typed is gone", a.body)
	}
	b = w.nobody()
	before := b.cookies["tremplin"]
	b.post("/sign-in", signIn("zoe@slrb.example", phrase, "/account?x=1")).leads("/account?x=1")
	if b.cookies["tremplin"] == before || b.cookies["tremplin-device"] == "" {
		t.Error("no session, or no device", b.cookies)
	}
	b.get("/account").is(http.StatusOK).says("Zoé Lefèvre", "SISP Alfa", "zoe@slrb.example")
}

// TestNoOpenRedirect: nothing leads from here to somewhere else.
func TestNoOpenRedirect(t *testing.T) {
	w := newWorld(t, all)
	for _, next := range []string{
		"https://evil.example/", "//evil.example/", `/\evil.example/`, `\\evil.example`, "/\t/evil.example", "javascript:alert(1)", "evil", "",
		"http:evil.example", "///evil.example", "/a\r\nX: y", "/%",
	} {
		w.nobody().post("/sign-in", url.Values{"as": {"off"}, "next": {next}}).leads("/")
		w.nobody().post("/appearance", url.Values{"theme": {"dark"}, "next": {next}}).leads("/")
		w.as("off").get("/sign-in?" + url.Values{"next": {next}}.Encode()).leads("/")
	}
	w.nobody().post("/sign-in", url.Values{"as": {"off"}, "next": {"/dossiers/a%2Fb?q=é"}}).leads("/dossiers/a%2Fb?q=é")
}

func TestThrottled(t *testing.T) {
	w := forReal(t)
	w.member("zoe", "", "")
	b := w.nobody()
	var last answer
	for range 7 {
		last = b.post("/sign-in", signIn("zoe@slrb.example", "wrong", ""))
	}
	last.is(http.StatusTooManyRequests).says("Il y a eu trop d'essais manqués")
	if last.header.Get("Retry-After") == "" || !strings.Contains(last.body, "zoe@slrb.example") {
		t.Error(last.header, last.body)
	}
	b.post("/sign-in", signIn("zoe@slrb.example", phrase, "")).is(http.StatusTooManyRequests)
	w.now = w.now.Add(time.Hour)
	b.post("/sign-in", signIn("zoe@slrb.example", phrase, "")).leads("/")
}

// TestInvitation: opening a link does nothing, it works once, and nobody is
// signed in by it.
func TestInvitation(t *testing.T) {
	w := forReal(t)
	m := w.invited("zoe", "", "")
	b := w.nobody()
	for range 3 {
		b.get(m.Path()).is(http.StatusOK).says("Bienvenue, Zoé Lefèvre", "12 caractères")
	}
	b.post(m.Path(), url.Values{"password": {phrase}, "repeat": {"other"}}).is(http.StatusUnprocessableEntity).says("Les deux mots de passe ne sont pas les mêmes")
	b.post(m.Path(), url.Values{"password": {"short"}, "repeat": {"short"}}).is(http.StatusUnprocessableEntity).says("Erreur").hides(`value="short"`)
	b.follow(b.post(m.Path(), url.Values{"password": {phrase}, "repeat": {phrase}})).is(http.StatusOK).says("Votre mot de passe est enregistré")
	b.get("/account").leads("/sign-in?next=%2Faccount")
	b.get(m.Path()).is(http.StatusNotFound).says("Ce lien ne sert plus")
	b.post(m.Path(), url.Values{"password": {phrase}, "repeat": {phrase}}).is(http.StatusNotFound).says("Ce lien ne sert plus")
	b.get("/link/nonsense").is(http.StatusNotFound)
}

func TestForgotten(t *testing.T) {
	w := forReal(t)
	w.member("zoe", "", "")
	var sent []auth.Mail
	w.site.Send = func(_ context.Context, m auth.Mail) error { sent = append(sent, m); return nil }
	b := w.nobody()
	b.post("/forgotten", url.Values{"email": {"nonsense"}}).is(http.StatusUnprocessableEntity).says("Ce n'est pas une adresse de courriel")
	unknown := b.post("/forgotten", url.Values{"email": {"who@slrb.example"}}).is(http.StatusOK)
	known := b.post("/forgotten", url.Values{"email": {"zoe@slrb.example"}}).is(http.StatusOK).says("un lien vient de partir")
	if unknown.text() != known.text() || len(sent) != 1 {
		t.Errorf("the answer tells who is here, or %d mails", len(sent))
	}
	b.get(sent[0].Path()).is(http.StatusOK).says("Choisir un nouveau mot de passe").hides("Zoé")
	b.post(sent[0].Path(), url.Values{"password": {phrase + " 2"}, "repeat": {phrase + " 2"}}).leads("/sign-in?done=password")
	b.post("/sign-in", signIn("zoe@slrb.example", phrase, "")).is(http.StatusUnprocessableEntity)
	b.post("/sign-in", signIn("zoe@slrb.example", phrase+" 2", "")).leads("/")
}

var secretShown = regexp.MustCompile(`<code>([A-Z2-7]{16,})</code>`)

// codeAt is the code of the app that has that secret.
func (w *world) codeAt(secret string) string {
	w.Helper()
	c, err := totp.GenerateCode(secret, w.now)
	if err != nil {
		w.Fatal(err)
	}
	return c
}

// TestEnrolment: whose role asks for a second factor sets it up before anything
// else, and signs in by it from then on.
func TestEnrolment(t *testing.T) {
	w := forReal(t)
	w.member("zoe", "das_director", "slrb")
	b := w.nobody()
	b.post("/sign-in", signIn("zoe@slrb.example", phrase, "/dossiers")).leads("/account")
	b.get("/account").is(http.StatusOK).says("Votre rôle demande un deuxième facteur").hides("Mot de passe actuel", "Fermer toutes les autres")
	b.post("/account", url.Values{"do": {"language"}, "language": {"nl"}}).is(http.StatusSeeOther)
	b.post("/account", url.Values{"do": {"factor-on"}}).leads("/account?factor=offered")
	offered := b.get("/account?factor=offered").is(http.StatusOK).says("Lisez ce code avec l'application")
	m := secretShown.FindStringSubmatch(offered.body)
	if m == nil || !strings.Contains(offered.body, "<svg viewBox=") {
		t.Fatal(offered.body)
	}
	again := b.post("/account", url.Values{"do": {"factor-confirm"}, "code": {"000000"}}).is(http.StatusUnprocessableEntity).says("Ce code n'est pas le bon")
	if !strings.Contains(again.body, m[1]) {
		t.Error("another secret after a slip")
	}
	done := b.post("/account", url.Values{"do": {"factor-confirm"}, "code": {w.codeAt(m[1])}}).is(http.StatusOK).says("Vos codes de secours", "ils ne seront plus montrés", "continuer")
	recovery := regexp.MustCompile(`<code>([a-z2-7]{5}-[a-z2-7]{5})</code>`).FindAllStringSubmatch(done.body, -1)
	if len(recovery) != 10 {
		t.Fatal(recovery)
	}
	b.get("/account").is(http.StatusOK).says("Il vous reste 10 codes de secours").hides(recovery[0][1], "Désactiver")

	w.now = w.now.Add(time.Minute)
	b = w.nobody()
	b.post("/sign-in", signIn("zoe@slrb.example", phrase, "/account")).leads("/second-factor?next=%2Faccount")
	b.get("/account").leads("/second-factor?next=%2Faccount")
	if next := b.get("/second-factor?next=%2Faccount").is(http.StatusOK).hidden().Get("next"); next != "/account" {
		t.Error(next)
	}
	b.post("/second-factor", url.Values{"code": {"123"}, "next": {"/account"}}).is(http.StatusUnprocessableEntity).says("Ce code n'est pas le bon")
	b.post("/second-factor", url.Values{"code": {recovery[3][1]}, "next": {"/account"}}).leads("/account")
	b.get("/account").says("Il vous reste 9 codes de secours")
	w.nobody().get("/second-factor").leads("/sign-in")
}

// TestFactorByChoice: whoever sets one up, renews its codes or gives it up shows
// who it is once that was some time ago.
func TestFactorByChoice(t *testing.T) {
	w := forReal(t)
	w.member("zoe", "sisp_editor", "alfa")
	b := w.nobody()
	b.post("/sign-in", signIn("zoe@slrb.example", phrase, "")).leads("/")
	w.now = w.now.Add(time.Hour)
	b.post("/account", url.Values{"do": {"factor-on"}}).is(http.StatusForbidden).says("écrivez votre mot de passe")
	b.post("/account", url.Values{"do": {"factor-on"}, "again": {"wrong"}}).is(http.StatusUnprocessableEntity).says("Ce mot de passe n'est pas le vôtre")
	b.post("/account", url.Values{"do": {"factor-on"}, "again": {phrase}}).leads("/account?factor=offered")
	m := secretShown.FindStringSubmatch(b.get("/account?factor=offered").body)
	b.post("/account", url.Values{"do": {"factor-confirm"}, "code": {w.codeAt(m[1])}}).is(http.StatusOK).says("Vos codes de secours", "Désactiver")
	w.now = w.now.Add(time.Hour)
	b.post("/account", url.Values{"do": {"factor-off"}}).is(http.StatusForbidden).says("écrivez un code de votre application")
	b.follow(b.post("/account", url.Values{"do": {"factor-off"}, "again": {w.codeAt(m[1])}})).is(http.StatusOK).says("Le deuxième facteur est désactivé", "Installer une application")
	b.post("/account", url.Values{"do": {"nonsense"}}).is(http.StatusNotFound)
}

func TestAccount(t *testing.T) {
	w := forReal(t)
	w.member("zoe", "sisp_editor", "alfa")
	b, other := w.nobody(), w.nobody()
	for _, x := range []*browser{b, other} {
		x.post("/sign-in", signIn("zoe@slrb.example", phrase, "")).leads("/")
	}
	b.post("/account", url.Values{"do": {"password"}, "current": {"wrong"}, "password": {phrase + "!"}, "repeat": {phrase + "!"}}).
		is(http.StatusUnprocessableEntity).says("Ce mot de passe n'est pas le vôtre")
	b.post("/account", url.Values{"do": {"password"}, "current": {phrase}, "password": {"x"}, "repeat": {"y"}}).is(http.StatusUnprocessableEntity).says("ne sont pas les mêmes")
	b.follow(b.post("/account", url.Values{"do": {"password"}, "current": {phrase}, "password": {phrase + "!"}, "repeat": {phrase + "!"}})).
		is(http.StatusOK).says("Votre mot de passe est changé")
	other.get("/account").leads("/sign-in?next=%2Faccount")
	other.post("/sign-in", signIn("zoe@slrb.example", phrase+"!", "")).leads("/")
	b.post("/account", url.Values{"do": {"end"}, "session": {"nonsense"}}).is(http.StatusNotFound)
	b.follow(b.post("/account", url.Values{"do": {"end-others"}})).says("Vos autres sessions sont fermées et vos jetons")
	other.get("/account").leads("/sign-in?next=%2Faccount")
	b.follow(b.post("/account", url.Values{"do": {"language"}, "language": {"nl"}})).is(http.StatusOK).says("Uw taal is bewaard")
	b.post("/account", url.Values{"do": {"language"}, "language": {"de"}}).is(http.StatusUnprocessableEntity)
	b.follow(b.post("/appearance", url.Values{"theme": {"dark"}, "next": {"/appearance"}})).is(http.StatusOK).says("Uw keuze is bewaard")
	if a := b.get("/account"); !strings.Contains(a.body, `data-theme="dark"`) {
		t.Error("not dark")
	}
	b.post("/appearance", url.Values{"theme": {"device"}})
	if b.cookies["theme"] != "" {
		t.Error("still dark")
	}
}

// TestOtherSites: forms of other sites are refused, wherever they are sent.
func TestOtherSites(t *testing.T) {
	w := newWorld(t, all)
	for _, route := range w.site.Routes() {
		if route.Method != http.MethodPost {
			continue
		}
		for _, header := range [][2]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, strings.NewReplacer(":", "x").Replace(route.Path), strings.NewReader("as=off"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(header[0], header[1])
			if a := w.nobody().send(r); a.status != http.StatusForbidden {
				t.Errorf("%s %s: %d", route.Path, header, a.status)
			}
		}
	}
}

// TestEveryAnswerIsGuarded: pages, assets, refusals.
func TestEveryAnswerIsGuarded(t *testing.T) {
	w := newWorld(t, all)
	for _, route := range w.site.Routes() {
		path := strings.NewReplacer(":", "x").Replace(route.Path)
		r := httptest.NewRequestWithContext(t.Context(), route.Method, path, nil)
		a := w.nobody().send(r)
		if !strings.HasPrefix(a.header.Get("Content-Security-Policy"), "default-src 'none'") || a.header.Get("X-Content-Type-Options") != "nosniff" || a.status >= 500 && path != "/readyz" {
			t.Errorf("%s %s: %d %v", route.Method, path, a.status, a.header)
		}
	}
	for _, path := range []string{"/nowhere", "/calls/nowhere", "/static/nowhere.css"} {
		if a := w.nobody().get(path).is(http.StatusNotFound); a.header.Get("Content-Security-Policy") == "" {
			t.Error(path)
		}
	}
	s := open(t, replayed(t, all), Options{Secure: true, Demo: true})
	if a := s.nobody().get("/sign-in"); a.header.Get("Strict-Transport-Security") == "" {
		t.Error("no word of https")
	}
	b := s.nobody()
	b.post("/sign-in", url.Values{"as": {"off"}})
	if b.cookies["__Host-tremplin"] == "" {
		t.Error(b.cookies)
	}
}
