package empowerment

import (
	"fmt"
	"slices"

	w "tremplin/workflow"
)

const (
	sheetAssigned  = w.State("assigned")
	sheetDraft     = w.State("draft")
	sheetSealed    = w.State("sealed")
	sheetModerated = w.State("moderated")
	sheetVoid      = w.State("void")
)

// member is a seat on the committee of a call.
var member = []w.Rule{
	{Action: "appoint", To: w.MemberAppointed, By: by(w.Officer), While: from(Draft, Validated, Open, Closed, InCommittee), Does: w.Takes(appoint, knownPerson, oneChair).Like(likeMember), NeedsAll: true},
	{Action: "appoint", To: w.MemberAppointed, By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "appoint", From: from("dismissed"), To: w.MemberAppointed, By: by(w.Officer), While: from(Draft, Validated, Open, Closed, InCommittee), Does: w.Takes(appoint, knownPerson, ownSeat, oneChair).Like(likeMember), NeedsAll: true},
	{Action: "dismiss", From: from(w.MemberAppointed), To: "dismissed", By: by(w.Officer), While: from(Draft, Validated, Open, Closed, InCommittee), Does: w.Takes(dismissMember), NeedsAll: true, Causes: then(must(w.EntitySheet, "void", sheetsOfMember))},
	{Action: "recuse", From: from(w.MemberAppointed), To: w.Stay, By: by(w.Engine), Does: w.Plain(func(k *w.Work) { w.On[*w.Member](&k.Case).Conflict = true })},
}

// sheet is a member's scores for a submission.
var sheet = []w.Rule{
	{Action: "assign", To: sheetAssigned, By: by(w.Officer), While: reviewing, When: when(beingReviewed), Does: w.Takes(assign, appointed, noConflict, noSheetYet).Like(likeSheet), Jobs: mail("E10")},
	{Action: "save", From: from(sheetAssigned), To: sheetDraft, By: by(w.CommitteeMember), While: fromOpen, When: when(beingReviewed), Does: w.Takes(save, knownCriteria, scoresWithin).Like(likeScores)},
	{Action: "save", From: from(sheetDraft), To: w.Stay, By: by(w.CommitteeMember), While: fromOpen, When: when(beingReviewed), Does: w.Takes(save, knownCriteria, scoresWithin).Like(likeScores)},
	{Action: "seal", From: from(sheetAssigned, sheetDraft), To: sheetSealed, By: by(w.CommitteeMember), While: fromOpen, When: when(beingReviewed, everyCriterion), Does: w.Plain(total)},
	{Action: "moderate", From: from(sheetSealed), To: sheetModerated, By: by(w.CommitteeMember), While: fromOpen, When: when(beingReviewed, noSheetInDraft), Does: w.Takes(moderate, knownCriterion, scoreWithin).Like(likeScore)},
	{Action: "moderate", From: from(sheetModerated), To: w.Stay, By: by(w.CommitteeMember), While: fromOpen, When: when(beingReviewed, noSheetInDraft), Does: w.Takes(moderate, knownCriterion, scoreWithin).Like(likeScore)},
	{Action: "declare_conflict", To: w.SheetConflict, By: by(w.CommitteeMember, w.Officer), While: fromOpen, Does: w.Takes(declareConflict, mayDeclare, aMember).Like(likeConflict), Jobs: mail("E13"), Causes: conflictCauses},
	{Action: "declare_conflict", From: from(sheetAssigned, sheetDraft, sheetSealed, sheetModerated, sheetVoid), To: w.SheetConflict, By: by(w.CommitteeMember, w.Officer), While: fromOpen, Does: w.Takes(declareOwnConflict), Jobs: mail("E13"), Causes: conflictCauses},
	{Action: "declare_conflict", From: from(sheetAssigned, sheetDraft, sheetSealed, sheetModerated, sheetVoid), To: w.SheetConflict, By: by(w.Engine), Does: w.Plain(conflictByMandate), Jobs: mail("E13"), Causes: conflictCauses},
	{Action: "void", From: from(sheetAssigned, sheetDraft), To: sheetVoid, By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "assign", From: from(sheetVoid), To: sheetAssigned, By: by(w.Officer), While: reviewing, When: when(beingReviewed), Does: w.Takes(assign, ownSheet, appointed, noConflict, noSheetYet).Like(likeSheet), Jobs: mail("E10")},
}

// conflictCauses: the sheet counts no more, so the opinion may be reopened; and
// the member's seat shows that it is in conflict with a dossier of the call.
var conflictCauses = then(try(w.EntitySubmission, "reopen_opinion", theFile), try(w.EntityMember, "recuse", seatInConflict))

type (
	memberIn struct {
		Person string `name:"person" need:"yes"`
		As     string `name:"as" need:"yes" oneof:"chair,member,substitute,acting_chair"`
	}
	dismissIn struct {
		Person  string `name:"person"`
		Reasons w.Text `name:"reasons" need:"yes" max:"10000"`
	}
	sheetIn struct {
		Person string `name:"person" need:"yes"`
	}
	conflictIn struct {
		Person  string `name:"person"`
		Reasons w.Text `name:"reasons" max:"10000"`
	}
	scoresIn struct {
		Scores []draftIn `name:"scores" need:"yes"`
	}
	// draftIn is a score that may still lack its reasons: those are asked for when
	// the sheet is sealed.
	draftIn struct {
		Criterion string   `name:"criterion" need:"yes"`
		Score     w.Number `name:"score" need:"yes"`
		Reasons   w.Text   `name:"reasons" max:"4000"`
	}
)

var (
	beingReviewed  = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool { return c.File.State() == UnderReview }, Facts: fileState}
	everyCriterion = w.Guard{Code: "scores_missing", Holds: func(c *w.Case) bool { return len(unscored(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"criteria": unscored(c)}
	}}
	noSheetInDraft = w.Guard{Code: "sheets_unsealed", Holds: func(c *w.Case) bool { return !has(c.File.Sheets, sheetAssigned, sheetDraft) }}

	knownPerson = w.Check[memberIn]{Code: "unknown", Kind: w.Invalid, Field: "person", Holds: func(c *w.Case, in memberIn) bool { return c.House.Person(in.Person) != nil }}
	oneChair    = w.Check[memberIn]{Code: "chair_taken", Field: "as", Holds: func(c *w.Case, in memberIn) bool {
		return !slices.ContainsFunc(c.Call.Members, func(m *w.Member) bool {
			return m.State() == w.MemberAppointed && m.As == in.As && m.Person != in.Person && (in.As == "chair" || in.As == "acting_chair")
		})
	}}
	// ownSeat, ownSheet: what is done on a seat or a sheet that there was is about whose it is.
	ownSeat    = w.Check[memberIn]{Code: "unknown", Kind: w.Invalid, Field: "person", Holds: func(c *w.Case, in memberIn) bool { return w.On[*w.Member](c).Person == in.Person }}
	ownSheet   = w.Check[sheetIn]{Code: "unknown", Kind: w.Invalid, Field: "person", Holds: func(c *w.Case, in sheetIn) bool { return w.On[*w.Sheet](c).Person == in.Person }}
	appointed  = w.Check[sheetIn]{Code: "not_appointed", Field: "person", Holds: func(c *w.Case, in sheetIn) bool { return c.Call.Appointed(in.Person) != nil }}
	noConflict = w.Check[sheetIn]{Code: w.CodeConflict, Kind: w.Forbidden, Field: "person", Holds: func(c *w.Case, in sheetIn) bool { return !inConflict(c, in.Person) }}
	noSheetYet = w.Check[sheetIn]{Code: "assigned_already", Field: "person", Holds: func(c *w.Case, in sheetIn) bool {
		s := sheetOf(c.File, in.Person)
		return s == nil || s.State() == sheetVoid
	}}
	mayDeclare = w.Check[conflictIn]{Code: w.CodeRole, Kind: w.Forbidden, Field: "person", Holds: func(c *w.Case, in conflictIn) bool {
		return in.Person == "" || in.Person == c.Actor.Person || c.Has(w.Officer, false)
	}, Facts: func(*w.Case, conflictIn) map[string]any { return map[string]any{"by": []w.Role{w.Officer}} }}
	aMember = w.Check[conflictIn]{Code: "not_appointed", Field: "person", Holds: func(c *w.Case, in conflictIn) bool {
		s := sheetOf(c.File, in.whose(c))
		return c.Call.Appointed(in.whose(c)) != nil && (s == nil || s.State() != w.SheetConflict)
	}}
	knownCriteria = w.Check[scoresIn]{Code: "unknown", Kind: w.Invalid, Field: "scores", Holds: func(c *w.Case, in scoresIn) bool {
		return distinct(in.Scores, func(s draftIn) string { return s.Criterion }) && !slices.ContainsFunc(in.Scores, func(s draftIn) bool { return criterion(c, s.Criterion) == nil })
	}}
	scoresWithin = w.Check[scoresIn]{Code: "range", Kind: w.Invalid, Field: "scores", Holds: func(c *w.Case, in scoresIn) bool {
		return len(misfits(c, in)) == 0
	}, Where: misfits}
	knownCriterion = w.Check[w.Score]{Code: "unknown", Kind: w.Invalid, Field: "criterion", Holds: func(c *w.Case, in w.Score) bool { return criterion(c, in.Criterion) != nil }}
	scoreWithin    = w.Check[w.Score]{Code: "range", Kind: w.Invalid, Field: "score", Holds: scoreFits, Facts: func(c *w.Case, in w.Score) map[string]any {
		return map[string]any{"min": 0, "max": criterion(c, in.Criterion).Max}
	}}
)

func (in conflictIn) whose(c *w.Case) string {
	if in.Person == "" {
		return c.Actor.Person
	}
	return in.Person
}

// misfits are the scores beyond what their criterion allows.
func misfits(c *w.Case, in scoresIn) (at []string) {
	for i, s := range in.Scores {
		if criterion(c, s.Criterion) != nil && !scoreFits(c, w.Score(s)) {
			at = append(at, fmt.Sprintf("scores[%d].score", i))
		}
	}
	return at
}

func criterion(c *w.Case, id string) *w.Criterion {
	for i, x := range rulesOf(c).Criteria {
		if x.ID == id {
			return &rulesOf(c).Criteria[i]
		}
	}
	return nil
}

func scoreFits(c *w.Case, s w.Score) bool {
	x := criterion(c, s.Criterion)
	return x == nil || s.Score <= w.Number(x.Max*100)
}

func unscored(c *w.Case) (out []string) {
	s := w.On[*w.Sheet](c)
	if s == nil {
		return nil
	}
	for _, x := range rulesOf(c).Criteria {
		if !slices.ContainsFunc(s.Scores, func(y w.Score) bool { return y.Criterion == x.ID && !y.Reasons.Empty() }) {
			out = append(out, x.ID)
		}
	}
	return out
}

// inConflict: by person or by legal entity, with the SISP and the partners.
func inConflict(c *w.Case, person string) bool {
	return w.Sight{Person: person, Mandates: c.House.MandatesOf(person)}.Conflicted(c.File)
}

func sheetOf(s *w.Submission, person string) *w.Sheet {
	for _, x := range s.Sheets {
		if x.Person == person {
			return x
		}
	}
	return nil
}

func sheetsUnsealed(c *w.Case) []w.Subject { return states(c.File.Sheets, sheetAssigned, sheetDraft) }

// sheetsOfMember are the unsealed sheets of the member that is dismissed.
func sheetsOfMember(c *w.Case) (out []w.Subject) {
	who := w.On[*w.Member](c).Person
	for _, s := range c.All {
		if x := sheetOf(s, who); x != nil && (x.State() == sheetAssigned || x.State() == sheetDraft) {
			out = append(out, x)
		}
	}
	return out
}

// sheetsInConflict are those whose members' mandates match a party by now.
func sheetsInConflict(c *w.Case) (out []w.Subject) {
	for _, x := range c.File.Sheets {
		if x.State() != w.SheetConflict && inConflict(c, x.Person) {
			out = append(out, x)
		}
	}
	return out
}

// seatsInConflict are those of members whom what comes to the committee puts in
// conflict: by an appeal it may come after convene.
func seatsInConflict(c *w.Case) (out []w.Subject) {
	for _, m := range c.Call.Members {
		if m.State() == w.MemberAppointed && !m.Conflict && inConflict(c, m.Person) {
			out = append(out, m)
		}
	}
	return out
}

func seatInConflict(c *w.Case) []w.Subject {
	if m := c.Call.Appointed(w.On[*w.Sheet](c).Person); m != nil && !m.Conflict {
		return []w.Subject{m}
	}
	return nil
}

// appoint seats a person; who had a seat, or was dismissed, keeps it in the new
// capacity.
func appoint(k *w.Work, in memberIn) {
	m := seatOf(k.Call, in.Person)
	if m == nil {
		m = w.Make(k, w.EntityMember, in.Person, &w.Member{Person: in.Person})
	} else {
		m = w.Own(k, m)
		k.On = m
	}
	m.As, m.Conflict = in.As, m.Conflict || conflictInCall(&k.Case, in.Person)
}

func dismissMember(k *w.Work, in dismissIn) { w.On[*w.Member](&k.Case).Reasons = in.Reasons }

// assignable are the members without conflict who have no sheet yet; of a sheet
// that is void, its own.
func assignable(c *w.Case) (out []string) {
	for _, m := range c.Call.Members {
		s := sheetOf(c.File, m.Person)
		own := w.On[*w.Sheet](c)
		if m.State() == w.MemberAppointed && !inConflict(c, m.Person) && (s == nil || s.State() == sheetVoid) && (own == nil || own == s) {
			out = append(out, m.Person)
		}
	}
	return out
}

func assign(k *w.Work, in sheetIn) {
	if s := sheetOf(k.File, in.Person); s != nil {
		k.On = w.Own(k, s)
		return
	}
	w.Make(k, w.EntitySheet, in.Person, &w.Sheet{Person: in.Person})
}

func save(k *w.Work, in scoresIn) {
	s := w.On[*w.Sheet](&k.Case)
	for _, x := range in.Scores {
		s.Scores = replace(s.Scores, w.Score(x))
	}
}

func replace(in []w.Score, x w.Score) []w.Score {
	out := slices.Clone(in)
	for i := range out {
		if out[i].Criterion == x.Criterion {
			out[i] = x
			return out
		}
	}
	return append(out, x)
}

// moderate keeps both values: the first as it was sealed, the new one beside.
func moderate(k *w.Work, in w.Score) {
	s := w.On[*w.Sheet](&k.Case)
	s.Moderated = replace(s.Moderated, in)
	total(k)
}

// total is written down with the scores that it comes from: verify compares them.
func total(k *w.Work) {
	s := w.On[*w.Sheet](&k.Case)
	s.Total = new(rulesOf(&k.Case).Weighted(s.Current()))
}

func declareConflict(k *w.Work, in conflictIn) {
	who := in.whose(&k.Case)
	s := sheetOf(k.File, who)
	if s == nil {
		s = w.Make(k, w.EntitySheet, who, &w.Sheet{Person: who})
	} else {
		s = w.Own(k, s)
		k.On = s
	}
	s.Reasons = in.Reasons
	flag(k)
}

func declareOwnConflict(k *w.Work, in mayReasonsIn) {
	w.On[*w.Sheet](&k.Case).Reasons = in.Reasons
	flag(k)
}

func conflictByMandate(k *w.Work) {
	w.On[*w.Sheet](&k.Case).ByMandate = true
	flag(k)
}

// flag: a conflict found after conclude flags the opinion, until send_back or
// answer_conflict; until then decide waits. Before it, what is ranked is reopened
// where the quorum breaks.
func flag(k *w.Work) {
	o := k.File.Opinion
	if o == nil || k.Call.State() == InCommittee && k.File.State() == Ranked {
		return
	}
	n := *o
	n.Flagged, n.Answer = true, w.Text{}
	k.File.Opinion = &n
}
