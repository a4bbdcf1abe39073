package app

import (
	"context"
	"slices"
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
		out.Documents, err = a.findDocuments(tx, who, files, strings.ToUpper(strings.TrimSpace(text)))
		return out, err
	})
}

// findDocuments takes a document's number apart: it is its dossier's, or begins
// with it, and what follows has one dash or two.
func (a *App) findDocuments(tx *storage.Tx, who *Viewer, files []storage.Brief, number string) ([]FoundDocument, error) {
	if !strings.Contains(number, "-") {
		return nil, nil
	}
	var err error
	for i, cut := len(number), 0; i > 0 && cut < 3; i, cut = strings.LastIndexByte(number[:i], '-'), cut+1 {
		if cut > 0 { // the dossiers that the whole text finds are here
			if files, err = tx.Briefs(who.Sight, storage.Wanted{Text: number[:i], Page: storage.Page{Limit: foundMost}}); err != nil {
				return nil, err
			}
		}
		at := slices.IndexFunc(files, func(b storage.Brief) bool {
			return strings.EqualFold(b.Named(), number[:i]) || strings.EqualFold(b.First(), number[:i])
		})
		if at < 0 {
			continue
		}
		if out, err := a.documentsOf(tx, who, files[at], number); err != nil || len(out) > 0 {
			return out, err
		}
	}
	return nil, nil
}

// documentsOf are those of a dossier that bear a number.
func (a *App) documentsOf(tx *storage.Tx, who *Viewer, of storage.Brief, number string) ([]FoundDocument, error) {
	f, err := tx.Submission(who.Sight, of.ID)
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
		if strings.EqualFold(d.Number, number) {
			out = append(out, FoundDocument{d, of.Title})
		}
	}
	return out, nil
}
