package app_test

import (
	"errors"
	"testing"

	"tremplin/app"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestFoundByWalks keeps what random walks have found, step by step.
func TestFoundByWalks(t *testing.T) {
	t.Parallel()
	w, done := newWorld(t, storagetest.SQLite(t), 3)
	defer done()
	call, project := w.reviewedCall()
	why := fields{"reasons": "Voilà."}

	// An act is done on what it is for: these broke the rule.
	w.refused("not_found/action", "par_asbl1", "question.ask", project+"/party/asbl1", fields{"text": "Quand ?"})
	w.refused("not_found/action", "par_asbl1", "party.confirm", call, nil)
	w.refused("not_found/action", "off1", "file.attach", call, nil)
	// A seat that there was is about whose it is.
	w.mustDo("off1", "member.dismiss", call+"/member/jury1", why)
	w.refused("invalid/unknown", "off1", "member.appoint", call+"/member/jury1", fields{"person": "jury2", "as": "member"})
	w.mustDo("off1", "member.appoint", call+"/member/jury1", fields{"person": "jury1", "as": "member"})
	// A version tells nothing of what may not be seen.
	for _, on := range []string{project, project + "x"} {
		_, err := w.app.Perform(t.Context(), app.Command{Actor: "sig_beta", Entity: "submission", Action: "withdraw", On: on, IfVersion: 7, At: w.now})
		if no, ok := errors.AsType[*workflow.Error](err); !ok || no.Kind != workflow.NotFound {
			t.Errorf("%s: %v", on, err)
		}
	}
	w.mustDo("off1", "sheet.assign", project, fields{"person": "chair"}) // never sealed
	w.mustDo("chair", "submission.rank", project, fields{"opinion": "favourable", "advised": "500", "reasons": "Bien."})
	w.mustDo("chair", "call.conclude", call, fields{"present": list("chair")})
	w.mustDo("dg", "submission.award", project, fields{"amount": "500", "reasons": "Bien."})
	w.mustDo("dg", "call.decide", call, nil)
	w.mustDo("off1", "submission.issue_convention", project, fields{"language": "fr", "start_on": string(workflow.DateOf(w.now))})
	for _, id := range []string{"sig_alfa", "par_asbl1", "dg"} {
		w.mustDo(id, "submission.sign", project, nil)
	}
	// No file is attached whose bytes are not here.
	w.refused("invalid/missing", "off1", "file.attach", project, fields{
		"name": "a.pdf", "kind": "plan", "type": "application/pdf", "size": "1", "hash": "0000000000000000000000000000000000000000000000000000000000000000",
	})
	pay := func(n string) {
		w.mustDo("sig_alfa", "instalment.claim", project+"/instalment/"+n, fields{"declaration": "DC"})
		w.mustDo("dir", "instalment.approve", project+"/instalment/"+n, nil)
		w.mustDo("fin", "instalment.pay", project+"/instalment/"+n, fields{"paid_on": string(workflow.DateOf(w.now)), "reference": "BK"})
	}
	pay("1")
	w.mustDo("off1", "submission.hold_midterm", project, fields{"not_held": "Malade."})
	w.mustDo("sig_alfa", "submission.submit_final_report", project, fields{"spending": []any{fields{"line": "1", "amount": "300"}}})
	w.mustDo("off1", "spending.accept", project+"/spending/1", nil)
	for _, do := range []string{"plan", "invite", "hold"} {
		values := map[string]fields{"plan": {"on": "2030-03-01"}, "hold": {"present": list("off1")}}[do]
		on := call
		if do != "plan" {
			on += "/meeting/1"
		}
		w.mustDo("off1", "meeting."+do, on, values)
	}
	w.mustDo("dir", "submission.review", project, fields{"conclusions": "Bien.", "lessons": "Bien.", "publish_lessons": "true", "continue": "yes"})
	// What is open under a reviewed project is void.
	for _, x := range w.load(call, project).File.Sheets {
		if x.Person == "chair" && x.State() != "void" {
			t.Errorf("%s is %s", x.Ref(), x.State())
		}
	}
	// What was repaid since cannot bounce.
	w.mustDo("fin", "recovery.receive", project+"/recovery/1", fields{"amount": "200", "received_on": string(workflow.DateOf(w.now))})
	w.refused("refused/repaid", "fin", "instalment.bounce", project+"/instalment/1", nil)
	// Nobody judges spending that is claimed after the review.
	w.mustDo("dg", "submission.reassess", project, fields{"accepted": "400", "reasons": "Contrôle."})
	w.refused("refused/state", "sig_alfa", "instalment.claim", project+"/instalment/2", fields{"declaration": "DC", "spending": []any{fields{"line": "1", "amount": "100"}}})
	pay("2")
	w.mustDo("fin", "submission.close", project, nil)
	// A conflict found once the call is reviewed flags the opinion too.
	w.mustDo("dir", "call.review", call, nil)
	w.mustDo("jury1", "sheet.declare_conflict", project+"/sheet/jury1", why)
	if o := w.load(call, project).File.Opinion; !o.Flagged {
		t.Error("the opinion is not flagged")
	}
	w.verified()
}
