package empowerment

import (
	w "tremplin/workflow"
)

// submission is the lifecycle of a submission, then project. Where a person's
// row is silent in PROCESS.md the call is decided to reviewed. Rows of the
// engine name no state of the call: what causes them has looked at it.
var submission = []w.Rule{
	// The SISP writes and submits.
	{Action: "create", To: SubDraft, By: by(w.Editor), While: from(Open), When: when(inTime), Does: w.Takes(create, ownSisp, knownSisp, standingSisp, knownIn[createIn](), inOrderOfTime[createIn](), sinceOpening[createIn]()).Like(likeProposal), Causes: asks},
	{Action: "update", From: from(SubDraft), To: w.Stay, By: by(w.Editor), While: from(Open), When: when(inTime), Does: w.Takes(update, knownIn[updateIn](), inOrderOfTime[updateIn](), sinceOpening[updateIn]()).Partial(), Causes: asks, KeepsWords: true},
	{Action: "update", From: from(Incomplete), To: w.Stay, By: by(w.Editor), While: from(Closed), When: when(completionOpen), Does: w.Takes(update, onlyAsked[updateIn](), knownIn[updateIn](), inOrderOfTime[updateIn](), sinceOpening[updateIn]()).Partial(), Causes: asks, KeepsWords: true},
	{Action: "update", From: from(Awarded), To: w.Stay, By: by(w.Editor), While: decidedOn, Does: w.Takes(updateAwarded, knownPartners), Causes: append(then(asks...), conflicts...), KeepsWords: true},
	{Action: "update", From: living, To: w.Stay, By: by(w.Editor), While: decidedOn, Does: w.Takes(updateLiving)},
	{Action: "submit", From: from(SubDraft), To: Submitted, By: by(w.SispSig), While: from(Open), When: when(inTime, complete, withinCaps, budgetAddsUp, partiesConfirmed, documentsThere, filesClean), Does: w.Plain(submit), Jobs: paper("receipt", "E17")},
	{Action: "take_back", From: from(Submitted), To: SubDraft, By: by(w.SispSig), While: from(Open), When: when(inTime), Does: w.Plain(takeBack)},
	{Action: "number", From: from(Submitted), To: w.Stay, By: by(w.Engine), Does: w.Plain(number), NeedsAll: true},

	// The officer screens.
	{Action: "request_completion", From: from(Submitted), To: Incomplete, By: by(w.Officer), While: from(Closed), Does: w.Takes(requestCompletion, untilAhead[completionIn]()).Like(likeUntil), Jobs: paper("completion", "E18")},
	{Action: "resubmit", From: from(Incomplete), To: Submitted, By: by(w.SispSig), While: from(Closed), When: when(completionOpen, filesClean), Does: w.Takes(resubmit, onlyAsked[updateIn](), knownIn[updateIn](), inOrderOfTime[updateIn](), sinceOpening[updateIn](), stillWhole).Partial(), Jobs: paper("receipt", "E17"), Causes: asks, KeepsWords: true},
	{Action: "declare_eligible", From: from(Submitted), To: Eligible, By: by(w.Officer), While: from(Closed), Does: w.Takes(declareEligible, everyPointMet), Jobs: mail("E19")},
	{Action: "declare_ineligible", From: from(Submitted, Eligible), To: Ineligible, By: by(w.Officer), While: from(Closed), OwnReasons: "facts", Does: w.Takes(declareIneligible, knownPoints, factsReasoned, ownReasons[ineligibleIn]("facts")).Like(likeIneligible), Jobs: paper("ineligible", "E20")},
	{Action: "declare_ineligible", From: from(Incomplete), To: Ineligible, By: by(w.Officer), While: from(Closed), When: when(completionMissed), OwnReasons: "facts", Does: w.Takes(declareIneligible, knownPoints, factsReasoned, ownReasons[ineligibleIn]("facts")).Like(likeIneligible), Jobs: paper("ineligible", "E20")},

	// The committee advises.
	{Action: "open_review", From: from(Eligible), To: UnderReview, By: by(w.Engine), While: reviewing, Does: w.Plain(nil), Causes: then(must(w.EntityMember, "recuse", seatsInConflict))},
	{Action: "rank", From: from(UnderReview), To: Ranked, By: by(w.CommitteeChair), While: reviewing, When: when(chairFree, quorum), Does: w.Takes(rank, advisedWithinRequest, votesOfSeats, reasoned[rankIn]()).Like(likeRank)},
	{Action: "reopen_opinion", From: from(Ranked), To: UnderReview, By: by(w.CommitteeChair), While: from(InCommittee), When: when(chairFree), Does: w.Takes(reopenOpinion)},
	{Action: "reopen_opinion", From: from(Ranked), To: UnderReview, By: by(w.Engine), While: from(InCommittee), When: when(quorumBroken), Does: w.Plain(dropOpinion)},
	{Action: "answer_conflict", From: from(Ranked, Reserve, Awarded, Rejected), To: w.Stay, By: by(w.FunderSig), While: and(deciding, from(Reviewed)), When: when(opinionFlagged), Does: w.Takes(answerConflict, organNamed[organReasonsIn](), reasoned[organReasonsIn]()).Like(likeOrgan)},

	// The funder decides.
	{Action: "award", From: from(Ranked, Reserve), To: Awarded, By: by(w.FunderSig), While: deciding, Apart: scored, When: when(someFree, sheetsNoted, opinionAnswered), OwnReasons: "reasons", Does: w.Takes(award, withinRequest, withinRules, withinEnvelope, departureAward, organNamed[awardIn](), reasoned[awardIn](), ownReasons[awardIn]("reasons"), awardBudget, conditionsSound).Like(likeAward), Spends: true, Causes: then(must(w.EntityCondition, "open", conditionsMade), try(w.EntitySubmission, "notify", theFile))},
	{Action: "place_in_reserve", From: from(Ranked), To: Reserve, By: by(w.FunderSig), While: deciding, Apart: scored, When: when(listRuns, sheetsNoted, opinionAnswered), OwnReasons: "reasons", Does: w.Takes(placeInReserve, placeFree, departureReserve, organNamed[reserveIn](), reasoned[reserveIn](), ownReasons[reserveIn]("reasons")).Like(likeReserve), NeedsAll: true, Causes: then(try(w.EntitySubmission, "notify", theFile))},
	{Action: "reject", From: from(Ranked, Reserve), To: Rejected, By: by(w.FunderSig), While: deciding, Apart: scored, When: when(sheetsNoted, opinionAnswered), OwnReasons: "reasons", Does: w.Takes(reject, departureReject, organNamed[rejectIn](), reasoned[rejectIn](), ownReasons[rejectIn]("reasons")).Like(likeReject), Causes: then(try(w.EntitySubmission, "notify", theFile))},
	{Action: "reconsider", From: from(Awarded, Reserve, Rejected), To: Ranked, By: by(w.FunderSig), While: from(Deliberated), Does: w.Takes(reconsider, organNamed[organReasonsIn]()).Like(likeOrgan), Spends: true, Causes: then(must(w.EntityCondition, "void", conditionsOpen))},
	{Action: "notify", From: from(Awarded, Reserve, Rejected), To: w.Stay, By: by(w.Engine), While: decidedOn, When: when(unnotified), Does: w.Plain(notify)},

	// The convention is made and signed.
	{Action: "issue_convention", From: from(Awarded), To: Contracting, By: by(w.Officer), While: decidedOn, When: when(mandatesThere), Does: w.Takes(issueConvention, accountThere, startSound).Like(likeConvention), Causes: then(must(w.EntityVersion, "issue", versionsMade))},
	{Action: "recall_convention", From: from(Contracting), To: Awarded, By: by(w.Officer), While: decidedOn, Does: w.Takes(recall), Spends: true, Causes: then(must(w.EntityVersion, "void", versionsOut))},
	{Action: "recall_convention", From: from(Contracting), To: Awarded, By: by(w.Engine), Does: w.Plain(nil), Spends: true, Causes: then(must(w.EntityVersion, "void", versionsOut))},
	{Action: "extend_signing", From: from(Awarded, Contracting), To: w.Stay, By: by(w.Director), While: decidedOn, Does: w.Takes(extendSigning, laterSigning).Like(likeLaterSigning), Jobs: paper("signing_extended")},
	{Action: "sign", From: from(Contracting, InProgress, MidtermHeld, Suspended), To: w.Stay, By: by(w.FunderSig, w.SispSig, w.PartnerSig), While: decidedOn, When: when(notSignedYet, versionOut, documentFiled, mandateValid), Does: w.Takes(sign, sameHash), Spends: true, StepUp: true, AnyDay: true, Causes: then(must(w.EntityVersion, "sign", versionsOut))},
	{Action: "activate", From: from(Contracting), To: InProgress, By: by(w.Engine), When: when(allSigned), Does: w.Plain(activate), Causes: then(must(w.EntityDeliverable, "expect", deliverablesMade), try(w.EntityCall, "start", theCall))},
	{Action: "decline", From: from(Awarded, Contracting), To: Lapsed, By: by(w.SispSig, w.Clock), While: decidedOn, Does: w.Takes(decline), Jobs: paper("ended", "E31"), Due: lapses, Waits: onlyFunderLate, Spends: true, Causes: ends},

	// The project runs.
	{Action: "hold_midterm", From: from(InProgress), To: MidtermHeld, By: by(w.Officer), While: decidedOn, Does: w.Takes(holdMidterm, midtermWhole, midtermPast, knownValues[midtermIn]()).Like(likeMidterm), Jobs: mail("E34"), Causes: midtermCauses},
	{Action: "hold_midterm", From: from(MidtermHeld), To: w.Stay, By: by(w.Officer), While: decidedOn, Does: w.Takes(holdMidterm, midtermWhole, midtermPast, knownValues[midtermIn]()).Like(likeMidterm), Jobs: mail("E34"), Causes: midtermCauses},
	{Action: "amend", From: amendable, To: w.Stay, By: by(w.Officer, w.FunderSig), While: decidedOn, When: when(noVersionOut, mandatesThere), Does: w.Takes(amendProject, amendRole, amendWhole, amendSound, amendWithinRequest, amendWithinCaps, amendNotBelowPaid, amendWithinEnvelope, amendOrgan).Like(likeAmend), Spends: true, Causes: append(then(must(w.EntityVersion, "issue", versionsMade)), asks...)},
	{Action: "suspend", From: from(InProgress, MidtermHeld), To: Suspended, By: by(w.Director), While: decidedOn, Does: w.Takes(because), Jobs: paper("suspension", "E50")},
	{Action: "resume", From: from(Suspended), Back: map[w.State]w.State{InProgress: InProgress, MidtermHeld: MidtermHeld}, By: by(w.Director), While: decidedOn, Does: w.Takes(because), Jobs: paper("suspension", "E50")},
	{Action: "give_notice", From: living, To: w.Stay, By: by(w.Director), While: decidedOn, Does: w.Takes(giveNotice, untilAhead[noticeIn]()).Like(likeUntil), Jobs: paper("notice", "E49")},
	{Action: "ask_end", From: living, To: w.Stay, By: by(w.SispSig), While: decidedOn, When: when(endNotAsked), Does: w.Takes(askEnd)},
	{Action: "refuse_end", From: living, To: w.Stay, By: by(w.FunderSig), While: decidedOn, When: when(endWasAsked), Does: w.Takes(refuseEnd, organNamed[organReasonsIn]()).Like(likeOrgan), Jobs: paper("end_refused")},
	{Action: "submit_final_report", From: from(MidtermHeld), To: Reported, By: by(w.SispSig), While: decidedOn, When: when(noVersionOut), Does: w.Takes(submitReport, deliverablesTold, knownLines[reportIn](), knownProofs[reportIn](), knownValues[reportIn]()).Like(likeReport), Jobs: mail("E39"), Causes: reportCauses},
	{Action: "request_revision", From: from(Reported), To: MidtermHeld, By: by(w.Officer), While: decidedOn, Does: w.Takes(requestRevision, untilAhead[completionIn]()).Like(likeUntil), Jobs: mail("E40"), Causes: then(must(w.EntitySpending, "void", finalSpending))},
	{Action: "review", From: from(Reported), To: SubReviewed, By: by(w.Director), While: decidedOn, When: when(meetingHeld, spendingJudged, deliverablesJudged), Does: w.Takes(review), Jobs: paper("final_review", "E42"), Spends: true, Causes: append(then(leftovers...), settlement...)},
	{Action: "close", From: from(SubReviewed), To: ClosedFile, By: by(w.Finance), While: decidedOn, When: when(accountEven), Does: w.Plain(nil), Jobs: mail("E43")},
	{Action: "reopen_account", From: from(ClosedFile), To: SubReviewed, By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "reassess", From: from(SubReviewed, ClosedFile, Terminated), To: w.Stay, By: by(w.FunderSig), While: decidedOn, Does: w.Takes(reassess, reassessWithinEnvelope, organNamed[reassessIn]()).Like(likeReassess), Jobs: paper("reassessment"), Spends: true, Causes: append(then(try(w.EntitySubmission, "reopen_account", theFile)), settlement...)},
	{Action: "terminate", From: and(from(Awarded, Contracting), living), To: Terminated, By: by(w.FunderSig), While: decidedOn, Does: w.Takes(terminate, heard, organNamed[terminateIn](), reasoned[terminateIn]()).Like(likeTerminate), Jobs: paper("termination", "E51"), Spends: true, Causes: append(then(ends...), settlement...)},

	// It ends otherwise.
	{Action: "withdraw", From: from(SubDraft, Submitted, Incomplete, Eligible, UnderReview, Ranked, Reserve, Awarded, UnderAppeal), To: Withdrawn, By: by(w.SispSig), While: toRunning, Does: w.Takes(withdraw), Spends: true, Jobs: mail("E24"), Causes: ends},
	{Action: "withdraw", From: from(Rejected), To: Withdrawn, By: by(w.SispSig), While: from(Deliberated), Does: w.Takes(withdraw), Spends: true, Jobs: mail("E24"), Causes: ends},
	{Action: "expire", From: from(SubDraft, Submitted, Incomplete, Eligible, UnderReview, Ranked, Reserve, Awarded, Rejected, UnderAppeal), To: Expired, By: by(w.Engine), Does: w.Plain(expire), Spends: true, Causes: ends},
	{Action: "expire", From: from(Reserve), To: Expired, By: by(w.Clock), While: and(deciding, from(Reviewed)), Does: w.Plain(expireReserve), Jobs: paper("rejection", "E23"), Due: reserveEnds, Spends: true, Causes: ends},
	{Action: "revive", From: from(Expired), To: SubDraft, By: by(w.Engine), Does: w.Plain(revive), Causes: asks},
	{Action: "appeal", From: from(Ineligible, Rejected), To: UnderAppeal, By: by(w.SispSig), While: appealing, When: when(appealInTime, appealOnce), Does: w.Takes(appeal), Jobs: mail("E25")},
	{Action: "uphold", From: from(UnderAppeal), Back: map[w.State]w.State{Ineligible: Eligible, Rejected: Ranked}, By: by(w.FunderSig), While: appealing, Apart: refused, Does: w.Takes(uphold, everyArgument, organNamed[appealAnswerIn](), reasoned[appealAnswerIn]()).Like(likeAnswers), Jobs: paper("upheld", "E26"), NeedsPast: true, Causes: append(then(try(w.EntitySubmission, "open_review", theFile)), conflictsBack...)},
	{Action: "dismiss", From: from(UnderAppeal), Back: map[w.State]w.State{Ineligible: Ineligible, Rejected: Rejected}, By: by(w.FunderSig), While: appealing, Apart: refused, Does: w.Takes(dismiss, everyArgument, organNamed[appealAnswerIn](), reasoned[appealAnswerIn]()).Like(likeAnswers), Jobs: paper("dismissed", "E27"), NeedsPast: true},
}

// Causes that several acts share.
var (
	// asks: partners whose part is new or changed are asked, those left out are void.
	asks = then(must(w.EntityParty, "ask", partiesToAsk), must(w.EntityParty, "void", partiesLeftOut))
	// conflicts: a new partner may be one for which a member holds a mandate.
	conflicts = then(must(w.EntitySheet, "declare_conflict", sheetsInConflict))
	// conflictsBack: a merger may have come while the dossier was refused.
	conflictsBack = append(then(conflicts...), must(w.EntityMember, "recuse", seatsOfRanked))
	// ends: what is open under a submission that ends is void, but for money due.
	ends = then(
		must(w.EntityVersion, "void", versionsOut), must(w.EntityParty, "void", partiesAsked), must(w.EntitySheet, "void", sheetsUnsealed),
		must(w.EntityCondition, "void", conditionsOpen), must(w.EntityDeliverable, "void", deliverablesOpen), must(w.EntityInterview, "cancel", interviewsOpen),
		must(w.EntitySpending, "void", spendingOpen), try(w.EntityCall, "start", theCall))
	// leftovers of the project's course have no use once it is reviewed.
	leftovers = then(must(w.EntityParty, "void", partiesAsked), must(w.EntitySheet, "void", sheetsUnsealed), must(w.EntityInterview, "cancel", interviewsOpen))
	// settlement: the money that a fixed final subsidy leaves to pay or to recover.
	settlement = then(
		must(w.EntityInstalment, "void", instalmentsDropped), must(w.EntityInstalment, "plan", instalmentsMade), must(w.EntityInstalment, "fall_due", balances), must(w.EntityInstalment, "hold", instalmentsKept),
		must(w.EntityRecovery, "void", recoveriesDropped), must(w.EntityRecovery, "demand", recoveriesMade))
	midtermCauses = then(try(w.EntityInterview, "hold", interviewNext), try(w.EntityInstalment, "fall_due", instalmentsPlanned))
	reportCauses  = then(must(w.EntitySpending, "claim", spendingMade), must(w.EntityDeliverable, "deliver", deliverablesGiven), must(w.EntityDeliverable, "explain", deliverablesMissed), try(w.EntityInstalment, "fall_due", instalmentsPlanned))
)
