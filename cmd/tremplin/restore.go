package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"tremplin/storage"
)

type restoreCmd struct {
	File string `arg:"" help:"What tremplin backup wrote."`
	database
	KeepTokens bool   `help:"Leave the tokens of programs as the backup has them, to move to another database. Without it none holds: which were revoked after the backup is not in it." name:"keep-tokens"`
	Checkpoint string `help:"The last checkpoint kept outside: says what was done after the backup, and so is not in it. It is checked as by tremplin verify." placeholder:"FILE"`
}

func (restoreCmd) Help() string {
	return `The backup is checked to its end before anything is written, and comes in whole or not at all; then the database is verified, as by "tremplin verify". The database is one that does not exist, has no table, or has the schema and no row. From SQLite to Postgres, or back: back up the one, restore into the other. Everybody signs in anew, and makes other tokens for programs, unless --keep-tokens is given.`
}

func (c *restoreCmd) Run(ctx context.Context, s *streams) error {
	url, err := c.url(s)
	if err != nil {
		return err
	}
	look := verifyCmd{Checkpoint: c.Checkpoint}
	since, err := look.since(s)
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return fail(nonsense, "the backup %s cannot be read: name the file that `tremplin backup` wrote", c.File)
	}
	defer f.Close() //nolint:errcheck // only read
	var opts []storage.RestoreOption
	if c.KeepTokens {
		opts = append(opts, storage.KeepTokens())
	}
	b, err := storage.Restore(ctx, url, f, opts...)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.out, "restored %d rows of %d tables, as of %s\n", b.Rows, b.Tables, b.At.Format(time.RFC3339)); err != nil {
		return err
	}
	if since != nil && since.At.After(b.At) {
		if _, err := fmt.Fprintf(s.out, "the checkpoint is of %s: what it knew beyond the backup is named below\n", since.At.Format(time.RFC3339)); err != nil {
			return err
		}
	}
	a, err := open(ctx, url, s, storage.ReadOnly())
	if err != nil {
		return err
	}
	findings, err := a.Verify(ctx, since)
	if err = errors.Join(err, a.Store.Close()); err != nil {
		return err
	}
	if err := look.tell(s, findings); err != nil || len(findings) == 0 {
		return err
	}
	return exit{code: failed}
}
