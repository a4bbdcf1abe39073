package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/workflow"
)

type reportCmd struct {
	Call   string `arg:"" help:"Reference of the call, such as EMP-2023."`
	Format string `help:"text or json; pdf comes with the documents." default:"text"`
	database
}

func (c *reportCmd) Run(ctx context.Context, s *streams) error {
	switch c.Format {
	case "text", "json":
	case "pdf":
		return fail(nonsense, "the report as PDF comes with the documents: ask for --format text or json until then")
	default:
		return fail(nonsense, "there is no report as %q: ask for --format text or json", c.Format)
	}
	url, err := c.url(s)
	if err != nil {
		return err
	}
	a, err := open(ctx, url, s, storage.ReadOnly())
	if err != nil {
		return err
	}
	r, err := a.Report(ctx, c.Call)
	err = errors.Join(err, a.Store.Close())
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
		return fail(failed, "there is no call %s in this database: give its reference, such as EMP-2023", c.Call)
	}
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(s.out, r)
	}
	return printReport(s.out, r)
}

// printReport is the report for people.
func printReport(w io.Writer, r *app.Report) error {
	var b strings.Builder
	line := func(label string, value any) { fmt.Fprintf(&b, "%-34s %s\n", label, value) }
	euro := func(e app.Euro) string { return workflow.Money(e).String() + " EUR" }
	fmt.Fprintf(&b, "Programme report of %s\n\n", r.Call)
	line("Submissions", fmt.Sprintf("%d from %d SISPs", r.Submissions, r.Sisps))
	line("Requested", euro(r.Requested))
	line("Envelope at the start", euro(r.Initial))
	line("Envelope now", euro(r.Envelope))
	line("Awarded", projects(r.Awarded)+", "+euro(r.AwardedTotal))
	line("Awards from, to, mean", fmt.Sprintf("%s, %s, %s", euro(r.AwardMin), euro(r.AwardMax), euro(r.AwardMean)))
	line("Over the envelope before its change", euro(r.OverEnvelope))
	total := func(name string, t app.Total) {
		fmt.Fprintf(&b, "  %-32s %s, %s\n", name, projects(t.Projects), euro(t.AwardedTotal))
	}
	section := func(title string, n int) {
		if n > 0 {
			b.WriteString("\n" + title + "\n")
		}
	}
	section("By theme", len(r.ByTheme))
	for _, t := range r.ByTheme {
		total(t.Theme, t.Total)
	}
	section("By SISP", len(r.BySisp))
	for _, t := range r.BySisp {
		total(t.Sisp, t.Total)
	}
	section("By objective", len(r.ByObjective))
	for _, t := range r.ByObjective {
		total(t.Objective, t.Total)
	}
	section("Indicators", len(r.Indicators))
	for _, i := range r.Indicators {
		fmt.Fprintf(&b, "  %-32s %s of %s, in %s\n", i.ID, workflow.Number(i.Actual), workflow.Number(i.Target), projects(i.Projects))
	}
	b.WriteString("\n")
	line("Instalments planned, claimed, paid", fmt.Sprintf("%s, %s, %s", euro(r.Instalments.Planned), euro(r.Instalments.Claimed), euro(r.Instalments.Paid)))
	line("Deliverables accepted", fmt.Sprintf("%d of %d, %d late", r.Deliverables.Accepted, r.Deliverables.Expected, r.Deliverables.Late))
	if len(r.FilledIn) > 0 {
		line("Filled in, from no source", strings.Join(r.FilledIn, ", "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func projects(n int) string {
	if n == 1 {
		return "1 project"
	}
	return fmt.Sprintf("%d projects", n)
}
