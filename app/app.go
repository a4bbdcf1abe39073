// Package app is one method per command or question. It opens the transaction,
// reads what a decision needs, has the programme decide, and writes what was
// decided; it runs the clock and the jobs. It decides nothing itself.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"runtime"
	"time"

	"tremplin/app/clamd"
	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/storage"
	"tremplin/workflow"
)

// App is the application over one database.
type App struct {
	Store      *storage.Store
	Programmes []*workflow.Programme // every version there ever was; the newest last
	Now        func() time.Time
	Log        *slog.Logger
	Chance     io.Reader          // salts of texts, names of dossiers
	Handlers   map[string]Handler // of jobs, by their kind
	Settings   *document.Settings // what documents say of the funder and of the law
	Mailer     *mail.Sender       // sends what people are told; nil: nothing leaves the house
	Scanner    *clamd.Client      // looks for viruses in what is attached; nil: nobody does
	// Settle is how long what fell due is left alone, by the clock of [App.Serve]
	// and by requests that come in just after, so that what came in before, in
	// whichever process, goes first. One process knows its own requests and needs
	// none.
	Settle time.Duration
	// Refused is told of every act that was refused, by its surface; it may be nil.
	Refused func(surface string, no *workflow.Error)
	// Configured are the settings in use, for administrators to read.
	Configured []Setting

	pulse    pulse
	outside  *Outside      // of checkpoints; nil: none is made
	ordered  workflow.Date // the last night whose checkpoint was ordered; the clock's alone
	forgot   workflow.Date // the last day on which what was typed long ago was taken away; the clock's alone
	woken    chan struct{}
	worked   chan struct{}
	posted   chan struct{}
	scanned  chan struct{}
	links    chan Link
	flights  *inFlight
	judged   judgements
	glance   int           // how many dossiers a desk reads at once
	printers chan struct{} // as many documents are printed at once as there are processors: it takes memory
}

// New is an App over a store, with the machine's clock and chance.
func New(s *storage.Store, programmes ...*workflow.Programme) *App {
	a := &App{
		Store: s, Programmes: programmes, Settings: document.Proposed(),
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Chance: rand.Reader, woken: make(chan struct{}, 1), worked: make(chan struct{}, 1), posted: make(chan struct{}, 1), scanned: make(chan struct{}, 1), links: make(chan Link, linksWaiting), flights: newInFlight(), glance: 500, printers: make(chan struct{}, runtime.GOMAXPROCS(0)), //nolint:forbidigo // others take it from here
	}
	a.Handlers = a.documentHandlers()
	a.mailHandlers(a.Handlers)
	a.Handlers[JobConflicts] = a.noteConflicts
	return a
}

// Programme is the newest, which new calls run by.
func (a *App) Programme() *workflow.Programme { return a.Programmes[len(a.Programmes)-1] }

// of is the programme that a call has pinned; the newest of its name, or of
// all, until it has.
func (a *App) of(c *workflow.Call) (*workflow.Programme, error) {
	if c == nil || c.Programme == "" {
		return a.Programme(), nil
	}
	var newest *workflow.Programme
	for _, p := range a.Programmes {
		if p.Name != c.Programme {
			continue
		}
		if c.Version == p.Version {
			return p, nil
		}
		newest = p
	}
	if newest == nil || c.Version != 0 {
		return nil, errors.New("app: this program does not know the programme of call " + c.Reference)
	}
	return newest, nil
}

// now is the present moment as everything keeps it.
func (a *App) now() time.Time { return a.Now().UTC().Truncate(time.Microsecond) }

// House is who there is.
func (a *App) House(ctx context.Context) (*workflow.House, error) {
	var h *workflow.House
	err := a.Store.View(ctx, func(tx *storage.Tx) error {
		c, err := tx.Load(storage.Ask{House: true, Now: a.now()})
		if err == nil {
			h = c.House
		}
		return err
	})
	return h, err
}
