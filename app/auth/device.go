package auth

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Visitor reads from a request what we need of it. Where proxies stand before
// the server the caller knows the client's address better than the request.
func (a *Auth) Visitor(r *http.Request, client netip.Addr) Visitor {
	v := Visitor{Addr: client.Unmap(), Agent: r.UserAgent()}
	if c, err := r.Cookie(a.deviceName()); err == nil {
		v.Device = c.Value
	}
	return v
}

func (a *Auth) deviceName() string { return a.Sessions.Cookie.Name + "-device" }

// DeviceCookie tells a browser in which somebody has signed in from one in which
// nobody has: whoever tries passwords elsewhere does not slow this one down. It
// lets nobody in. Nil while nobody is signed in.
func (a *Auth) DeviceCookie(ctx context.Context) (*http.Cookie, error) {
	st := a.state(ctx)
	if st.Stage != In {
		return nil, nil //nolint:nilnil // there is none to set
	}
	b, err := a.random(16)
	if err != nil {
		return nil, err
	}
	at, nonce := strconv.FormatInt(a.now().Unix(), 10), base64.RawURLEncoding.EncodeToString(b)
	return &http.Cookie{ //nolint:gosec // Secure is as the session's: false on one's own machine alone
		Name: a.deviceName(), Value: at + "." + nonce + "." + a.keys.hash("device", st.Person, at, nonce), Path: "/",
		MaxAge: int(DeviceFor / time.Second), HttpOnly: true, Secure: a.Sessions.Cookie.Secure, SameSite: http.SameSiteStrictMode,
	}, nil
}

// device is the name of a browser in which that person has signed in; "" if it
// is none.
func (a *Auth) device(v Visitor, person string) string {
	parts := strings.Split(v.Device, ".")
	if person == "" || len(parts) != 3 || !same(parts[2], a.keys.hash("device", person, parts[0], parts[1])) {
		return ""
	}
	at, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil || a.now().Sub(time.Unix(at, 0)) > DeviceFor {
		return ""
	}
	return parts[1]
}

// network is what counts as one client: an address, or the net of one house.
func network(v Visitor) string { return shortened(v.Addr, 32, 64) }

// shownNetwork is as much of an address as its owner needs to know it again.
func shownNetwork(v Visitor) string { return shortened(v.Addr, 24, 48) }

func shortened(addr netip.Addr, four, six int) string {
	addr = addr.Unmap().WithZone("")
	bits := six
	if addr.Is4() {
		bits = four
	}
	p, err := addr.Prefix(bits)
	if err != nil || !p.IsValid() {
		return ""
	}
	return p.String()
}

// Browsers and systems, the ones that call themselves after others first.
var (
	browsers = [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chromium", "Chromium"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
)

// described is a User-Agent in a few words: "Firefox, Windows".
func described(agent string) string {
	var out []string
	for _, list := range [][][2]string{browsers, systems} {
		for _, x := range list {
			if strings.Contains(agent, x[0]) {
				out = append(out, x[1])
				break
			}
		}
	}
	return strings.Join(out, ", ")
}
