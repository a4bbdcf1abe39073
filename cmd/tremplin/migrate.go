package main

import (
	"context"
	"fmt"
	"time"

	"tremplin/storage"
)

type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" help:"Bring the schema up to date."`
	Status migrateStatusCmd `cmd:"" help:"List the migrations, applied or not."`
}

type migrateUpCmd struct{ database }

func (c *migrateUpCmd) Run(ctx context.Context, s *streams) error {
	url, err := c.url(s)
	if err != nil {
		return err
	}
	done, err := storage.Migrate(ctx, url)
	for _, m := range done {
		fmt.Fprintf(s.out, "applied %s\n", m.Name) //nolint:errcheck // the database tells as well
	}
	if err == nil && len(done) == 0 {
		_, err = fmt.Fprintln(s.out, "the schema is up to date")
	}
	return err
}

type migrateStatusCmd struct{ database }

func (c *migrateStatusCmd) Run(ctx context.Context, s *streams) error {
	url, err := c.url(s)
	if err != nil {
		return err
	}
	all, err := storage.Status(ctx, url)
	if err != nil {
		return err
	}
	for _, m := range all {
		at := "not applied"
		if !m.At.IsZero() {
			at = m.At.Format(time.RFC3339)
		}
		if _, err := fmt.Fprintf(s.out, "%-40s %s\n", m.Name, at); err != nil {
			return err
		}
	}
	return nil
}
