package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/metrics"
	"tremplin/app/web"
)

func (c *serveCmd) Run(ctx context.Context, s *streams) error {
	set, err := c.read(s)
	if err != nil {
		return err
	}
	a, err := open(ctx, set.database, s)
	if err != nil {
		return err
	}
	return errors.Join(set.serve(ctx, s, a), a.Store.Close())
}

func (set *serving) serve(ctx context.Context, s *streams, a *app.App) error {
	set.equip(ctx, s, a)
	l, err := listen(ctx, set.addr)
	if err != nil {
		return err
	}
	counted := metrics.New(a, version())
	apart, err := set.serveMetrics(ctx, counted)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	defer apart()
	end := &ending{drain: set.drain}
	in := auth.New(a.Store, auth.Options{Secret: set.secret, Secure: set.secure})
	show := web.New(a, in, web.Options{ //nolint:contextcheck // each request has its own
		Secure: set.secure, Proxies: set.proxies, Site: set.site, Ready: end.ready(a), Count: counted.Request, ContactEmail: set.email, ContactPhone: set.phone,
	})
	if _, err = fmt.Fprintf(s.out, "The site %s is served on %s\n", set.site, l.Addr()); err != nil {
		return errors.Join(err, l.Close())
	}
	return serveSite(ctx, a, show, l, end)
}

// equip gives the application what the settings say.
func (set *serving) equip(ctx context.Context, s *streams, a *app.App) {
	a.Log = newLog(s.err, set.log)
	said := *set.said
	said.Site = set.site // documents are checked where they are served
	a.Settings, a.Mailer, a.Scanner, a.Configured, a.Settle = &said, set.mail, set.scanner, set.settings, set.settle
	if set.outside != nil {
		a.KeepCheckpoints(*set.outside)
	}
	for _, x := range []struct {
		missing bool
		says    string
	}{
		{set.mail == nil, "no mail goes out: " + smtpEnv + " is not set"},
		{set.scanner == nil, "no file is scanned for viruses: " + clamdEnv + " is not set"},
		{set.outside == nil, "no checkpoint is made at night: " + checkpointsEnv + " is not set"},
	} {
		if x.missing {
			a.Log.WarnContext(ctx, x.says)
		}
	}
}

// serveMetrics answers Prometheus on an address of its own until it is stopped.
func (set *serving) serveMetrics(ctx context.Context, m *metrics.Metrics) (stop func(), err error) {
	if set.metrics == "" {
		return func() {}, nil
	}
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", set.metrics)
	if err != nil {
		return nil, fail(failed, "metrics cannot be served on %s (%s): name another address in %s", set.metrics, cause(err), metricsEnv)
	}
	const within = 15 * time.Second
	server := &http.Server{Handler: m.Handler(), ReadHeaderTimeout: within, ReadTimeout: within, WriteTimeout: within, IdleTimeout: time.Minute}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l) // it ends when it is closed
	}()
	return func() {
		_ = server.Close()
		<-ended
	}, nil
}

// own is an address that is not the site's; without a host it is this machine's
// own, since whoever reads metrics is not asked who they are.
func own(addr string) (string, error) {
	if addr == "" {
		return "", nil
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fail(nonsense, "%s is %q, which is no address: set it to HOST:PORT or :PORT, or leave it out", metricsEnv, addr)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

// span reads how long something takes, up to the most that makes sense.
func span(env, text string, otherwise, most time.Duration) (time.Duration, error) {
	if text == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > most {
		return 0, fail(nonsense, "%s is %q: set it to a time up to %s, such as %s, or leave it out", env, text, most, otherwise)
	}
	return d, nil
}
