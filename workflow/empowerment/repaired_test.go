package empowerment_test

import (
	"errors"
	"strings"
	"testing"

	w "tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// Faults that were found once.

func TestAmendWithoutAnAmountIsRefused(t *testing.T) {
	x := stage(t, "paid")
	x.refuse(t, "dg", "submission.amend", "a", `{"kind": "amount", "reasons": "utile"}`, "invalid/missing")
}

// A partner that had not answered when the call closed is asked again when it
// reopens; nothing is submitted over its head.
func TestRevivedDraftsAskTheirPartnersAgain(t *testing.T) {
	x := stage(t, "closed")
	x.want(t, "f", "expired")
	x.want(t, "f/party/bsbl", "void")
	x.at(t, "2025-03-15")
	x.do(t, "dir", "call.reopen", "emp", `{"closes_at": "2025-03-20T17:00", "reasons": "panne"}`)
	x.want(t, "f", "draft")
	x.want(t, "f/party/bsbl", "asked")
	x.do(t, "ed_alfa", "file.attach", "f", letter)
	x.refuse(t, "sig_alfa", "submission.submit", "f", "", "refused/parties_unconfirmed")
	x.do(t, "sig_bsbl", "party.confirm", "f/party/bsbl", "")
	x.do(t, "sig_alfa", "submission.submit", "f", "")
}

// Between the clock's look and its act somebody may have been faster.
func TestClockActsOnlyWhenDue(t *testing.T) {
	x := stage(t, "decided")
	for _, a := range []asked{{by: "clock", do: "submission.decline", on: "a"}, {by: "clock", do: "submission.expire", on: "c"}} {
		if _, err := x.decide(a); outcome(err) != "refused/deadline_ahead" {
			t.Errorf("%s: %v", a, err)
		}
	}
	x = stage(t, "validated")
	if _, err := x.decide(asked{by: "clock", do: "call.publish", on: "emp"}); outcome(err) != "refused/deadline_ahead" {
		t.Errorf("publish: %v", err)
	}
}

// Until the letters go, no answer tells a member of the committee more than
// that the dossier was ranked.
func TestCommitteeLearnsNoDecisionByRefusals(t *testing.T) {
	x := stage(t, "chosen")
	for _, on := range []string{"a", "c"} {
		for _, do := range []string{"sheet.save", "sheet.seal", "sheet.moderate"} {
			_, err := x.decide(asked{by: "jury1", do: do, on: on + "/sheet/jury1", with: scores})
			if no, _ := errors.AsType[*w.Error](err); no.Facts["entity"] == w.EntitySubmission && no.Facts["state"] != w.SubmissionRanked {
				t.Errorf("%s on %s: %v", do, on, err)
			}
		}
		_, err := x.decide(asked{by: "chair", do: "submission.rank", on: on, with: opinion("1")})
		if no, _ := errors.AsType[*w.Error](err); no.Facts["state"] != w.SubmissionRanked {
			t.Errorf("rank %s: %v", on, err)
		}
	}
}

// A partner whom an avenant leaves out is no party of it.
func TestOnlyPartiesRefuseAVersion(t *testing.T) {
	x := stage(t, "paid")
	x.do(t, "off", "submission.amend", "a", `{"kind": "partners", "reasons": "depart", "partners": ["bsbl"]}`)
	x.refuse(t, "sig_asbl", "version.refuse", "a/version/2", why, "refused/mandate")
	x.refuse(t, "sig_asbl", "submission.sign", "a", "", "refused/mandate")
	x.do(t, "sig_bsbl", "version.refuse", "a/version/2", why)
	x.want(t, "a/party/bsbl", "void")
	x.want(t, "a/party/asbl", "confirmed")
	x.want(t, "a", "in_progress")
}

// A draft whose chair is replaced has one chair.
func TestDraftHasOneChair(t *testing.T) {
	x := stage(t, "draft")
	x.do(t, "off", "call.update", "emp", `{"committee": {"chair": "jury1", "members": ["jury1"]}}`)
	for _, m := range x.calls["emp"].Members {
		if (m.As == "chair") != (m.Person == "jury1") {
			t.Errorf("%s is %s", m.Person, m.As)
		}
	}
}

// A conflict in what was withdrawn asks for no answer.
func TestWithdrawnOpinionsHoldNothingBack(t *testing.T) {
	x := stage(t, "chosen")
	x.do(t, "sig_alfa", "submission.withdraw", "a", "")
	x.do(t, "off", "sheet.declare_conflict", "a/sheet/jury1", "")
	x.do(t, "dg", "call.decide", "emp", "")
}

// A completion that was asked for is screening, also once it was made: the call
// does not open again behind it.
func TestCompletedIsScreened(t *testing.T) {
	x := stage(t, "incomplete")
	x.do(t, "sig_alfa", "submission.resubmit", "a", `{"indicators": [{"id": "people", "title": "Personnes", "target": 30}]}`)
	x.want(t, "a", "submitted")
	x.refuse(t, "dir", "call.reopen", "emp", `{"closes_at": "2025-03-25T17:00", "reasons": "panne"}`, "refused/screened_already")
}

// A validated call whose deadline has passed owes the clock nothing any more.
func TestPastDeadlineIsNotPublished(t *testing.T) {
	x := stage(t, "validated")
	c := x.caseFor(w.ClockActor(), "emp", w.Needs{})
	c.Now = c.Call.ClosesAt
	if due := empowerment.V1().Agenda(c); len(due) != 0 {
		t.Errorf("the clock would %s", due[0].Action)
	}
}

// What was spent on a line of the subsidy counts, wherever a later avenant puts
// that line: here it makes the first one the project's own.
func TestSpendingCountsByTheBudgetItWasClaimedUnder(t *testing.T) {
	x := stage(t, "claimed")
	x.do(t, "off", "spending.accept", "a/spending/1", "")
	x.do(t, "off", "submission.amend", "a", `{"kind": "budget", "reasons": "utile", "budget": [
{"category": "staff", "label": "bénévoles", "amount": 0, "own": 1000}, {"category": "staff", "label": "animation", "amount": "`+x.file(t, "a").Signed.String()+`"}]}`)
	sign(t, x, "a", "sig_alfa", "sig_asbl", "dg")
	x.do(t, "dg", "submission.terminate", "a", `{"reasons": "faillite", "ground": "faillite"}`)
	if got := x.file(t, "a").Accepted; got != 1000_00 {
		t.Errorf("%s accepted, want 1000.00", got)
	}
}

// What was submitted stays submitted: no document leaves a dossier behind the
// receipt, and a completion brings only what was asked for, in time.
func TestDocumentsStayAsSubmitted(t *testing.T) {
	x := stage(t, "incomplete")
	x.refuse(t, "ed_alfa", "file.remove", "a/file/1", "", "refused/file_kept")
	x.refuse(t, "ed_alfa", "file.attach", "a", letter, "refused/not_asked")
	x.at(t, "2025-03-25")
	x.refuse(t, "ed_alfa", "file.attach", "a", letter, "refused/state")
	x = stage(t, "closed")
	x.refuse(t, "off", "file.remove", "a/file/1", "", "refused/state")
	x.refuse(t, "off", "file.attach", "a", letter, "refused/state")
	x = stage(t, "midterm")
	x.refuse(t, "ed_alfa", "file.remove", "a/file/1", "", "refused/file_kept")
	x.do(t, "ed_alfa", "file.attach", "a", letter)
	x.refuse(t, "off", "file.remove", "a/file/2", "", "refused/file_kept")
	x.do(t, "ed_alfa", "file.remove", "a/file/2", "")
}

// The receipt's hash holds the documents as well.
func TestReceiptHashHoldsDocuments(t *testing.T) {
	x := stage(t, "confirmed")
	y := x.fork()
	y.do(t, "ed_alfa", "file.remove", "a/file/1", "")
	y.do(t, "ed_alfa", "file.attach", "a", strings.Replace(letter, `"00"`, `"11"`, 1))
	for _, z := range []*world{x, y} {
		z.at(t, "2025-03-01")
		z.do(t, "sig_alfa", "submission.submit", "a", "")
	}
	if x.file(t, "a").ContentHash == y.file(t, "a").ContentHash {
		t.Error("another document, the same receipt")
	}
}

// The envelope that a validation gave is taken back whole, its changes as changes.
func TestReopenedDraftTakesBackItsEnvelope(t *testing.T) {
	x := stage(t, "validated")
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "70000"}`)
	x.do(t, "dir", "call.reopen_draft", "emp", why)
	sums := map[w.EntryKind]w.Money{}
	for _, e := range x.ledger {
		sums[e.Kind] += e.Amount
	}
	if sums[w.EntryEnvelope] != 0 || sums[w.EntryChange] != 0 {
		t.Errorf("%v is left", sums)
	}
}

// An award that waited only for the funder lapses after all when the SISP's
// signatory goes: the clock comes by again.
func TestAwardLapsesWhenItsSignatoryGoes(t *testing.T) {
	x := stage(t, "decided")
	x.at(t, "2025-07-01")
	x.want(t, "b", "awarded")
	for _, adm := range []string{"adm", "adm2"} {
		x.do(t, adm, "person.revoke", "house", `{"person": "sig_beta", "role": "sisp_signatory"}`)
	}
	x.at(t, "2025-07-02")
	x.want(t, "b", "lapsed")
}

// A payment that the director holds stays held when an avenant plans it anew.
func TestHoldOutlivesAnAvenant(t *testing.T) {
	x := stage(t, "kept")
	x.want(t, "a/instalment/1", "void")
	x.want(t, "a/instalment/4", "held")
	x.do(t, "dir", "instalment.release", "a/instalment/4", why)
	x.want(t, "a/instalment/4", "claimable")
}

func TestConditionNamesAnInstalmentThatIsThere(t *testing.T) {
	x := stage(t, "deliberated")
	x.refuse(t, "dg", "submission.award", "a", `{"amount": "30000", "reasons": "premier du classement", "conditions": [{"text": "x", "instalment": 77}]}`, "invalid/unknown")
}

// What the second administrator grants is what the first asked for, dates and all.
func TestGrantByTwoIsOne(t *testing.T) {
	x := stage(t, "house")
	x.do(t, "adm", "person.grant", "house", `{"person": "off", "role": "das_director", "until": "2026-12-31"}`)
	x.refuse(t, "adm2", "person.grant", "house", `{"person": "off", "role": "das_director", "until": "2030-12-31"}`, "refused/asked_otherwise")
	x.do(t, "adm2", "person.grant", "house", `{"person": "off", "role": "das_director", "until": "2026-12-31"}`)
}

// Who held a refusal's letter in its hands is told of it also when the appeal
// is upheld and the dossier is under review again.
func TestToldIsNotTakenBack(t *testing.T) {
	x := stage(t, "appealed")
	x.do(t, "dg2", "submission.uphold", "d", `{"reasons": "fondé", "answers": ["oui"]}`)
	x.want(t, "d", "ranked")
	told := func(by string) (out string) {
		c := x.caseFor(x.actor(by), "d", w.Needs{Past: true})
		for _, e := range w.SightOf(c.House, c.Actor, c.Today).Told(c.Call, c.File, c.Past) {
			if e.On == c.File.Ref() && e.From != e.To {
				out += string(e.Action) + ">" + string(e.To) + " "
			}
		}
		return out
	}
	if got, want := told("sig_delta"), "submit>submitted declare_eligible>eligible open_review>under_review reject>rejected appeal>under_appeal uphold>under_review "; !strings.HasSuffix(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	x = stage(t, "chosen") // rejected, and no letter has gone
	if got := told("sig_delta"); strings.Contains(got, "reject") {
		t.Errorf("told %q before its letter", got)
	}
}

// An acceptance that says nothing leaves what the SISP explained.
func TestAcceptanceKeepsTheExplanation(t *testing.T) {
	for given, kept := range map[string]bool{"": true, `{"reasons": "D'accord."}`: false} {
		x := stage(t, "in_progress")
		x.do(t, "ed_alfa", "deliverable.explain", "a/deliverable/1", `{"reasons": "Le local a brûlé."}`)
		said := x.file(t, "a").Deliverables[0].Reasons
		x.do(t, "off", "deliverable.accept", "a/deliverable/1", given)
		if got := x.file(t, "a").Deliverables[0].Reasons; got.Empty() || (got == said) != kept {
			t.Errorf("accepted with %q it says %v, where it said %v", given, got, said)
		}
	}
}

// The organ that a call is decided by is kept beside the last mandate, which a
// change of the envelope replaces.
func TestDecisionKeepsItsMandate(t *testing.T) {
	x := stage(t, "chosen")
	x.do(t, "dg", "call.decide", "emp", `{"organ": "board", "date": "2025-06-01", "reference": "CA 2025/9"}`)
	x.do(t, "dg", "envelope.change", "emp", `{"envelope": "200000", "reasons": "x", "organ": "board", "date": "2025-06-02", "reference": "CA 2025/10"}`)
	if got, want := x.calls["emp"].Decision, (w.Mandate{Organ: "board", Date: "2025-06-01", Reference: "CA 2025/9"}); got != want {
		t.Errorf("decided by %v", got)
	}
}

// A new reckoning tells what it replaces.
func TestReassessmentKeepsWhatItReplaces(t *testing.T) {
	x := stage(t, "overpaid")
	was := x.file(t, "a")
	accepted, final := was.Accepted, *was.Final
	x.do(t, "dg", "submission.reassess", "a", `{"accepted": "1", "reasons": "plainte"}`)
	if got := x.file(t, "a").Before; got != (w.Reckoned{Accepted: accepted, Final: final}) {
		t.Errorf("it replaced %v, and not %s, %s", got, accepted, final)
	}
}
