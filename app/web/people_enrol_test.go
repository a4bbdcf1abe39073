package web

import (
	"net/http"
	"net/url"
	"time"
)

var secrets = map[*world]string{}

// enrolled signs somebody in who has to set up a second factor first.
func (w *world) enrolled(b *browser, person string) {
	w.Helper()
	b.post("/sign-in", signIn(person+"@slrb.example", phrase, "")).leads("/account")
	b.post("/account", url.Values{"do": {"factor-on"}}).leads("/account?factor=offered")
	m := secretShown.FindStringSubmatch(b.get("/account?factor=offered").body)
	if m == nil {
		w.Fatal("no secret")
	}
	b.post("/account", url.Values{"do": {"factor-confirm"}, "code": {w.codeAt(m[1])}}).is(http.StatusOK)
	secrets[w] = m[1]
}

// enrolledAgain signs the same in once more, later.
func (w *world) enrolledAgain(b *browser, person string) {
	w.Helper()
	w.now = w.now.Add(time.Minute)
	b.post("/sign-in", signIn(person+"@slrb.example", phrase, "/people")).leads("/second-factor?next=%2Fpeople")
	b.post("/second-factor", url.Values{"code": {w.codeAt(secrets[w])}, "next": {"/people"}}).leads("/people")
}
