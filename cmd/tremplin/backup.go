package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"tremplin/storage"
)

type backupCmd struct {
	File string `arg:"" help:"Where to write it; nothing that is there is replaced."`
	database
}

func (backupCmd) Help() string {
	return `It shows one moment, holds up nobody, and is the same for both kinds of database. In it is everything that "tremplin verify" looks at, files included, and also accounts, drafts, jobs and what was sent to whom: keep it as safe as the database. Not in it are sessions, links of invitations, and TREMPLIN_SECRET, without which accounts are found by no address: keep that apart.`
}

func (c *backupCmd) Run(ctx context.Context, s *streams) error {
	url, err := c.url(s)
	if err != nil {
		return err
	}
	if err := absent(c.File); err != nil {
		return err
	}
	store, err := storage.Open(ctx, url, storage.ReadOnly())
	if err != nil {
		return err
	}
	var b storage.Backup
	err = wholeFile(c.File, func(f *os.File) error {
		b, err = store.Backup(ctx, f, version())
		return err
	})
	if err = errors.Join(err, store.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "wrote %s: %d rows of %d tables, as of %s\n", c.File, b.Rows, b.Tables, b.At.Format(time.RFC3339))
	return err
}

// absent refuses to write over what is there.
func absent(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return fail(failed, "%s is there already: name another file", path)
	}
	return nil
}

// wholeFile writes a file that appears under its name only once it is whole and
// on the disk, and for its owner alone. It replaces nothing, also nothing that
// came there in the meantime.
func wholeFile(path string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".part-*")
	if err != nil {
		return fail(failed, "%s cannot be written (%s): name another file, or let this user write to its folder", path, cause(err))
	}
	part := f.Name()
	defer os.Remove(part) //nolint:errcheck // a file that is linked, or of no use
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	err = os.Link(part, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return absent(path)
	case err != nil: // a file system without links
		if err := absent(path); err != nil {
			return err
		}
		return os.Rename(part, path)
	}
	return nil
}
