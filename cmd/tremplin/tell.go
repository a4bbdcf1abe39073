package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"tremplin/app"
	"tremplin/app/scenario"
)

// tellResult is a replay's result for people: what did not end as expected, and
// where everything stands.
func tellResult(w io.Writer, path string, r *scenario.Result) error {
	var b strings.Builder
	missed := 0
	for _, s := range r.Steps {
		if s.Met() {
			continue
		}
		missed++
		fmt.Fprintf(&b, "%s:%d: step %d, %s by %s", path, s.Line, s.N, s.Do, s.By)
		if s.On != "" {
			fmt.Fprintf(&b, " on %s", s.On)
		}
		fmt.Fprintf(&b, ": %s instead of %s", s.Outcome, s.Expected)
		if s.Message != "" {
			fmt.Fprintf(&b, " (%s)", s.Message)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s: %d of %d steps ended as expected\n", r.Scenario, len(r.Steps)-missed, len(r.Steps))
	for _, id := range slices.Sorted(maps.Keys(r.Calls)) {
		c := r.Calls[id]
		fmt.Fprintf(&b, "  %-24s %-16s envelope %12s  committed %12s  released %12s  paid %12s\n", id, c.State, c.Envelope, c.Committed, c.Released, c.Paid)
	}
	for _, id := range slices.Sorted(maps.Keys(r.Submissions)) {
		x := r.Submissions[id]
		final := "-"
		if x.Final != nil {
			final = *x.Final
		}
		fmt.Fprintf(&b, "  %-24s %-16s requested %11s  awarded %14s  signed %15s  paid %12s  final %12s\n", id, x.State, x.Requested, x.Awarded, x.Signed, x.Paid, final)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// failedTold is how many of the jobs that failed are told one by one.
const failedTold = 1000

// tellFailed says which papers and messages could not be made, and why: the acts
// that ordered them stand.
func tellFailed(ctx context.Context, w io.Writer, a *app.App) error {
	jobs, err := a.Store.FailedJobs(ctx, failedTold)
	if err != nil || len(jobs) == 0 {
		return err
	}
	var b strings.Builder
	switch n := len(jobs); n {
	case 1:
		b.WriteString("1 job failed:\n")
	case failedTold:
		fmt.Fprintf(&b, "%d jobs failed, or more; the last:\n", n)
	default:
		fmt.Fprintf(&b, "%d jobs failed:\n", n)
	}
	for _, j := range slices.Backward(jobs) {
		fmt.Fprintf(&b, "  %s on %s: %s\n", j.Kind, j.On, strings.Join(strings.Fields(j.Error), " "))
	}
	_, err = io.WriteString(w, b.String())
	return err
}

// bar shows how far a replay is, where somebody looks.
type bar struct{ b *progressbar.ProgressBar }

func newBar(w io.Writer, name string, total int) *bar {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || total == 0 {
		return &bar{}
	}
	return &bar{progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(name),
		progressbar.OptionSetWidth(30), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(50*time.Millisecond),
	)}
}

func (b *bar) at(done, _ int) {
	if b.b != nil {
		_ = b.b.Set(done) // only shows
	}
}

func (b *bar) end() {
	if b.b != nil {
		_ = b.b.Finish() // only shows
	}
}
