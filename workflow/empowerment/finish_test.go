package empowerment_test

import (
	"fmt"
	"slices"
	"strings"

	w "tremplin/workflow"
)

// finish brings everything to its end by hand: invariant 13. Whoever may, ends
// each dossier; then the call is cancelled or archived.
func (k *walk) finish() {
	k.house = k.home // whoever lost a role has a successor
	for _, id := range k.callIDs() {
		for range 40 {
			if st := k.calls[id].State(); st == "archived" || st == "cancelled" {
				break
			}
			k.now = k.now.AddDate(0, 0, 40)
			if err := k.tick(); err != nil {
				k.Fatal(err)
			}
			for _, s := range k.of(id) {
				k.end(s.Ref().Dossier)
			}
			k.wind(id)
		}
		if st := k.calls[id].State(); st != "archived" && st != "cancelled" {
			var left []string
			for _, s := range k.of(id) {
				left = append(left, fmt.Sprint(s.Ref(), " ", s.State()))
			}
			k.Fatalf("%s\ninvariant 13: call %s stays %s: %s", strings.Join(k.log, "\n"), id, st, left)
		}
	}
}

func (k *walk) callIDs() (out []string) {
	for id := range k.calls {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// any does the first of the acts that is not refused.
func (k *walk) any(list ...asked) bool {
	for _, a := range list {
		d, err := k.decide(a)
		if err != nil {
			if strings.HasPrefix(outcome(err), "broken") {
				k.Fatalf("%s: %v", a, err)
			}
			continue
		}
		k.log = append(k.log, a.String())
		if err := k.apply(d); err != nil {
			k.Fatal(err)
		}
		return true
	}
	return false
}

// end ends a dossier, whatever its state.
func (k *walk) end(id string) {
	for range 30 {
		s := k.files[id]
		if s.State() == "closed" || !k.any(k.endings(s)...) {
			return
		}
	}
}

func (k *walk) endings(s *w.Submission) (out []asked) {
	id, today := s.Ref().Dossier, w.DateOf(k.now)
	for _, sig := range []string{"sig_alfa", "sig_beta", "sig_gamma", "sig_delta"} {
		out = append(out, act(sig, "submission.withdraw", id, ""))
	}
	for _, dg := range []string{"dg", "dg2", "judge"} {
		out = append(out, act(dg, "submission.terminate", id, `{"reasons": "fin de tout", "ground": "x"}`), act(dg, "submission.reject", id, `{"reasons": "fin de tout", "departure": "x"}`))
	}
	for _, c := range s.Conditions {
		out = append(out, act("dir", "condition.waive", c.Ref().String(), why))
	}
	for _, r := range s.Recoveries {
		out = append(out, act("dg", "recovery.write_off", r.Ref().String(), `{"reasons": "fin de tout"}`))
	}
	for _, i := range s.Instalments {
		at := i.Ref().String()
		out = append(out, act("dir", "instalment.release", at, why), act("sig_"+s.Sisp, "instalment.claim", at, `{"declaration": "x"}`), act("dir", "instalment.approve", at, ""),
			act("fin", "instalment.pay", at, fmt.Sprintf(`{"paid_on": %q, "reference": "x"}`, today)))
	}
	return append(out, act("fin", "submission.close", id, ""))
}

// wind brings the call on.
func (k *walk) wind(id string) {
	c := k.calls[id]
	k.any(act("dir", "call.cancel", id, why), act("dir", "call.review", id, ""), act("dir", "call.archive", id, ""))
	_ = c
}
