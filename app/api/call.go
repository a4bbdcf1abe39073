package api

import (
	"time"

	"tremplin/app"
	"tremplin/workflow"
)

// Call is a call for projects as one person may have it. Sums are left out where
// they may not be known.
type Call struct {
	ID           string     `json:"id" doc:"Its place in addresses" example:"emp-2023"`
	Reference    string     `json:"reference" example:"EMP-2023"`
	State        string     `json:"state"`
	Title        Words      `json:"title"`
	Programme    string     `json:"programme,omitempty" doc:"The tables that it runs by"`
	OpensAt      time.Time  `json:"opens_at,omitzero"`
	ClosesAt     time.Time  `json:"closes_at,omitzero" doc:"Excluded itself"`
	Envelope     Euros      `json:"envelope,omitempty"`
	Committed    Euros      `json:"committed,omitempty" doc:"Commitments less releases"`
	Free         Euros      `json:"free,omitempty"`
	Paid         Euros      `json:"paid,omitempty" doc:"Payments less recoveries"`
	ConcludedOn  Day        `json:"concluded_on,omitempty"`
	DecidedOn    Day        `json:"decided_on,omitempty"`
	PublishedOn  Day        `json:"published_on,omitempty" doc:"When the results were published"`
	Present      []Attendee `json:"present,omitempty" doc:"At the committee's deliberation"`
	Mandate      Mandate    `json:"mandate,omitzero" doc:"The organ that validated"`
	Decision     Mandate    `json:"decision,omitzero" doc:"The organ that decided"`
	Reasons      string     `json:"reasons,omitempty"`
	Rules        Rules      `json:"rules"`
	RulesEdition int        `json:"rules_edition,omitempty" doc:"How often the rules were fixed"`
	Members      []Member   `json:"members,omitempty"`
	Meetings     []Meeting  `json:"meetings,omitempty"`
	Questions    []Question `json:"questions,omitempty"`
}

// Rules are what a call freezes when it is validated.
type Rules struct {
	Envelope      Euros          `json:"envelope,omitempty"`
	Min           Euros          `json:"min_per_project,omitempty"`
	Max           Euros          `json:"max_per_project,omitempty"`
	Months        int            `json:"duration_months,omitempty"`
	Quorum        int            `json:"quorum,omitempty"`
	WideSpread    int            `json:"wide_spread,omitempty" doc:"From how many points out of 100 between the highest and the lowest sheet on a submission is to be discussed"`
	Criteria      []Criterion    `json:"criteria,omitempty"`
	Ties          []string       `json:"ties,omitempty"`
	Themes        []Named        `json:"themes,omitempty"`
	Objectives    []Objective    `json:"objectives,omitempty"`
	Admissibility []Point        `json:"admissibility,omitempty"`
	Required      []string       `json:"required,omitempty"`
	Instalments   []Share        `json:"instalments,omitempty"`
	SigningDays   int            `json:"signing_days,omitempty"`
	AppealDays    int            `json:"appeal_days,omitempty"`
	ReportDays    int            `json:"report_days,omitempty"`
	RecoveryDays  int            `json:"recovery_days,omitempty"`
	ReserveUntil  Day            `json:"reserve_until,omitempty"`
	ReasonsMin    int            `json:"reasons_min,omitempty"`
	Delegation    Mandate        `json:"delegation,omitzero"`
	Texts         []Point        `json:"texts,omitempty"`
	Terms         map[string]int `json:"terms,omitempty"`
	FilledIn      []string       `json:"filled_in,omitempty" doc:"What no source gives (demonstrations)"`
}

// Criterion is what the committee scores by.
type Criterion struct {
	ID        string `json:"id"`
	Title     Words  `json:"title"`
	Weight    int    `json:"weight" doc:"Per cent"`
	Max       int    `json:"max"`
	Threshold Figure `json:"threshold,omitempty"`
	Guidance  *Words `json:"guidance,omitempty" doc:"For whoever scores"`
}

// Objective is one of the call's; a strategy gives it a number and an axis.
type Objective struct {
	ID     string `json:"id"`
	Title  Words  `json:"title"`
	Number string `json:"number,omitempty"`
	Axis   *Words `json:"axis,omitempty"`
}

// Named is a theme.
type Named struct {
	ID    string `json:"id"`
	Title Words  `json:"title"`
}

// Point is a text with a name: a point of admissibility, a further public text.
type Point struct {
	ID   string `json:"id"`
	Text Words  `json:"text"`
}

// Share is one instalment as the call plans it.
type Share struct {
	Share int    `json:"share" doc:"Per cent of what is signed"`
	After string `json:"after" doc:"The milestone"`
}

// Member is somebody on the committee.
type Member struct {
	Person   string `json:"person"`
	State    string `json:"state"`
	As       string `json:"as" enum:"chair,member,substitute,acting_chair"`
	Conflict bool   `json:"conflict,omitempty" doc:"In at least one dossier of the call"`
}

// Meeting is an inter-project meeting.
type Meeting struct {
	ID      string     `json:"id"`
	State   string     `json:"state"`
	On      Day        `json:"on"`
	Agenda  string     `json:"agenda,omitempty"`
	Present []Attendee `json:"present,omitempty"`
}

// Question is one of the FAQ.
type Question struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Org     string `json:"organisation,omitempty" doc:"Who asked; never with a published question of others"`
	Text    string `json:"text,omitempty"`
	Answer  Words  `json:"answer,omitzero"`
	Running bool   `json:"on_projects,omitempty" doc:"About projects, not about applying"`
}

// callOf tells texts that are for documents alone to the funder's side only.
func callOf(c *workflow.Call, who *app.Viewer) Call {
	texts := app.PublicTexts(c)
	if who.Sight.Funder {
		texts = c.Rules().Texts
	}
	out := Call{
		ID: c.Ref().Dossier, Reference: c.Reference, State: string(c.State()), Title: words(c.Rules().Title), Programme: c.Programme,
		OpensAt: c.OpensAt.UTC(), ClosesAt: c.ClosesAt.UTC(), ConcludedOn: Day(c.ConcludedOn), DecidedOn: Day(c.DecidedOn), PublishedOn: Day(c.PublishedOn),
		Present: attendees(c.Present), Mandate: mandate(c.Mandate), Decision: mandate(c.Decision), Reasons: c.Reasons.Body,
		Rules: rulesOf(c.Rules(), texts), RulesEdition: len(c.Editions),
		Members: each(c.Members, memberOf), Meetings: each(c.Meetings, meetingOf),
		Questions: each(c.Questions, func(q *workflow.Question) Question { return questionOf(q, who) }),
	}
	if c.Envelope != 0 { // else there is none yet, or none that may be told
		out.Envelope, out.Committed, out.Free, out.Paid = euros(c.Envelope), euros(c.Committed), euros(c.Free()), euros(c.Paid)
	}
	return out
}

func rulesOf(r *workflow.Rules, texts []workflow.PublicText) Rules {
	return Rules{
		Envelope: some(r.Envelope), Min: some(r.Min), Max: some(r.Max), Months: r.Months, Quorum: r.Quorum, WideSpread: r.Wide(),
		Criteria: each(r.Criteria, criterionOf), Ties: r.Ties, Themes: each(r.Themes, namedOf), Objectives: each(r.Objectives, objectiveOf),
		Admissibility: each(r.Admissibility, func(p workflow.Point) Point { return Point{p.ID, words(p.Text)} }),
		Required:      r.Required, Instalments: each(r.Instalments, func(s workflow.Share) Share { return Share{s.Share, s.After} }),
		SigningDays: r.SigningDays, AppealDays: r.AppealDays, ReportDays: r.ReportDays, RecoveryDays: r.RecoveryDays,
		ReserveUntil: Day(r.ReserveUntil), ReasonsMin: r.ReasonsMin, Delegation: mandate(r.Delegation),
		Texts: each(texts, func(p workflow.PublicText) Point { return Point{p.ID, words(p.Text)} }), Terms: r.Terms, FilledIn: r.FilledIn,
	}
}

func objectiveOf(o workflow.Objective) Objective {
	out := Objective{ID: o.ID, Title: words(o.Title), Number: o.Number}
	if o.Axis.Both() {
		axis := words(o.Axis)
		out.Axis = &axis
	}
	return out
}

func criterionOf(c workflow.Criterion) Criterion {
	out := Criterion{ID: c.ID, Title: words(c.Title), Weight: c.Weight, Max: c.Max}
	if c.Threshold > 0 {
		out.Threshold = Figure(c.Threshold.String())
	}
	if c.Guidance.Both() {
		guidance := words(c.Guidance)
		out.Guidance = &guidance
	}
	return out
}

func namedOf(n workflow.Named) Named { return Named{n.ID, words(n.Title)} }

func memberOf(m *workflow.Member) Member {
	return Member{Person: m.Person, State: string(m.State()), As: m.As, Conflict: m.Conflict}
}

func meetingOf(m *workflow.Meeting) Meeting {
	return Meeting{ID: m.Ref().ID, State: string(m.State()), On: Day(m.On), Agenda: m.Agenda.Body, Present: attendees(m.Present)}
}

// questionOf names who asked to the funder's side and to those who did.
func questionOf(q *workflow.Question, who *app.Viewer) Question {
	out := Question{ID: q.Ref().ID, State: string(q.State()), Text: q.Text.Body, Answer: words(q.Answer), Running: q.Running}
	if who.KnowsAsker(q) {
		out.Org = q.Org
	}
	return out
}
