package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"tremplin/app"
	"tremplin/workflow"
)

//go:embed index.html.tmpl
var indexText string

var indexPage = template.Must(template.New("index").Parse(indexText))

// shelf is a folder into which documents are written, with an index.
type shelf struct {
	dir     string
	folders []*folder
}

// folder is one dossier's part of the index; row a document in its languages.
type (
	folder struct {
		Name string
		Rows []*row
	}
	row struct {
		Date, Number, Hash string
		Version            int
		Prints             []printed

		ref workflow.Ref
	}
	printed struct{ Language, Title, Href string }
)

// put writes all documents of the calls, and the index over them.
func (s *shelf) put(ctx context.Context, a *app.App, calls []string) error {
	for _, call := range calls {
		all, err := a.Library(ctx, call)
		if err != nil {
			return err
		}
		for i := range all {
			if err := s.write(ctx, a, &all[i]); err != nil {
				return err
			}
			s.note(&all[i])
		}
	}
	var page strings.Builder
	if err := indexPage.Execute(&page, s.folders); err != nil {
		return err
	}
	if err := os.MkdirAll(s.dir, 0o750); err != nil {
		return s.cannot(err)
	}
	return s.cannot(os.WriteFile(filepath.Join(s.dir, "index.html"), []byte(page.String()), 0o600))
}

func (s *shelf) cannot(err error) error {
	if err == nil {
		return nil
	}
	return fail(failed, "the documents cannot be written into %s (%s): name another folder", s.dir, err)
}

// write puts one file into its place, whatever an earlier start left there.
func (s *shelf) write(ctx context.Context, a *app.App, d *app.Shelved) error {
	name := filepath.Join(s.dir, filepath.FromSlash(d.Path))
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return s.cannot(err)
	}
	r, _, err := a.Store.OpenFile(ctx, d.Hash)
	if err != nil {
		return err
	}
	defer r.Close()                                                        //nolint:errcheck // only read
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // the name is made of letters that a file may have
	if err != nil {
		return s.cannot(err)
	}
	_, err = io.Copy(f, r)
	return s.cannot(errors.Join(err, f.Close()))
}

// note enters a document into the index.
func (s *shelf) note(d *app.Shelved) {
	if n := len(s.folders); n == 0 || s.folders[n-1].Name != d.Folder {
		s.folders = append(s.folders, &folder{Name: d.Folder})
	}
	f := s.folders[len(s.folders)-1]
	if n := len(f.Rows); n == 0 || f.Rows[n-1].ref != d.Ref() {
		f.Rows = append(f.Rows, &row{
			Date: string(workflow.DateOf(d.Made)), Number: d.Number, Version: d.Version, Hash: d.Facts[:16], ref: d.Ref(),
		})
	}
	r := f.Rows[len(f.Rows)-1]
	r.Prints = append(r.Prints, printed{string(d.Language), d.Title, href(d.Path)})
}

// href is a path as a link writes it.
func href(p string) string {
	parts := strings.Split(path.Clean(p), "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// shelve writes the documents of the scenarios' calls into a folder.
func shelve(ctx context.Context, a *app.App, dir string, calls []string) error {
	s := &shelf{dir: dir}
	if err := s.put(ctx, a, calls); err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	return nil
}
