package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"tremplin/app/document"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// documentsAtOnce is how many rows of documents are in memory.
const documentsAtOnce = 200

// Documents walks the filed documents of a call (all calls: ""), by dossier,
// then in the order of their filing, until f returns an error.
func (a *App) Documents(ctx context.Context, call string, f func(*storage.Filed) error) error {
	var after *storage.Filed
	for {
		some, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) ([]*storage.Filed, error) { return tx.Documents(call, after, documentsAtOnce) })
		if err != nil {
			return err
		}
		for _, d := range some {
			if err := f(d); err != nil {
				return err
			}
			after = d
		}
		if len(some) < documentsAtOnce {
			return nil
		}
	}
}

// Content is the bytes of a filed document or of its facts.
func (a *App) Content(ctx context.Context, hash string) ([]byte, error) {
	r, _, err := a.Store.OpenFile(ctx, hash)
	if err != nil {
		return nil, err
	}
	defer r.Close() //nolint:errcheck // only read
	return io.ReadAll(r)
}

// verifyDocuments makes every filed document again from its facts, on all
// processors: what was filed is what they say, to the byte. One whose file went
// at the end of its retention is left out; its hash stays in the trail.
func (a *App) verifyDocuments(ctx context.Context) ([]storage.Finding, error) {
	var found []storage.Finding
	var all []*storage.Filed
	flush := func() error {
		some, err := a.remake(ctx, all)
		found, all = append(found, some...), all[:0]
		return err
	}
	err := a.Documents(ctx, "", func(d *storage.Filed) error {
		all = append(all, d)
		if len(all) < documentsAtOnce {
			return nil
		}
		return flush()
	})
	if err == nil {
		err = flush()
	}
	if err == nil {
		err = a.unmade(ctx, &found)
	}
	if err != nil {
		return nil, fmt.Errorf("app: documents: %w", err)
	}
	return found, nil
}

// jobsTold is how many dead jobs are looked through.
const jobsTold = 10_000

// unmade finds the documents that an act ordered and that nothing will make any
// more, until somebody mends what they lack.
func (a *App) unmade(ctx context.Context, found *[]storage.Finding) error {
	dead, err := a.Store.DeadJobs(ctx, jobsTold)
	if err != nil {
		return err
	}
	for _, j := range slices.Backward(dead) {
		if kind, ok := strings.CutPrefix(j.Kind, workflow.JobDocument("").Kind); ok {
			*found = append(*found, storage.Finding{Table: "jobs", Key: kind + " on " + j.On.String(), Problem: "is not made: " + j.Error})
		}
	}
	return nil
}

// remake checks some documents side by side; what it finds is in their order.
func (a *App) remake(ctx context.Context, all []*storage.Filed) ([]storage.Finding, error) {
	problems, errs := make([]string, len(all)), make([]error, len(all))
	sideBySide(len(all), func(i int) {
		defer func() {
			if broken := recover(); broken != nil {
				problems[i] = fmt.Sprintf("cannot be made again from its facts: %v", broken)
			}
		}()
		problems[i], errs[i] = a.differs(ctx, all[i].Document)
	})
	var found []storage.Finding
	for i, p := range problems {
		if p != "" {
			found = append(found, storage.Finding{Table: "documents", Key: all[i].Ref().String(), Problem: p})
		}
	}
	return found, errors.Join(errs...)
}

// differs says what of a filed document does not hold; "" if all does.
func (a *App) differs(ctx context.Context, d *workflow.Document) (string, error) {
	b, err := a.Content(ctx, d.Facts)
	if gone(err) {
		return "", nil // said already where it should be there
	}
	if err != nil {
		return "", err
	}
	p, err := document.Read(b)
	if err != nil {
		return "its facts cannot be read", nil //nolint:nilerr // that is the finding
	}
	if p.Kind != d.Kind || p.Number != d.Number || p.Version != d.Version || p.Edition != d.Edition || p.Layout != d.Layout || !p.Made.Equal(d.Made) {
		return "its facts are those of " + p.Kind + " " + p.Number + ", version " + strconv.Itoa(p.Version), nil
	}
	for _, l := range document.Languages {
		filed := d.In(string(l))
		if filed == nil {
			return "is not there in " + locale.Name(locale.EN, "language", string(l)), nil
		}
		var again bytes.Buffer
		if err := p.Print(&again, l); err != nil {
			return fmt.Sprintf("cannot be made again from its facts: %v", err), nil
		}
		if hashOf(again.Bytes()) != filed.Hash {
			return "its " + string(l) + " print is not what its facts say", nil
		}
	}
	return "", nil
}

func gone(err error) bool {
	no, ok := errors.AsType[*workflow.Error](err)
	return ok && no.Kind == workflow.NotFound
}
