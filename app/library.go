package app

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"tremplin/app/document"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// Shelved is a filed document in one language, with the place that it has in a
// folder for people.
type Shelved struct {
	*storage.Filed
	Path     string // EMP-2023/EMP-2023-03 Le Bottin/2023-12-20 EMP-2023-03-L04 v1 Octroi.fr.pdf
	Folder   string // of the dossier: its number and title
	Title    string // of its kind, in its language
	Language locale.Language
	Hash     string // SHA-256 of the bytes
}

// On is what the document is about: a dossier, or a part of it.
func (s *Shelved) On() string {
	if s.To == "" {
		return s.Ref().Dossier
	}
	return s.Ref().Dossier + "/" + s.To
}

// Library lists the documents of a call in all their languages: by dossier, in
// the order of their filing.
func (a *App) Library(ctx context.Context, call string) ([]Shelved, error) {
	folders, err := a.folders(ctx, call)
	if err != nil {
		return nil, err
	}
	var out []Shelved
	taken := map[string]bool{}
	err = a.Documents(ctx, call, func(d *storage.Filed) error {
		for _, l := range document.Languages {
			p := d.In(string(l))
			if p == nil {
				continue
			}
			s := Shelved{Filed: d, Folder: folders[d.Ref().Dossier], Title: locale.Name(l, "document", d.Kind), Language: l, Hash: p.Hash}
			s.Path = s.place(folders[call])
			for n := 2; taken[s.Path]; n++ { // titles that are cut off alike
				s.Path = fmt.Sprintf("%s (%d).%s.pdf", strings.TrimSuffix(s.place(folders[call]), "."+string(l)+".pdf"), n, l)
			}
			taken[s.Path] = true
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

func (s *Shelved) place(call string) string {
	name := fmt.Sprintf("%s %s v%d %s", workflow.DateOf(s.Made), s.Number, s.Version, s.Title)
	dir := call
	if s.Folder != call {
		dir = path.Join(call, s.Folder)
	}
	return path.Join(dir, fileName(name)+"."+string(s.Language)+".pdf")
}

// folders are the names of the folders of a call and of its dossiers, by id.
func (a *App) folders(ctx context.Context, call string) (map[string]string, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (map[string]string, error) {
		c, err := tx.Load(storage.Ask{Call: call, All: true, Now: a.now()})
		if err != nil {
			return nil, err
		}
		if err := tx.LoadTitles(c.All...); err != nil {
			return nil, err
		}
		out := map[string]string{call: fileName(c.Call.Reference)}
		for _, s := range c.All {
			title := ""
			if s.Proposal != nil {
				title = s.Proposal.Title.Body
			}
			out[s.Ref().Dossier] = fileName(document.DossierNumber(c.Call, s) + " " + title)
		}
		return out, nil
	})
}

// How long a name is that a folder shows, in letters and in bytes: paths have
// limits, and a letter takes up to four bytes.
const (
	longestName  = 80
	longestBytes = 200
)

// reserved are names that one system keeps for its devices, whatever their ending.
var reserved = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)`)

// fileName is text as a name that every file system takes.
func fileName(s string) string {
	var b strings.Builder
	n, blank := 0, true
	for _, r := range s {
		if n == longestName || b.Len()+utf8.RuneLen(r) > longestBytes {
			break
		}
		if !unicode.IsPrint(r) || strings.ContainsRune(`/\:*?"<>|`, r) || unicode.In(r, unicode.Cf, unicode.Co) {
			r = ' '
		}
		if r == ' ' && blank {
			continue
		}
		blank = r == ' '
		b.WriteRune(r)
		n++
	}
	name := strings.Trim(b.String(), " .")
	if reserved.MatchString(name) {
		name = "_" + name
	}
	return name
}

// ReportPaper is the programme report of a call as it now stands, named by its
// id or its reference, to be printed: a working copy, filed nowhere.
func (a *App) ReportPaper(ctx context.Context, call string) (*document.Paper, error) {
	src, k, err := a.source(ctx, storage.Job{
		Kind: workflow.JobDocument("programme_report").Kind, Asked: a.now(),
		On: workflow.Ref{Entity: workflow.EntityCall, Dossier: CallID(call)},
	})
	if err != nil {
		return nil, err
	}
	src.Unfiled = true
	return document.Make(k, src)
}
