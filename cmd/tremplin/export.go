package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"

	"tremplin/app"
	"tremplin/app/export"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

type exportCmd struct {
	Call     string `arg:"" help:"Reference of the call, such as EMP-2023."`
	Format   string `help:"xlsx (a workbook), csv (a line for each submission) or 360giving (published results as open data)." required:"" placeholder:"xlsx|csv|360giving"`
	Language string `help:"Headings and words for people: fr, nl or en; left out, names and codes for programs."`
	Out      string `help:"Write into a file, in the place of standard output." placeholder:"FILE"`
	database
}

func (c *exportCmd) Run(ctx context.Context, s *streams) error {
	language, known := locale.Parse(c.Language)
	if c.Language == "" {
		language, known = "", true
	}
	switch {
	case !export.Format(c.Format).Known():
		return fail(nonsense, "there is no export as %q: ask for --format xlsx, csv or 360giving", c.Format)
	case !known:
		return fail(nonsense, "there is no export in %q: ask for --language fr, nl or en, or leave it out", c.Language)
	}
	url, err := c.url(s)
	if err != nil {
		return err
	}
	a, err := open(ctx, url, s, storage.ReadOnly())
	if err != nil {
		return err
	}
	err = errors.Join(c.write(ctx, s, a, language), a.Store.Close())
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
		return c.nothing()
	}
	return err
}

// nothing says why there is nothing to write.
func (c *exportCmd) nothing() error {
	if export.Format(c.Format) == export.Giving {
		return fail(failed, "there is no call %s with published results in this database: publish them first, or give another reference", c.Call)
	}
	return fail(failed, "there is no call %s in this database: give its reference, such as EMP-2023", c.Call)
}

// write writes to standard output, or into a file that is there only once it is
// whole.
func (c *exportCmd) write(ctx context.Context, s *streams, a *app.App, l locale.Language) error {
	who, err := a.Operator(ctx)
	if err != nil {
		return err
	}
	wanted := export.Wanted{Call: app.CallID(c.Call), Format: export.Format(c.Format), Language: l, Site: s.getenv(siteEnv)}
	if c.Out == "" {
		return written(s.out, func(w io.Writer) error { return export.Write(ctx, a, who, wanted, w) })
	}
	f, err := os.Create(c.Out + ".part")
	if err != nil {
		return fail(failed, "%s cannot be written (%s): name a file in a folder that is there", c.Out, err)
	}
	err = errors.Join(written(f, func(w io.Writer) error { return export.Write(ctx, a, who, wanted, w) }), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), c.Out)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

func written(to io.Writer, write func(io.Writer) error) error {
	w := bufio.NewWriter(to)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}
