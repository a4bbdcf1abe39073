package empowerment_test

import (
	"errors"
	"testing"

	w "tremplin/workflow"
)

// A probe asks for one act at the end of a chapter and says what must come of
// it: the rule's guards, checks and separations, one by one.
type probe struct {
	stage string
	asked
	want string
	prep func(t testing.TB, x *world) // before the act
}

// ready is the probe's world, made once.
func (p *probe) ready(t testing.TB) *world {
	t.Helper()
	x := stage(t, p.stage)
	if p.prep != nil {
		p.prep(t, x)
	}
	if err := x.tick(); err != nil {
		t.Fatal(err)
	}
	return x
}

func TestProbes(t *testing.T) {
	for _, p := range probes {
		x := p.ready(t)
		_, err := x.decide(p.asked)
		if got := outcome(err); got != p.want {
			t.Errorf("%s: %s: %v, want %s", p.stage, p.asked, err, p.want)
		}
		no, ok := errors.AsType[*w.Error](err)
		if ok && no.Kind != w.NotFound && no.Code != w.CodeMissing && len(no.Facts) == 0 && no.Field == "" && !bare[no.Code] {
			t.Errorf("%s: %s: %v has no facts", p.stage, p.asked, err)
		}
	}
}

// bare are the refusals whose code says all.
var bare = map[w.Code]bool{
	"caps": true, "dates": true, "weights": true, "shares": true, "screened_already": true, "appealed_already": true, "letter_sent": true, "nothing_to_answer": true,
	"signed_already": true, "nothing_to_sign": true, "mandate": true, "first_version": true, "avenant_out": true, "end_asked_already": true, "end_not_asked": true,
	"meeting_missing": true, "conflict": true, "sheets_unsealed": true, "document_pending": true, "completion_unsound": true, "file_kept": true, "no_heir": true, "nothing_merged": true, "nothing_to_strike": true, "nothing_found": true, "role": true, "not_found": true,
}

func on(t string, by, do, target, with, want string) probe {
	return probe{stage: t, asked: asked{by: by, do: do, on: target, with: with}, want: want}
}

// after is a probe with something done before it.
func (p probe) after(prep func(t testing.TB, x *world)) probe {
	p.prep = prep
	return p
}

func acts(list ...asked) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		for _, a := range list {
			x.do(t, a.by, a.do, a.on, a.with, a.as)
		}
	}
}

func act(by, do, target, with string) asked { return asked{by: by, do: do, on: target, with: with} }

func later(day string) func(t testing.TB, x *world) {
	return func(t testing.TB, x *world) {
		t.Helper()
		x.at(t, day)
	}
}
