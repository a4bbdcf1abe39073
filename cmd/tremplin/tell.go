package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

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
