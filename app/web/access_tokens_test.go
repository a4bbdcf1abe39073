package web

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"
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
