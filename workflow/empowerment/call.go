package empowerment

import (
	"slices"
	"time"

	w "tremplin/workflow"
)

// call is the lifecycle of a call for projects (appel à projets).
var call = []w.Rule{
	{Action: "create", To: Draft, By: by(w.Officer, w.Import), Does: w.Takes(createCall, referenceFree, soundCommittee[createCallIn](), knownTerms[createCallIn]()).Like(likeCall), Causes: then(must(w.EntityMember, "appoint", seatsMade))},
	{Action: "update", From: from(Draft), To: w.Stay, By: by(w.Officer), Does: w.Takes(updateCall, soundCommittee[updateCallIn](), knownTerms[updateCallIn]()).Partial(), Causes: then(must(w.EntityMember, "appoint", seatsMade))},
	{Action: "validate", From: from(Draft), To: Validated, By: by(w.Director), Apart: onlyEditor, When: when(caps, dates, weights, shares, rulesSet, bilingual), Does: w.Takes(validateCall, organNamed[organIn]()).Like(likeOrgan), Spends: true, NeedsPast: true, Jobs: mail("E08")},
	{Action: "reopen_draft", From: from(Validated), To: Draft, By: by(w.Director), Does: w.Takes(reopenDraft), Spends: true, Jobs: mail("E08")},
	{Action: "publish", From: from(Validated), To: Open, By: by(w.Officer, w.Clock), When: when(ahead), Does: w.Plain(nil), Due: opens, Jobs: mail("E01")},
	{Action: "amend_rules", From: from(Open), To: w.Stay, By: by(w.Director), When: when(ahead), Does: w.Takes(amendRules, frozenOnceSubmitted, soundChanges, knownTerms[amendIn]()).Like(likeChanges), Jobs: mail("E03")},
	{Action: "extend", From: from(Open), To: w.Stay, By: by(w.Director), When: when(ahead), Does: w.Takes(extendCall, laterDeadline).Like(likeDeadline), Jobs: mail("E02")},
	{Action: "close", From: from(Open), To: Closed, By: by(w.Clock), When: when(deadlinePassed), Does: w.Plain(closeCall), Due: closes, NeedsAll: true, Causes: then(must(w.EntitySubmission, "expire", drafts), must(w.EntitySubmission, "number", unnumbered))},
	{Action: "reopen", From: from(Closed), To: Open, By: by(w.Director), When: when(unscreened), Does: w.Takes(extendCall, laterDeadline).Like(likeDeadline), NeedsAll: true, Jobs: mail("E02"), Causes: then(must(w.EntitySubmission, "revive", expiredAtClose))},
	{Action: "convene", From: from(Closed), To: InCommittee, By: by(w.Officer), When: when(seated, screened), Does: w.Plain(convene), NeedsAll: true, Jobs: mail("E11"), Causes: then(must(w.EntitySubmission, "open_review", eligible))},
	{Action: "conclude", From: from(InCommittee), To: Deliberated, By: by(w.CommitteeChair), When: when(chairFree, allRanked, conflictsNoted, votesStand), Does: w.Takes(conclude, votersPresent).Like(likePresent), NeedsAll: true, Jobs: paper("minutes", "E14")},
	{Action: "send_back", From: from(Deliberated), To: InCommittee, By: by(w.FunderSig), When: when(undecided), Does: w.Takes(sendBack, organNamed[organReasonsIn]()).Like(likeOrgan), NeedsAll: true, Causes: then(must(w.EntitySubmission, "reopen_opinion", flaggedOpinions))},
	{Action: "decide", From: from(Deliberated), To: Decided, By: by(w.FunderSig), When: when(allDecided, conflictsNoted, conflictsAnswered), Does: w.Takes(decide, organNamed[organIn]()).Like(likeOrgan), NeedsAll: true, Causes: then(must(w.EntitySubmission, "notify", judged), try(w.EntityCall, "start", theCall))},
	{Action: "find_conflicts", From: from(InCommittee, Deliberated, Decided, Running), To: w.Stay, By: by(w.Engine), When: when(somethingFound), Does: w.Plain(nil), NeedsAll: true, Causes: then(must(w.EntitySheet, "declare_conflict", sheetsUnnoted), must(w.EntityMember, "recuse", seatsUnnoted))},
	{Action: "publish_results", From: from(Decided, Running, Reviewed), To: w.Stay, By: by(w.Officer), Does: w.Plain(publishResults)},
	{Action: "start", From: from(Decided), To: Running, By: by(w.Engine), When: when(noneUnsigned), Does: w.Plain(nil)},
	{Action: "review", From: from(Running), To: Reviewed, By: by(w.Director), When: when(atRest), Does: w.Plain(nil), Jobs: paper("programme_report"), NeedsAll: true},
	{Action: "archive", From: from(Reviewed), To: Archived, By: by(w.Director), When: when(settled), Does: w.Plain(nil), NeedsAll: true},
	{Action: "cancel", From: from(Draft, Validated, Open, Closed, InCommittee, Deliberated), To: Cancelled, By: by(w.Director), Does: w.Takes(cancelCall), NeedsAll: true, Spends: true, Causes: then(must(w.EntitySubmission, "expire", unended))},
}

// envelope moves the cap: a decision of its own, never below what is committed.
var envelope = []w.Rule{
	{Action: "change", To: w.Stay, By: by(w.FunderSig), While: budgetMove, Does: w.Takes(changeEnvelope, organNamed[envelopeIn](), notBelowCommitted, notTheSame).Like(likeEnvelope), Spends: true, Jobs: mail("E09")},
}

var (
	caps = w.Guard{Code: "caps", Holds: func(c *w.Case) bool {
		r := c.Call.Rules()
		return r.Min > 0 && r.Min <= r.Max && r.Max <= r.Envelope
	}}
	dates = w.Guard{Code: "dates", Holds: func(c *w.Case) bool {
		closes := w.DateOf(c.Call.ClosesAt)
		return c.Call.OpensAt.Before(c.Call.ClosesAt) && closes <= c.Call.Rules().ReserveUntil
	}}
	weights  = w.Guard{Code: "weights", Holds: func(c *w.Case) bool { return weightsAddUp(c.Call.Rules()) }}
	shares   = w.Guard{Code: "shares", Holds: func(c *w.Case) bool { return sharesAddUp(c.Call.Rules()) }}
	rulesSet = w.Guard{Code: "rules_unset", Holds: func(c *w.Case) bool { return len(unset(c.Call.Rules())) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"fields": unset(c.Call.Rules())}
	}}
	bilingual = w.Guard{Code: "texts_missing", Holds: func(c *w.Case) bool { return len(untranslated(c.Call.Rules())) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"fields": untranslated(c.Call.Rules())}
	}}
	ahead          = w.Guard{Code: "deadline", Holds: func(c *w.Case) bool { return c.Now.Before(c.Call.ClosesAt) }, Facts: deadlineFact}
	deadlinePassed = w.Guard{Code: "deadline_ahead", Holds: func(c *w.Case) bool { return !c.Now.Before(c.Call.ClosesAt) }, Facts: deadlineFact}
	unscreened     = w.Guard{Code: "screened_already", Holds: func(c *w.Case) bool {
		return !slices.ContainsFunc(c.All, func(s *w.Submission) bool { return s.Screening.By != "" })
	}}
	seated = w.Guard{Code: "committee_incomplete", Holds: func(c *w.Case) bool {
		chair, members := seats(c.Call)
		return chair && members >= c.Call.Rules().Quorum
	}, Facts: func(c *w.Case) map[string]any {
		chair, members := seats(c.Call)
		return map[string]any{"chair": chair, "members": members, "quorum": c.Call.Rules().Quorum}
	}}
	screened          = counted("unscreened", Submitted, Incomplete)
	allRanked         = counted("unranked", UnderReview)
	undecided         = counted("decided_already", Reserve, Awarded, Rejected)
	allDecided        = counted("undecided", UnderReview, Ranked)
	noneUnsigned      = counted("unsigned", Awarded, Contracting)
	conflictsAnswered = w.Guard{Code: "conflict_unanswered", Holds: func(c *w.Case) bool { return len(flagged(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"submissions": flagged(c)}
	}}
	atRest    = w.Guard{Code: "not_at_rest", Holds: func(c *w.Case) bool { return len(restless(c)) == 0 }, Facts: func(c *w.Case) map[string]any { return map[string]any{"submissions": restless(c)} }}
	settled   = w.Guard{Code: "unsettled", Holds: func(c *w.Case) bool { return len(owing(c)) == 0 }, Facts: func(c *w.Case) map[string]any { return map[string]any{"submissions": owing(c)} }}
	chairFree = w.Guard{Code: w.CodeConflict, Kind: w.Forbidden, Holds: func(c *w.Case) bool {
		m := c.Call.Appointed(c.Actor.Person)
		// A merger may have come since the seat was given.
		return m == nil || !m.Conflict && !slices.Contains(c.Hidden, c.Call.Ref().Dossier) && !conflictInCall(c, c.Actor.Person)
	}}
)

// counted refuses while some of the call's dossiers stand in one of the states.
func counted(code w.Code, st ...w.State) w.Guard {
	return w.Guard{Code: code, Holds: func(c *w.Case) bool { return c.Count(st...) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"left": c.Count(st...)}
	}}
}

func deadlineFact(c *w.Case) map[string]any { return map[string]any{"until": c.Call.ClosesAt} }

func seats(c *w.Call) (chair bool, members int) {
	for _, m := range c.Members {
		if m.State() != w.MemberAppointed {
			continue
		}
		chair = chair || m.As == "chair"
		if m.As != "substitute" {
			members++
		}
	}
	return chair, members
}

func opens(c *w.Case) time.Time {
	if !c.Call.OpensAt.Before(c.Call.ClosesAt) || !c.Now.Before(c.Call.ClosesAt) {
		return time.Time{} // the deadline has passed: no longer to be opened
	}
	return c.Call.OpensAt
}

func closes(c *w.Case) time.Time { return c.Call.ClosesAt }

// onlyEditor: whoever validates a call is not its only editor.
func onlyEditor(c *w.Case) (w.Code, bool) {
	alone := true
	for _, e := range c.Past {
		if e.On.Entity == w.EntityCall && (e.Action == "create" || e.Action == "update") {
			alone = alone && e.By == c.Actor.Person
		}
	}
	return "call.update", alone && len(c.Past) > 0
}

func seatsMade(c *w.Case) []w.Subject { return states(c.Call.Members, w.Unborn) }
func drafts(c *w.Case) []w.Subject    { return states(c.All, SubDraft) }
func eligible(c *w.Case) []w.Subject  { return states(c.All, Eligible) }
func judged(c *w.Case) []w.Subject    { return states(c.All, Awarded, Reserve, Rejected) }
func unended(c *w.Case) []w.Subject {
	return states(c.All, SubDraft, Submitted, Incomplete, Eligible, UnderReview, Ranked, Reserve, Awarded, Rejected, UnderAppeal)
}

func expiredAtClose(c *w.Case) (out []w.Subject) {
	for _, s := range c.All {
		if s.State() == Expired && s.Closed == "close" {
			out = append(out, s)
		}
	}
	return out
}

// answerable: of what ended otherwise nobody decides any more.
func answerable(s *w.Submission) bool {
	return slices.Contains([]w.State{Ranked, Reserve, Awarded, Rejected}, s.State())
}

func flagged(c *w.Case) (out []string) {
	for _, s := range c.All {
		if answerable(s) && s.Opinion != nil && s.Opinion.Flagged && s.Opinion.Answer.Empty() {
			out = append(out, s.Ref().Dossier)
		}
	}
	return out
}

// flaggedOpinions go back to the committee with the call.
func flaggedOpinions(c *w.Case) (out []w.Subject) {
	for _, s := range c.All {
		if s.State() == Ranked && s.Opinion != nil && s.Opinion.Flagged {
			out = append(out, s)
		}
	}
	return out
}

func restless(c *w.Case) (out []string) {
	for _, s := range c.All {
		if !AtRest(c.Call, s, c.Today) {
			out = append(out, s.Ref().Dossier)
		}
	}
	return out
}

func owing(c *w.Case) (out []string) {
	for _, s := range c.All {
		if !Settled(c.Call, s, c.Today) {
			out = append(out, s.Ref().Dossier)
		}
	}
	return out
}

// AtRest reports whether a dossier waits for nothing more that holds back the
// call's review (PROCESS.md, Lifecycles).
func AtRest(c *w.Call, s *w.Submission, today w.Date) bool {
	switch s.State() {
	case Ineligible, Rejected:
		return s.Appeal != nil || today > appealUntil(c, s)
	case Withdrawn, Expired, Lapsed, SubReviewed, ClosedFile, Terminated:
		return true
	default:
		return false
	}
}

// Settled reports whether a dossier is at rest with nothing left to pay or recover.
func Settled(c *w.Call, s *w.Submission, today w.Date) bool {
	return AtRest(c, s, today) && s.State() != SubReviewed && !moneyOpen(s)
}

// appealUntil is the last day on which the refusal may be appealed.
func appealUntil(c *w.Call, s *w.Submission) w.Date {
	return s.LetterOn.Plus(0, c.Edition(s.Edition).AppealDays)
}
