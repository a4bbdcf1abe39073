package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

type reportCmd struct {
	Call     string `arg:"" help:"Reference of the call, such as EMP-2023."`
	Format   string `help:"text, json or pdf." default:"text"`
	Language string `help:"Language of the PDF: fr or nl." default:"fr"`
	database
}

func (c *reportCmd) Run(ctx context.Context, s *streams) error {
	switch {
	case c.Format != "text" && c.Format != "json" && c.Format != "pdf":
		return fail(nonsense, "there is no report as %q: ask for --format text, json or pdf", c.Format)
	case c.Language != "fr" && c.Language != "nl":
		return fail(nonsense, "there is no report in %q: ask for --language fr or nl", c.Language)
	}
	url, err := c.url(s)
	if err != nil {
		return err
	}
	a, err := open(ctx, url, s, storage.ReadOnly())
	if err != nil {
		return err
	}
	err = errors.Join(c.print(ctx, s.out, a), a.Store.Close())
	if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
		return fail(failed, "there is no call %s in this database: give its reference, such as EMP-2023", c.Call)
	}
	return err
}

func (c *reportCmd) print(ctx context.Context, out io.Writer, a *app.App) error {
	if c.Format == "pdf" {
		p, err := a.ReportPaper(ctx, c.Call)
		if err != nil {
			return err
		}
		return p.Print(out, locale.Language(c.Language))
	}
	r, err := a.Report(ctx, c.Call)
	if err != nil {
		return err
	}
	if c.Format == "json" {
		return printJSON(out, r)
	}
	return printReport(out, r)
}

// columns of the report for people.
const (
	labelWidth = 37
	nameWidth  = 48
	lineWidth  = 100
)

// printReport is the report for people.
func printReport(w io.Writer, r *app.Report) error {
	var b strings.Builder
	line := func(label string, value any) { fmt.Fprintf(&b, "%-*s%s\n", labelWidth, label, value) }
	fmt.Fprintf(&b, "Programme report of %s\n\n", r.Call)
	line("Submissions", fmt.Sprintf("%d from %d SISPs", r.Submissions, r.Sisps))
	line("Requested", euro(r.Requested))
	line("Envelope at the start", euro(r.Initial))
	line("Envelope now", euro(r.Envelope))
	line("Awarded", projects(r.Awarded)+", "+euro(r.AwardedTotal))
	line("Awards from, to, mean", fmt.Sprintf("%s, %s, %s", euro(r.AwardMin), euro(r.AwardMax), euro(r.AwardMean)))
	line("Over the envelope before its change", euro(r.OverEnvelope))
	printTotals(&b, r)
	b.WriteString("\n")
	line("Instalments planned, claimed, paid", fmt.Sprintf("%s, %s, %s", euro(r.Instalments.Planned), euro(r.Instalments.Claimed), euro(r.Instalments.Paid)))
	line("Deliverables accepted", fmt.Sprintf("%d of %d, %d late", r.Deliverables.Accepted, r.Deliverables.Expected, r.Deliverables.Late))
	if len(r.FilledIn) > 0 {
		b.WriteString("\nFilled in, from no source\n" + wrapped(r.FilledIn))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func euro(e app.Euro) string { return workflow.Money(e).String() + " EUR" }

// printTotals are the tables of the report.
func printTotals(b *strings.Builder, r *app.Report) {
	section := func(title string, n int) {
		if n > 0 {
			b.WriteString("\n" + title + "\n")
		}
	}
	total := func(kind, id string, t app.Total) {
		fmt.Fprintf(b, "  %-*s  %12s  %18s\n", nameWidth, titled(r, kind, id), projects(t.Projects), euro(t.AwardedTotal))
	}
	section("By theme", len(r.ByTheme))
	for _, t := range r.ByTheme {
		total("theme", t.Theme, t.Total)
	}
	section("By SISP", len(r.BySisp))
	for _, t := range r.BySisp {
		total("sisp", t.Sisp, t.Total)
	}
	section("By objective", len(r.ByObjective))
	for _, t := range r.ByObjective {
		total("objective", t.Objective, t.Total)
	}
	section("Indicators", len(r.Indicators))
	for _, i := range r.Indicators {
		reached := fmt.Sprintf("%s of %s", workflow.Number(i.Actual), workflow.Number(i.Target))
		fmt.Fprintf(b, "  %-*s  %12s  %18s\n", nameWidth, i.ID, projects(i.Projects), reached)
	}
}

// titled is what people call it, or else its id.
func titled(r *app.Report, kind, id string) string {
	t := r.Titles[kind+" "+id]
	name := cmp.Or(strings.TrimSpace(t.FR), strings.TrimSpace(t.NL), id)
	if long := []rune(name); len(long) > nameWidth {
		return string(long[:nameWidth-1]) + "…"
	}
	return name
}

// wrapped is a list over as many lines as it takes.
func wrapped(list []string) string {
	out, line := "", " "
	for i, s := range list {
		if i < len(list)-1 {
			s += ","
		}
		if utf8.RuneCountInString(line+" "+s) > lineWidth {
			out, line = out+line+"\n", " "
		}
		line += " " + s
	}
	return out + line + "\n"
}

func projects(n int) string {
	if n == 1 {
		return "1 project"
	}
	return fmt.Sprintf("%d projects", n)
}
