package app

import (
	"context"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
)

// Listed is a page of a list of dossiers.
type Listed struct {
	Files []storage.Brief
	Calls []storage.CallName // to narrow the list by
	Next  string             // cursor; "" at the end
}

// Files lists the dossiers that somebody may see.
func (a *App) Files(ctx context.Context, who *Viewer, w storage.Wanted) (*Listed, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Listed, error) {
		size := w.Limit
		w.Limit++ // one more tells whether there is a next page
		files, err := tx.Briefs(who.Sight, w)
		if err != nil {
			return nil, err
		}
		out := &Listed{Files: files}
		if len(files) > size {
			out.Files, out.Next = files[:size], files[size-1].ID
		}
		out.Calls, err = tx.CallNames(who.Sight)
		return out, err
	})
}

// FoundDocument is a document whose number was looked for.
type FoundDocument struct {
	*workflow.Document

	Title string // of its dossier
}

// Found is what somebody who searches may see of it.
type Found struct {
	Files     []storage.Brief
	More      bool
	Documents []FoundDocument
}

const foundMost = 50

// Find looks for a text in numbers, titles, names of SISPs and partners, and
// for a document by its number.
func (a *App) Find(ctx context.Context, who *Viewer, text string) (*Found, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (*Found, error) {
		files, err := tx.Briefs(who.Sight, storage.Wanted{Text: text, Page: storage.Page{Limit: foundMost + 1}})
		if err != nil {
			return nil, err
		}
		out := &Found{Files: files[:min(len(files), foundMost)], More: len(files) > foundMost}
		out.Documents, err = a.findDocuments(tx, who, strings.ToUpper(strings.TrimSpace(text)))
		return out, err
	})
}

// findDocuments takes a document's number apart: it begins with its dossier's.
func (a *App) findDocuments(tx *storage.Tx, who *Viewer, number string) ([]FoundDocument, error) {
	i := strings.LastIndexByte(number, '-')
	if i < 1 {
		return nil, nil
	}
	files, err := tx.Briefs(who.Sight, storage.Wanted{Text: number[:i], Page: storage.Page{Limit: 2}})
	if err != nil || len(files) != 1 {
		return nil, err
	}
	f, err := tx.Submission(who.Sight, files[0].ID)
	if err != nil {
		return nil, err
	}
	c, err := tx.Call(who.Sight, f.Dossier.CallID)
	if err != nil {
		return nil, err
	}
	p, err := a.of(c.Dossier)
	if err != nil {
		return nil, err
	}
	var out []FoundDocument
	for _, d := range who.Sight.Show(p, c.Dossier, f.Dossier).Documents {
		if d.Number == number {
			out = append(out, FoundDocument{d, files[0].Title})
		}
	}
	return out, nil
}
