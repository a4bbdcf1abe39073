package app_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// walked counts what walks have done, over all of them.
type walked struct {
	done    map[string]int // "submission.award"
	refused map[string]int // "refused/over_envelope"
	states  map[string]int // "submission awarded"
	steps   int
}

func newWalked() *walked {
	return &walked{done: map[string]int{}, refused: map[string]int{}, states: map[string]int{}}
}

// core are the acts without which a walk has seen little.
var core = []string{
	"call.validate", "call.publish", "call.convene", "call.conclude", "call.decide", "call.review", "call.archive", "envelope.change",
	"submission.create", "submission.update", "submission.submit",
	"submission.declare_eligible", "submission.declare_ineligible", "submission.rank", "submission.award", "submission.place_in_reserve",
	"submission.reject", "submission.reconsider", "submission.issue_convention", "submission.sign", "submission.hold_midterm", "submission.amend",
	"submission.submit_final_report", "submission.review", "submission.close", "submission.reassess",
	"submission.appeal", "party.confirm", "sheet.assign", "sheet.save", "sheet.seal", "sheet.declare_conflict",
	"instalment.claim", "instalment.approve", "instalment.pay", "spending.accept", "deliverable.accept",
	"meeting.plan", "meeting.invite", "meeting.hold", "member.appoint",
	"engine: version.sign", "engine: submission.activate", "clock: call.close", "engine: submission.expire",
}

// report says what the walks did, and fails if they missed what matters.
func (y *walked) report(t *testing.T) {
	t.Helper()
	say := func(what string, m map[string]int) {
		var lines []string
		for _, k := range slices.SortedFunc(maps.Keys(m), func(a, b string) int { return cmp.Or(m[b]-m[a], strings.Compare(a, b)) }) {
			lines = append(lines, fmt.Sprintf("%s %d", k, m[k]))
		}
		t.Logf("%s: %s", what, strings.Join(lines, ", "))
	}
	acts, no := 0, 0
	for _, n := range y.done {
		acts += n
	}
	for _, n := range y.refused {
		no += n
	}
	t.Logf("%d steps, %d acts and their consequences, %d refusals", y.steps, acts, no)
	say("done", y.done)
	say("refused", y.refused)
	say("states", y.states)
	if t.Failed() {
		return
	}
	for _, a := range core {
		if y.done[a] == 0 {
			t.Errorf("no walk ever did %s", a)
		}
	}
}
