package auth_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"

	"tremplin/app/auth"
)

// TestHashesWaitTheirTurn: so many at once, so many who wait, no more.
func TestHashesWaitTheirTurn(t *testing.T) {
	const atOnce, queue = 2, 3
	h := auth.NewHasher(atOnce, queue)
	hold, began, ended := make(chan struct{}), make(chan struct{}), make(chan error)
	turn := func(ctx context.Context) {
		ended <- h.Do(ctx, func() error { began <- struct{}{}; <-hold; return nil })
	}
	for range atOnce {
		go turn(t.Context())
		<-began
	}
	gone, leave := context.WithCancel(t.Context())
	for n := range 2 * queue {
		ctx := t.Context()
		if n == 0 {
			ctx = gone
		}
		go turn(ctx)
	}
	for range queue { // as many as find no place
		if got := outcome(t, <-ended); got != "unavailable/busy" {
			t.Error(got)
		}
	}
	leave() // who gives up frees the place
	close(hold)
	for left := atOnce + queue; left > 0; {
		select {
		case <-began:
		case err := <-ended:
			left--
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
	}
	go turn(t.Context())
	<-began
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestDevicesAndNetworks(t *testing.T) {
	const safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
	for agent, want := range map[string]string{
		safari: "Safari, iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0":     "Edge, Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36":         "Chrome, macOS",
		"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0 Mobile Safari/537": "Samsung Internet, Android",
		"curl/8.0": "", "": "",
	} {
		if got := auth.Described(agent); got != want {
			t.Errorf("%q: %q, want %q", agent, got, want)
		}
	}
	for addr, want := range map[string]string{
		"192.0.2.77": "192.0.2.0/24", "::ffff:192.0.2.77": "192.0.2.0/24", "2001:db8:1:2:3::4": "2001:db8:1::/48", "fe80::1%eth0": "fe80::/48",
	} {
		if got := auth.Shortened(netip.MustParseAddr(addr), 24, 48); got != want {
			t.Errorf("%s: %q, want %q", addr, got, want)
		}
	}
	if got := auth.Shortened(netip.Addr{}, 24, 48); got != "" {
		t.Error(got)
	}
}
