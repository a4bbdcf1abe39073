package api

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"tremplin/app/auth"
	"tremplin/storage/storagetest"
)

// from is a program with a token at an address.
func (w *world) from(addr, token string) reply {
	w.Helper()
	r := httptest.NewRequestWithContext(w.Context(), http.MethodGet, Prefix+"/me", nil)
	r.RemoteAddr = addr + ":4711"
	r.Header.Set("Authorization", "Bearer "+token)
	rec := httptest.NewRecorder()
	w.handle.ServeHTTP(rec, r)
	return reply{w.T, rec.Code, rec.Header(), rec.Body.String(), "from " + addr}
}

// TestTokensAreNotGuessed: who shows many that do not hold is slowed down, from
// that network, for a while, and nobody else is.
func TestTokensAreNotGuessed(t *testing.T) {
	w := ended(t)
	w.as("off")
	w.as("dg")
	off, dg := w.tokens["off decide"], w.tokens["dg decide"]
	const home, other = "2001:db8:1:2::7", "198.51.100.9"
	w.from(home, off).is(http.StatusOK)
	for i := range mistakes {
		w.from("2001:db8:1:2::"+strconv.Itoa(i+1), auth.TokenPrefix+"guess"+strconv.Itoa(i)).refuses(http.StatusUnauthorized, "unauthenticated/token")
	}
	if slow := w.from(home, auth.TokenPrefix+"guess").refuses(http.StatusTooManyRequests, "too_many/rate"); slow.header.Get("Retry-After") == "" {
		t.Error("it is not said for how long")
	}
	w.from(home, dg).refuses(http.StatusTooManyRequests, "too_many/rate") // not known from before
	w.from(home, off).is(http.StatusOK)
	w.from(other, dg).is(http.StatusOK)
	w.from(home, dg).is(http.StatusOK)

	kept, err := w.app.Store.TokensOf(t.Context(), "off")
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	if err := w.auth.RevokeTokenOf(t.Context(), auth.Console, kept[0].ID); err != nil {
		t.Fatal(err)
	}
	w.from(home, off).refuses(http.StatusUnauthorized, "unauthenticated/token")
	w.from(home, off).refuses(http.StatusTooManyRequests, "too_many/rate") // it is one of the others now
	w.now = w.now.Add(time.Minute)
	w.from(home, off).refuses(http.StatusUnauthorized, "unauthenticated/token")
}

// TestTokensThatHoldCostNothing: however many programs come from one network.
func TestTokensThatHoldCostNothing(t *testing.T) {
	w := ended(t)
	for i := range 2 * mistakes {
		person := []string{"off", "dg", "dir", "fin"}[i%4]
		secret, _, err := w.auth.CreateTokenOf(t.Context(), auth.Console, person, auth.NewToken{Name: "x", Scope: auth.ScopeRead, Days: 9})
		if err != nil {
			t.Fatal(err)
		}
		w.from("192.0.2.9", secret).is(http.StatusOK)
	}
}

// TestTheClientIsAsTheSiteKnowsIt: behind a proxy the connection is everybody's.
func TestTheClientIsAsTheSiteKnowsIt(t *testing.T) {
	w := ended(t)
	behind := netip.MustParseAddr("192.0.2.1")
	w.serve(Options{Client: func(*http.Request) netip.Addr { return behind }})
	for range mistakes + 1 {
		w.from("10.0.0.1", auth.TokenPrefix+"guess")
	}
	w.from("10.0.0.1", auth.TokenPrefix+"guess").is(http.StatusTooManyRequests)
	behind = netip.MustParseAddr("192.0.2.2")
	w.from("10.0.0.1", auth.TokenPrefix+"guess").is(http.StatusUnauthorized)
}

// TestATokenReadsTheHouseOnce: whose it is and what they may see is of one moment.
func TestATokenReadsTheHouseOnce(t *testing.T) {
	var c storagetest.Counter
	w := open(t, replayed(t, finished), c.Option())
	me := w.as("off")
	me.get(Prefix + "/me").is(http.StatusOK)
	n := 0
	for _, sql := range c.During(func() { me.get(Prefix + "/me").is(http.StatusOK) }) {
		if strings.Contains(sql, "houses") {
			n++
		}
	}
	if n != 1 {
		t.Errorf("the house is read %d times", n)
	}
}
