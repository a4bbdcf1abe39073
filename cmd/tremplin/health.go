package main

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/http"
	"time"
)

// healthCmd is for whoever looks after processes and has no shell beside them: a
// container's health check.
type healthCmd struct {
	Addr string `help:"Where the site listens; else TREMPLIN_ADDR, else :8080." placeholder:"HOST:PORT"`
}

// healthFor is how long an answer may take.
const healthFor = 3 * time.Second

func (c *healthCmd) Run(ctx context.Context, s *streams) error {
	addr := cmp.Or(c.Addr, s.getenv(addrEnv), ":8080")
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return fail(nonsense, "%q is no address: set %s, or --addr, to HOST:PORT or :PORT", addr, addrEnv)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	ctx, done := context.WithTimeout(ctx, healthFor)
	defer done()
	at := "http://" + net.JoinHostPort(host, port) + "/readyz"
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return fail(failed, "%s does not answer (%s)", at, cause(err))
	}
	defer answer.Body.Close() //nolint:errcheck // only its status counts
	if answer.StatusCode != http.StatusOK {
		return fail(failed, "%s answers %s: the log of `tremplin serve` says why", at, answer.Status)
	}
	_, err = fmt.Fprintln(s.out, "ready")
	return err
}
