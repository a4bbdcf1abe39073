package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"tremplin/app"
	"tremplin/app/web"
)

// How long what came in before others is waited for, unless the settings say
// otherwise, and at most: whoever comes in late waits for it, and is answered
// before the request is given up. How long the server says that it leaves, and
// requests have to end when it does.
const (
	settleFor  = 2 * time.Second
	settleMost = 20 * time.Second
	leaveFor   = 5 * time.Second
	endFor     = 20 * time.Second // systemd and containers are told to wait for longer
)

// ending is how a site leaves: first it says that it is not ready, then it ends.
type ending struct {
	drain time.Duration
	begun atomic.Bool
}

var errEnding = errors.New("this process is about to end")

// ready is what /readyz asks.
func (e *ending) ready(a *app.App) func(context.Context) error {
	return func(ctx context.Context) error {
		if e.begun.Load() {
			return errEnding
		}
		return a.Ready(ctx)
	}
}

// leave says so first, and then lets requests end.
func (e *ending) leave(ctx context.Context, server *http.Server, ended <-chan error) error {
	e.begun.Store(true)
	select {
	case err := <-ended: // by itself
		return err
	case <-time.After(e.drain):
	}
	last, done := context.WithTimeout(context.WithoutCancel(ctx), endFor)
	defer done()
	return server.Shutdown(last)
}

// serveSite serves until ctx ends, with the clock and the jobs running beside;
// then requests end, and it returns. A job that was cut short is taken up by the
// next that serves.
func serveSite(ctx context.Context, a *app.App, site *web.Site, l net.Listener, end *ending) error {
	if err := mountAPI(site); err != nil {
		return errors.Join(err, l.Close())
	}
	var beside sync.WaitGroup
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	beside.Go(func() {
		if err := a.Serve(working); err != nil {
			a.Log.ErrorContext(working, "the clock stopped", slog.Any("why", err))
		}
	})
	beside.Go(func() { tidy(working, site) })
	server := site.Server()
	server.BaseContext = func(net.Listener) context.Context { return working }
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = end.leave(ctx, server, ended)
	}
	stop()
	beside.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// tidyEvery is how often what has expired of signing in is dropped.
const tidyEvery = time.Hour

func tidy(ctx context.Context, site *web.Site) {
	t := time.NewTicker(tidyEvery)
	defer t.Stop()
	for {
		if err := site.Auth.Tidy(ctx); err != nil && ctx.Err() == nil {
			site.Log.ErrorContext(ctx, "what expired stays", slog.Any("why", err))
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// listen takes the address, before anything is said of it.
func listen(ctx context.Context, addr string) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fail(failed, "the site cannot be served on %s (%s): name another address with --addr", addr, cause(err))
	}
	return l, nil
}

// cause is the innermost error, without the path that led to it.
func cause(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return fmt.Sprint(err)
		}
		err = inner
	}
}
