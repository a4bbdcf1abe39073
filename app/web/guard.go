package web

import (
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"tremplin/app/web/page"
)

// Addresses that answer for the program, not for people, and where its assets lie.
const (
	pathHealthy = "/healthz"
	pathReady   = "/readyz"
	assetsAt    = "/static/"
)

// MaxBody is how much a request without files may carry, in bytes.
const MaxBody = 4 << 20

// guarded puts the same headers on every answer and bounds every request.
func (s *Site) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", page.Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		if s.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			r.Body = http.MaxBytesReader(w, r.Body, MaxBody)
		}
		next.ServeHTTP(w, r)
	})
}

// named is the name of a request, for whoever helps: that which a proxy of ours
// gave it, so that its log and this one can be read together.
func (s *Site) named(r *http.Request) string {
	if told := r.Header.Get("X-Request-Id"); isTicket(told) {
		if ap, err := netip.ParseAddrPort(r.RemoteAddr); err == nil && s.ours(ap.Addr().Unmap()) {
			return told
		}
	}
	return ticket()
}

// ticket is a name that nothing else has.
func ticket() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b) // cannot fail
	return hex.EncodeToString(b)
}

// isTicket holds for what may stand in a log and on a page.
func isTicket(text string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	}
	return len(text) >= 8 && len(text) <= 64 && !strings.ContainsFunc(text, odd)
}

// asset serves a file whose name holds its hash.
func asset(a page.Asset) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		return c.Blob(http.StatusOK, a.Type, a.Body)
	}
}

func (s *Site) healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready tells the truth about what the site needs; why not stands in the log.
func (s *Site) ready(c echo.Context) error {
	if s.Ready != nil {
		if err := s.Ready(c.Request().Context()); err != nil {
			s.Log.LogAttrs(c.Request().Context(), slog.LevelWarn, "not ready", slog.Any("why", err))
			return c.String(http.StatusServiceUnavailable, "not ready\n")
		}
	}
	return c.String(http.StatusOK, "ready\n")
}

// client is the address that a request came from: that which a proxy of ours
// tells, or else the one that it came in from.
func (s *Site) client(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	addr := ap.Addr().Unmap()
	if err != nil || !s.ours(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		told, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = told.Unmap()
		if !s.ours(addr) {
			break
		}
	}
	return addr
}

func (s *Site) ours(addr netip.Addr) bool {
	return slices.ContainsFunc(s.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}
