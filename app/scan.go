package app

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"time"

	"tremplin/app/clamd"
	"tremplin/storage"
	"tremplin/workflow"
)

// Attaching a file orders that its bytes be scanned, where there is a scanner.
// What it says is kept beside the bytes, by their hash: no act waits for it, and
// no bytes are looked at twice.

// ErrInfected says that a file's bytes are kept from everybody: a virus is in them.
var ErrInfected = errors.New("app: a virus is in the file")

const (
	scansAtOnce   = 8
	scanLease     = 15 * time.Minute // longer than that many take that say nothing
	unscannedPage = 500
	scanKey       = "scan "
)

// orderScan orders that a file be scanned, in the transaction that attaches it.
func (a *App) orderScan(tx *storage.Tx, f *workflow.File, known map[string]storage.Scanned) {
	if _, done := known[f.Hash]; a.Scanner == nil || done {
		return
	}
	tx.Enqueue(workflow.Job{Kind: storage.Scan, On: f.Ref(), Unique: scanKey + f.Hash}, a.now())
	tx.After(a.wakeScan)
}

// orderScans does so for what a decision attaches.
func (a *App) orderScans(tx *storage.Tx, d *workflow.Decision) error {
	if a.Scanner == nil {
		return nil
	}
	for _, ch := range d.Changes {
		for _, x := range ch.Parts {
			f, ok := x.(*workflow.File)
			if !ok || f.State() != fileAttached {
				continue
			}
			known, err := tx.Scans([]string{f.Hash})
			if err != nil {
				return err
			}
			a.orderScan(tx, f, known)
		}
	}
	return nil
}

const fileAttached workflow.State = "attached"

// OrderScans orders that everything be scanned that is attached and was not yet:
// what came in while there was no scanner, and what one could not read.
func (a *App) OrderScans(ctx context.Context) error {
	var after workflow.Ref
	for {
		var some []*workflow.File
		var known map[string]storage.Scanned
		err := a.Store.View(ctx, func(tx *storage.Tx) (err error) {
			if some, err = tx.Attached(after, unscannedPage); err == nil {
				known, err = tx.Scans(hashes(some))
			}
			return err
		})
		if err != nil {
			return err
		}
		if len(known) < len(some) {
			err = a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
				for _, f := range some {
					a.orderScan(tx, f, known)
				}
				return nil
			})
		}
		if err != nil || len(some) < unscannedPage {
			return err
		}
		after = some[len(some)-1].Ref()
	}
}

func hashes(files []*workflow.File) (out []string) {
	for _, f := range files {
		out = append(out, f.Hash)
	}
	return out
}

// Scanned is what the scanner said, by the hashes of the bytes.
type Scanned map[string]storage.Scanned

// Scans is what is known of files.
func (a *App) Scans(ctx context.Context, files []*workflow.File) (Scanned, error) {
	if len(files) == 0 {
		return Scanned{}, nil
	}
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (Scanned, error) { return tx.Scans(hashes(files)) })
}

// Done tells whether a file has been scanned.
func (s Scanned) Done(f *workflow.File) bool { return s[f.Hash].State != "" }

// Virus is the name of what was found in a file; "" where nothing was, or not yet.
func (s Scanned) Virus(f *workflow.File) string { return s[f.Hash].Signature }

// Attachment is the bytes of an attached file; [ErrInfected] if nobody gets them.
func (a *App) Attachment(ctx context.Context, f *workflow.File) ([]byte, error) {
	known, err := a.Scans(ctx, []*workflow.File{f})
	switch {
	case err != nil:
		return nil, err
	case known.Virus(f) != "":
		return nil, ErrInfected
	}
	return a.Content(ctx, f.Hash)
}

// Scan does the scans that are ready, until none is. A scanner that is away ends
// it early: the others would fare no better.
func (a *App) Scan(ctx context.Context) error {
	for a.Scanner != nil && ctx.Err() == nil {
		jobs, err := a.Store.ClaimScans(ctx, a.now(), scansAtOnce, scanLease)
		if err != nil || len(jobs) == 0 {
			return err
		}
		gone, errs := make([]error, len(jobs)), make([]error, len(jobs))
		sideBySide(len(jobs), func(i int) { gone[i], errs[i] = a.scan(ctx, jobs[i]) })
		if err := errors.Join(errs...); err != nil {
			return err
		}
		for _, err := range gone {
			if errors.Is(err, clamd.ErrAway) {
				return err
			}
		}
	}
	return ctx.Err()
}

// scan has one file scanned and writes down what came of it: failure is the
// scan's own, err the database's.
func (a *App) scan(ctx context.Context, j storage.Job) (failure, err error) {
	said, failure := a.verdict(ctx, strings.TrimPrefix(j.Unique, scanKey))
	if ctx.Err() != nil {
		return nil, nil // its lease ends by itself
	}
	level, message := slog.LevelWarn, "file not scanned"
	switch {
	case errors.Is(failure, clamd.ErrTooLarge):
		failure = errors.Join(failure, storage.ErrGiveUp) // until its settings are others
	case failure == nil && said != nil && said.State == storage.ScanInfected:
		level, message = slog.LevelError, "a virus is in a file"
	}
	if failure != nil || level == slog.LevelError {
		a.Log.LogAttrs(ctx, level, message, slog.String("on", j.On.String()), slog.String("hash", strings.TrimPrefix(j.Unique, scanKey)), slog.Int("attempt", j.Attempt), slog.Any("why", failure))
	}
	err = a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
		tx.Finish(j, a.now(), failure)
		if said != nil {
			tx.LogScan(*said)
		}
		return nil
	})
	if errors.Is(err, storage.ErrLost) {
		err = nil // another runner has it
	}
	return failure, err
}

// verdict is what the scanner says of bytes; nil if they have gone.
func (a *App) verdict(ctx context.Context, hash string) (*storage.Scanned, error) {
	r, _, err := a.Store.OpenFile(ctx, hash)
	if gone(err) {
		return nil, nil //nolint:nilnil // at the end of their retention
	}
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read
	found, err := a.Scanner.Scan(ctx, r)
	if err != nil {
		return nil, err
	}
	said := &storage.Scanned{Hash: hash, State: storage.ScanClean, Signature: found, At: a.now()}
	if found != "" {
		said.State = storage.ScanInfected
	}
	return said, nil
}

// serveScans scans until ctx ends: first what was left unscanned, then what acts
// order.
func (a *App) serveScans(ctx context.Context) {
	if err := a.OrderScans(ctx); err != nil && ctx.Err() == nil {
		a.Log.LogAttrs(ctx, slog.LevelError, "scans", slog.Any("why", err))
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.scanned:
		case <-timer.C:
		}
		wait := time.Second
		if err := a.Scan(ctx); err != nil && ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "scans", slog.Any("why", err))
			wait = away
		}
		timer.Reset(max(wait, a.untilScan(ctx)))
	}
}

// untilScan is how long no scan is due.
func (a *App) untilScan(ctx context.Context) time.Duration {
	wait := longest
	if at, ok, err := a.Store.NextScan(ctx); err == nil && ok {
		wait = min(wait, at.Sub(a.now()))
	}
	return wait
}

// wakeScan tells the runner of scans that there may be some.
func (a *App) wakeScan() {
	select {
	case a.scanned <- struct{}{}:
	default: // told already
	}
}
