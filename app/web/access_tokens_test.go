package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tremplin/app/auth"
)

// TestATokenIsShownOnceAndRevoked: made on the account's page, it opens until its
// owner ends it.
func TestATokenIsShownOnceAndRevoked(t *testing.T) {
	w := newWorld(t, all)
	w.nobody().get("/account/tokens").leads("/sign-in?next=%2Faccount%2Ftokens")
	off := w.as("off")
	off.get("/account/tokens").is(http.StatusOK)
	form := url.Values{"do": {"create"}, "name": {"Export"}, "scope": {"read"}, "days": {"30"}}
	made := off.post("/account/tokens", form).is(http.StatusOK).says("Export")
	secret := regexp.MustCompile(`tremplin_[\w-]{43}`).FindString(made.body)
	if got, err := w.auth.Bearer(t.Context(), secret); err != nil || got.Person != "off" {
		t.Fatalf("%q: %+v, %v", secret, got, err)
	}
	listed := off.get("/account/tokens").hides(secret)
	id := listed.hidden().Get("token")
	for name, wrong := range map[string]string{"name": " ", "scope": "all", "days": "367"} {
		bad := url.Values{"do": {"create"}, "name": {"Autre"}, "scope": {"read"}, "days": {"30"}}
		bad.Set(name, wrong)
		off.post("/account/tokens", bad).is(http.StatusUnprocessableEntity)
	}
	w.as("dg").post("/account/tokens", url.Values{"do": {"revoke"}, "token": {id}}).is(http.StatusNotFound)
	off.post("/account/tokens", url.Values{"do": {"revoke"}, "token": {id}}).leads("/account/tokens?done=revoked")
	if _, err := w.auth.Bearer(t.Context(), secret); err == nil {
		t.Error("a revoked token opens")
	}
}

// TestATokensFormSentTwice makes one token, and says what has become of it: also
// where the second has other words in it.
func TestATokensFormSentTwice(t *testing.T) {
	w := newWorld(t, all)
	off := w.as("off")
	form := off.get("/account/tokens").is(http.StatusOK).hidden()
	form["do"], form["name"], form["scope"], form["days"] = []string{"create"}, []string{"Export"}, []string{"read"}, []string{"30"}
	if form.Get("_key") == "" {
		t.Fatal("the form has no key")
	}
	made := off.post("/account/tokens", form).is(http.StatusOK).says("Voici votre nouveau jeton")
	for _, name := range []string{"Export", "Autre"} {
		form.Set("name", name)
		again := off.post("/account/tokens", form).is(http.StatusUnprocessableEntity).says("Ce formulaire a déjà créé un jeton, montré une seule fois").hides("tremplin_")
		if n := strings.Count(again.body, `value="revoke"`); n != 1 {
			t.Errorf("%d tokens", n)
		}
	}
	next := made.hidden()
	if next.Get("_key") == form.Get("_key") {
		t.Error("the next form has the same key")
	}
	form.Set("_key", next.Get("_key"))
	off.post("/account/tokens", form).is(http.StatusOK).says("Voici votre nouveau jeton")
}

// TestAdministratorsEndTokens: they see how many somebody has, are told what
// follows, and end them; nobody else does.
func TestAdministratorsEndTokens(t *testing.T) {
	w := staffed(t)
	var secrets []string
	for _, person := range []string{"off", "off", "adm1"} {
		secret, _, err := w.auth.CreateTokenOf(t.Context(), auth.Console, person, auth.NewToken{Name: "x", Scope: auth.ScopeRead, Days: 9})
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, secret)
	}
	end, adm := url.Values{"do": {"tokens"}}, w.as("adm1")
	adm.get("/people/dg").is(http.StatusOK).hides("Jetons pour programmes").hides("Révoquer ses jetons")
	adm.get("/people/off").is(http.StatusOK).says("Jetons pour programmes", "Révoquer ses jetons")
	adm.get("/people/adm1").is(http.StatusOK).says("Jetons pour programmes").hides("Révoquer ses jetons")
	adm.post("/people/off", end).is(http.StatusOK).says("Les programmes qui agissent en son nom ne peuvent plus rien", "Jetons pour programmes 2")
	w.as("off").post("/people/dg", end).is(http.StatusNotFound)
	end.Set("_confirm", "1")
	adm.post("/people/adm1", end).is(http.StatusForbidden)
	for i, secret := range secrets {
		if _, err := w.auth.Bearer(t.Context(), secret); err != nil {
			t.Errorf("token %d: %v", i, err)
		}
	}
	done := adm.post("/people/off", end)
	done.leads("/people/off?done=tokens")
	adm.follow(done).is(http.StatusOK).says("Ses jetons sont révoqués").hides("Révoquer ses jetons")
	adm.post("/people/off", end).leads("/people/off?done=tokens") // a second click
	for i, secret := range secrets {
		if _, err := w.auth.Bearer(t.Context(), secret); (err == nil) != (i == 2) {
			t.Errorf("token %d: %v", i, err)
		}
	}
}
