package empowerment

import (
	"maps"
	"slices"
	"strings"
	"time"

	w "tremplin/workflow"
)

type (
	createCallIn struct {
		Reference string `name:"reference" need:"yes" max:"40"`
		w.Rules
		OpensAt   time.Time   `name:"opens_at" need:"yes"`
		ClosesAt  time.Time   `name:"closes_at" need:"yes"`
		Committee committeeIn `name:"committee"`
	}
	updateCallIn struct {
		w.Rules
		OpensAt   time.Time   `name:"opens_at"`
		ClosesAt  time.Time   `name:"closes_at"`
		Committee committeeIn `name:"committee"`
		Given     w.Given
	}
	committeeIn struct {
		Chair       string   `name:"chair"`
		Members     []string `name:"members"`
		Substitutes []string `name:"substitutes"`
	}
	amendIn struct {
		Changes changesIn `name:"changes" need:"yes"`
		Reasons w.Text    `name:"reasons" max:"10000"`
	}
	// changesIn are the rules that may be amended: all but the envelope, which
	// only envelope.change moves, and the deadline, which only extend moves.
	changesIn struct {
		Title         *w.Words       `name:"title"`
		Min           *w.Money       `name:"min_per_project"`
		Max           *w.Money       `name:"max_per_project"`
		Months        *int           `name:"duration_months" min:"1" max:"120"`
		Quorum        *int           `name:"quorum" min:"1" max:"50"`
		WideSpread    *int           `name:"wide_spread" min:"1" max:"100"`
		Criteria      []w.Criterion  `name:"criteria"`
		Ties          []string       `name:"ties"`
		Themes        []w.Named      `name:"themes"`
		Objectives    []w.Objective  `name:"objectives"`
		Admissibility []w.Point      `name:"admissibility"`
		Required      []string       `name:"required"`
		Instalments   []w.Share      `name:"instalments"`
		SigningDays   *int           `name:"signing_days" min:"1" max:"1000"`
		AppealDays    *int           `name:"appeal_days" min:"1" max:"1000"`
		ReportDays    *int           `name:"report_days" min:"1" max:"1000"`
		ReserveUntil  *w.Date        `name:"reserve_until"`
		ReasonsMin    *int           `name:"reasons_min" min:"0" max:"2000"`
		Texts         []w.PublicText `name:"texts"`
		Terms         map[string]int `name:"terms" min:"0" max:"1000000"`
	}
	deadlineIn struct {
		ClosesAt time.Time `name:"closes_at" need:"yes"`
		Reasons  w.Text    `name:"reasons" need:"yes" max:"10000"`
	}
	presentIn struct {
		Present []w.Attendee `name:"present" need:"yes"`
	}
	envelopeIn struct {
		Envelope w.Money `name:"envelope" need:"yes"`
		Reasons  w.Text  `name:"reasons" max:"10000"`
		w.Mandate
	}
)

func (in envelopeIn) organ() w.Mandate { return in.Mandate }

var (
	referenceFree = w.Check[createCallIn]{Code: "reference", Kind: w.Invalid, Field: "reference", Holds: func(_ *w.Case, in createCallIn) bool {
		return strings.Trim(in.Reference, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == "" && !strings.EqualFold(in.Reference, w.HouseID)
	}}
	laterDeadline = w.Check[deadlineIn]{Code: "deadline_earlier", Field: "closes_at", Holds: func(c *w.Case, in deadlineIn) bool {
		return in.ClosesAt.After(c.Now) && (c.Call.State() == Closed || in.ClosesAt.After(c.Call.ClosesAt)) && w.DateOf(in.ClosesAt) <= c.Call.Rules().ReserveUntil
	}, Facts: func(c *w.Case, _ deadlineIn) map[string]any {
		return map[string]any{"until": c.Call.ClosesAt, "reserve_until": c.Call.Rules().ReserveUntil}
	}}
	frozenOnceSubmitted = w.Check[amendIn]{Code: "frozen", Field: "changes", Holds: func(c *w.Case, in amendIn) bool {
		return in.Changes.Criteria == nil && in.Changes.Quorum == nil || c.Count(Submitted) == 0
	}, Facts: func(c *w.Case, _ amendIn) map[string]any { return map[string]any{"submitted": c.Count(Submitted)} }}
	soundChanges = w.Check[amendIn]{Code: "rules_unsound", Kind: w.Invalid, Field: "changes", Holds: func(c *w.Case, in amendIn) bool {
		r := amended(c.Call.Rules(), in.Changes)
		return r.Min > 0 && r.Min <= r.Max && r.Max <= c.Call.Envelope && weightsAddUp(r) && sharesAddUp(r) &&
			len(unset(r)) == 0 && len(untranslated(r)) == 0 && w.DateOf(c.Call.ClosesAt) <= r.ReserveUntil
	}}
	notBelowCommitted = w.Check[envelopeIn]{Code: "below_committed", Field: "envelope", Holds: func(c *w.Case, in envelopeIn) bool {
		return in.Envelope >= c.Call.Committed
	}, Facts: func(c *w.Case, _ envelopeIn) map[string]any { return map[string]any{"committed": c.Call.Committed} }}
	notTheSame = w.Check[envelopeIn]{Code: "no_change", Field: "envelope", Holds: func(c *w.Case, in envelopeIn) bool { return in.Envelope != c.Call.Envelope }}
)

// soundCommittee: everybody named is known here, and once.
func soundCommittee[I interface{ committee() committeeIn }]() w.Check[I] {
	return w.Check[I]{Code: "unknown", Kind: w.Invalid, Field: "committee", Holds: func(c *w.Case, in I) bool {
		for _, id := range in.committee().people() {
			if c.House.Person(id) == nil {
				return false
			}
		}
		return true
	}}
}

// knownTerms: a term is one that documents tell.
func knownTerms[I interface{ terms() map[string]int }]() w.Check[I] {
	return w.Check[I]{Code: "unknown", Kind: w.Invalid, Field: "terms", Holds: func(_ *w.Case, in I) bool {
		for name := range in.terms() {
			if _, known := terms[name]; !known {
				return false
			}
		}
		return true
	}}
}

func (in createCallIn) terms() map[string]int { return in.Rules.Terms }
func (in updateCallIn) terms() map[string]int { return in.Rules.Terms }
func (in amendIn) terms() map[string]int      { return in.Changes.Terms }

func (in createCallIn) committee() committeeIn { return in.Committee }
func (in updateCallIn) committee() committeeIn { return in.Committee }

func (in committeeIn) people() []string {
	out := append(slices.Clone(in.Members), in.Substitutes...)
	if in.Chair != "" {
		out = append(out, in.Chair)
	}
	return out
}

func createCall(k *w.Work, in createCallIn) {
	r := in.Rules
	k.MakeCall(&w.Call{Reference: in.Reference, Programme: "empowerment", Editions: []*w.Rules{&r}, OpensAt: in.OpensAt, ClosesAt: in.ClosesAt, Imported: k.Asker().Person == string(w.Import)})
	seat(k, in.Committee)
}

// seat writes the committee that a draft names: appointed as it is made.
func seat(k *w.Work, in committeeIn) {
	for _, m := range k.Call.Members {
		if in.Chair != "" && m.As == "chair" && m.Person != in.Chair { // there is one
			w.Own(k, m).As = "member"
		}
	}
	for _, id := range in.people() {
		as := "member"
		switch {
		case id == in.Chair:
			as = "chair"
		case slices.Contains(in.Substitutes, id):
			as = "substitute"
		}
		if m := seatOf(k.Call, id); m != nil {
			w.Own(k, m).As = as
			continue
		}
		w.Make(k, w.EntityMember, id, &w.Member{Person: id, As: as})
	}
}

func seatOf(c *w.Call, person string) *w.Member {
	for _, m := range c.Members {
		if m.Person == person {
			return m
		}
	}
	return nil
}

func updateCall(k *w.Work, in updateCallIn) {
	r := *k.Call.Rules()
	w.Merge(&r, &in.Rules, in.Given)
	c := k.OwnCall()
	c.Editions = []*w.Rules{&r}
	if in.Given["opens_at"] {
		c.OpensAt = in.OpensAt
	}
	if in.Given["closes_at"] {
		c.ClosesAt = in.ClosesAt
	}
	if in.Given["committee"] {
		seat(k, in.Committee)
	}
}

func validateCall(k *w.Work, in organIn) {
	c := k.OwnCall()
	c.Version = 1
	c.Mandate = organOf(&k.Case, in.Mandate)
	k.Post(w.EntryEnvelope, c.Rules().Envelope)
}

func reopenDraft(k *w.Work, in reasonsIn) {
	c := k.OwnCall()
	c.Version, c.Mandate, c.Reasons = 0, w.Mandate{}, in.Reasons
	given := c.Rules().Envelope
	k.Post(w.EntryChange, given-c.Envelope)
	k.Post(w.EntryEnvelope, -given)
}

func amendRules(k *w.Work, in amendIn) {
	c := k.OwnCall()
	c.Editions = append(slices.Clone(c.Editions), amended(c.Rules(), in.Changes))
	c.Reasons = in.Reasons
}

func amended(old *w.Rules, in changesIn) *w.Rules {
	r := *old
	set(&r.Title, in.Title)
	set(&r.Min, in.Min)
	set(&r.Max, in.Max)
	set(&r.Months, in.Months)
	set(&r.Quorum, in.Quorum)
	set(&r.WideSpread, in.WideSpread)
	set(&r.SigningDays, in.SigningDays)
	set(&r.AppealDays, in.AppealDays)
	set(&r.ReportDays, in.ReportDays)
	set(&r.ReserveUntil, in.ReserveUntil)
	set(&r.ReasonsMin, in.ReasonsMin)
	setList(&r.Criteria, in.Criteria)
	setList(&r.Ties, in.Ties)
	setList(&r.Themes, in.Themes)
	setList(&r.Objectives, in.Objectives)
	setList(&r.Admissibility, in.Admissibility)
	setList(&r.Required, in.Required)
	setList(&r.Instalments, in.Instalments)
	setList(&r.Texts, in.Texts)
	if len(in.Terms) > 0 {
		all := maps.Clone(r.Terms)
		if all == nil {
			all = map[string]int{}
		}
		maps.Copy(all, in.Terms)
		r.Terms = all
	}
	return &r
}

func set[T any](dst, src *T) {
	if src != nil {
		*dst = *src
	}
}

func setList[T any](dst *[]T, src []T) {
	if src != nil {
		*dst = src
	}
}

func extendCall(k *w.Work, in deadlineIn) {
	c := k.OwnCall()
	c.ClosesAt, c.Reasons = in.ClosesAt, in.Reasons
}

// closeCall works out nothing: what it causes expires the drafts and numbers
// the rest, in the order of submission.
func closeCall(k *w.Work) { k.OwnCall().Reasons = w.Text{} }

// unnumbered are the submitted dossiers in the order of submission, as far as
// their number is not yet the right one.
func unnumbered(c *w.Case) (out []w.Subject) {
	for i, s := range inOrder(c) {
		if s.Number != i+1 {
			out = append(out, s)
		}
	}
	return out
}

func inOrder(c *w.Case) []*w.Submission {
	var in []*w.Submission
	for _, s := range c.All {
		if s.State() == Submitted {
			in = append(in, s)
		}
	}
	slices.SortFunc(in, func(a, b *w.Submission) int {
		if n := a.SubmittedAt.Compare(b.SubmittedAt); n != 0 {
			return n
		}
		return strings.Compare(a.Ref().Dossier, b.Ref().Dossier)
	})
	return in
}

// convene marks the members whose mandates are in conflict with a dossier.
func convene(k *w.Work) {
	for _, m := range k.Call.Members {
		if !m.Conflict && conflictInCall(&k.Case, m.Person) {
			w.Own(k, m).Conflict = true
		}
	}
}

// conflictInCall: the person's mandates match the SISP or a partner of a
// dossier of the call that goes, or went, to the committee.
func conflictInCall(c *w.Case, person string) bool {
	sight := w.Sight{Person: person, Mandates: c.House.MandatesOf(person)}
	return slices.ContainsFunc(c.All, func(s *w.Submission) bool {
		return !s.SubmittedAt.IsZero() && !slices.Contains([]w.State{Withdrawn, Expired, Ineligible}, s.State()) && sight.Conflicted(s)
	})
}

func conclude(k *w.Work, in presentIn) {
	c := k.OwnCall()
	c.Present, c.ConcludedOn = in.Present, k.Today
}

func sendBack(k *w.Work, in organReasonsIn) {
	c := k.OwnCall()
	c.Reasons, c.Mandate, c.ConcludedOn = in.Reasons, organOf(&k.Case, in.Mandate), ""
}

func decide(k *w.Work, in organIn) {
	c := k.OwnCall()
	c.DecidedOn, c.Mandate = k.Today, organOf(&k.Case, in.Mandate)
	c.Decision = c.Mandate
}

func publishResults(k *w.Work) { k.OwnCall().PublishedOn = k.Today }

func cancelCall(k *w.Work, in reasonsIn) {
	k.OwnCall().Reasons = in.Reasons
	for _, s := range k.All {
		if s.State() != Withdrawn && s.State() != Expired { // these have heard the last of it
			tell(k, "E06", s)
		}
	}
}

func changeEnvelope(k *w.Work, in envelopeIn) {
	c := k.OwnCall()
	c.Reasons, c.Mandate = in.Reasons, organOf(&k.Case, in.Mandate)
	k.On = c
	k.Post(w.EntryChange, in.Envelope-c.Envelope)
}
