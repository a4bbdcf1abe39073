package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// The small lifecycles that accompany a project: conditions, controls,
// deliverables, interviews, meetings.

var condition = []w.Rule{
	{Action: "open", To: "open", By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "meet", From: from("open"), To: "met", By: by(w.Officer), While: decidedOn, Does: w.Takes(answerCondition)},
	{Action: "waive", From: from("open"), To: "waived", By: by(w.Director), While: decidedOn, Does: w.Takes(answerCondition)},
	{Action: "void", From: from("open"), To: "void", By: by(w.Engine), Does: w.Plain(nil)},
}

var control = []w.Rule{
	{Action: "record", To: "recorded", By: by(w.Officer, w.Auditor), While: decidedOn, When: when(begun), Does: w.Takes(record, heldByNow)},
}

var deliverable = []w.Rule{
	{Action: "expect", To: "expected", By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "deliver", From: from("expected", "returned"), To: "delivered", By: by(w.Editor), While: decidedOn, When: when(beforeReview), Does: w.Takes(deliver, deliveredFile)},
	{Action: "deliver", From: from("expected", "returned"), To: "delivered", By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "explain", From: from("expected", "returned"), To: "explained", By: by(w.Editor), While: decidedOn, When: when(beforeReview), Does: w.Takes(explain)},
	{Action: "explain", From: from("expected", "returned"), To: "explained", By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "accept", From: from("delivered", "explained"), To: "accepted", By: by(w.Officer), While: decidedOn, When: when(beforeReview), Does: w.Takes(acceptDeliverable), Jobs: mail("E36")},
	{Action: "return", From: from("delivered", "explained"), To: "returned", By: by(w.Officer), While: decidedOn, When: when(beforeReview), Does: w.Takes(returnDeliverable), Jobs: mail("E36")},
	{Action: "void", From: from("expected", "delivered", "explained", "returned"), To: "void", By: by(w.Engine), Does: w.Plain(nil)},
}

// interview is a planned mid-term interview; hold_midterm holds it.
var interview = []w.Rule{
	{Action: "plan", To: "planned", By: by(w.Officer), While: decidedOn, When: when(underWay), Does: w.Takes(planInterview).Like(likePlan)},
	{Action: "invite", From: from("planned"), To: "invited", By: by(w.Officer), While: decidedOn, Does: w.Plain(nil), Jobs: paper("interview", "E33")},
	{Action: "hold", From: from("planned", "invited"), To: "held", By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "cancel", From: from("planned", "invited"), To: "void", By: by(w.Officer), While: decidedOn, Does: w.Takes(func(k *w.Work, in reasonsIn) { w.On[*w.Interview](&k.Case).Reasons = in.Reasons })},
	{Action: "cancel", From: from("planned", "invited"), To: "void", By: by(w.Engine), Does: w.Plain(nil)},
}

// meeting is an inter-project meeting of a call (réunion inter-projets).
var meeting = []w.Rule{
	{Action: "plan", To: "planned", By: by(w.Officer), While: decidedOn, Does: w.Takes(planMeeting).Like(likePlan)},
	{Action: "invite", From: from("planned"), To: "invited", By: by(w.Officer), While: decidedOn, Does: w.Plain(inviteProjects), NeedsAll: true},
	{Action: "hold", From: from("invited"), To: "held", By: by(w.Officer), While: decidedOn, Does: w.Takes(func(k *w.Work, in presentIn) { w.On[*w.Meeting](&k.Case).Present = in.Present })},
	{Action: "cancel", From: from("planned", "invited"), To: "void", By: by(w.Officer), While: decidedOn, Does: w.Takes(func(k *w.Work, in reasonsIn) { w.On[*w.Meeting](&k.Case).Reasons = in.Reasons })},
}

type (
	recordIn struct {
		HeldOn    w.Date       `name:"held_on" need:"yes"`
		Place     w.Text       `name:"place" need:"yes" max:"300"`
		Present   []w.Attendee `name:"present" need:"yes"`
		Findings  w.Text       `name:"findings" need:"yes" max:"10000"`
		Documents []w.Text     `name:"documents" max:"300"`
	}
	deliverIn struct {
		Note w.Text `name:"note" need:"yes" max:"4000"`
		File string `name:"file" max:"300"`
	}
	planIn struct {
		On     w.Date `name:"on" need:"yes"`
		Agenda w.Text `name:"agenda" max:"10000"`
	}
)

var (
	begun    = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool { return !c.File.SignedAt.IsZero() }, Facts: fileState}
	underWay = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool { return slices.Contains(amendable, c.File.State()) }, Facts: fileState}
	// deliveredFile: what is handed over lies with the dossier.
	deliveredFile = w.Check[deliverIn]{Code: "unknown", Kind: w.Invalid, Field: "file", Holds: func(c *w.Case, in deliverIn) bool { return in.File == "" || attachedHere(c, in.File) }}

	heldByNow = w.Check[recordIn]{Code: "date_future", Kind: w.Invalid, Field: "held_on", Holds: func(c *w.Case, in recordIn) bool { return in.HeldOn <= c.Today }}
)

func answerCondition(k *w.Work, in reasonsIn) { w.On[*w.Condition](&k.Case).Reasons = in.Reasons }

func record(k *w.Work, in recordIn) {
	w.Make(k, w.EntityControl, "", &w.Control{HeldOn: in.HeldOn, Place: in.Place, Present: in.Present, Findings: in.Findings, Documents: in.Documents})
}

func deliver(k *w.Work, in deliverIn) {
	d := w.On[*w.Deliverable](&k.Case)
	d.Note, d.File, d.On, d.Missed, d.Reasons = in.Note, in.File, k.Today, false, w.Text{}
}

func explain(k *w.Work, in reasonsIn) {
	d := w.On[*w.Deliverable](&k.Case)
	d.Reasons, d.On, d.Missed, d.Note, d.File = in.Reasons, k.Today, true, w.Text{}, ""
}

func acceptDeliverable(k *w.Work, in mayReasonsIn) {
	if !in.Reasons.Empty() { // else what the SISP explained stays
		w.On[*w.Deliverable](&k.Case).Reasons = in.Reasons
	}
}

func returnDeliverable(k *w.Work, in reasonsIn) {
	d := w.On[*w.Deliverable](&k.Case)
	d.Reasons, d.On, d.Missed = in.Reasons, "", false
}

func interviewsOpen(c *w.Case) []w.Subject { return states(c.File.Interviews, "planned", "invited") }

// interviewNext is the one that hold_midterm holds: the first that is open.
// Projects of several years have one a year planned.
func interviewNext(c *w.Case) []w.Subject {
	open := interviewsOpen(c)
	return open[:min(1, len(open))]
}

func planInterview(k *w.Work, in planIn) {
	w.Make(k, w.EntityInterview, "", &w.Interview{On: in.On, Agenda: in.Agenda})
}

// inviteProjects writes to each project that is under way.
func inviteProjects(k *w.Work) {
	for _, s := range k.All {
		if slices.Contains(living, s.State()) {
			order(k, "meeting", s)
			tell(k, "E41", s)
		}
	}
}

func planMeeting(k *w.Work, in planIn) {
	w.Make(k, w.EntityMeeting, "", &w.Meeting{On: in.On, Agenda: in.Agenda})
}
