package api

import (
	"time"

	"tremplin/app"
	"tremplin/workflow"
)

// Submission is a dossier as one person may have it: what may not be learnt is
// not in it.
type Submission struct {
	ID          string      `json:"id" example:"emp-2023.bottin"`
	Call        string      `json:"call"`
	Number      string      `json:"number" example:"EMP-2023-03"`
	State       string      `json:"state" doc:"As this person is shown it"`
	Sisp        string      `json:"sisp"`
	Proposal    *Proposal   `json:"proposal,omitempty"`
	SubmittedAt time.Time   `json:"submitted_at,omitzero"`
	ContentHash string      `json:"content_hash,omitempty"`
	Requested   Euros       `json:"requested"`
	Awarded     Euros       `json:"awarded,omitempty"`
	Signed      Euros       `json:"signed,omitempty"`
	Paid        Euros       `json:"paid,omitempty" doc:"Payments less recoveries"`
	WrittenOff  Euros       `json:"written_off,omitempty"`
	Accepted    Euros       `json:"accepted,omitempty" doc:"Accepted spending"`
	Final       *Euros      `json:"final,omitempty" doc:"The final subsidy, once it is fixed"`
	Completion  *Completion `json:"completion,omitempty"`
	CompletedAt time.Time   `json:"completed_at,omitzero"`
	Screening   *Screening  `json:"screening,omitempty"`
	Opinion     *Opinion    `json:"opinion,omitempty"`
	Verdict     *Verdict    `json:"verdict,omitempty"`
	LetterOn    Day         `json:"letter_on,omitempty"`
	SignBy      Day         `json:"sign_by,omitempty"`
	Appeal      *Appeal     `json:"appeal,omitempty"`
	Account     string      `json:"account,omitempty"`
	Contacts    []Contact   `json:"contacts,omitempty"`
	StartOn     Day         `json:"start_on,omitempty"`
	EndOn       Day         `json:"end_on,omitempty"`
	ReportDue   Day         `json:"report_due,omitempty"`
	SignedAt    time.Time   `json:"signed_at,omitzero"`
	ReportedAt  time.Time   `json:"reported_at,omitzero"`
	Midterms    []Midterm   `json:"midterms,omitempty"`
	Values      []Value     `json:"values,omitempty" doc:"Indicator values"`
	Evaluation  string      `json:"evaluation,omitempty"`
	Revision    *Completion `json:"revision,omitempty"`
	Notice      *Notice     `json:"notice,omitempty"`
	EndAsked    string      `json:"end_asked,omitempty"`
	Review      *Review     `json:"review,omitempty"`
	Ground      string      `json:"ground,omitempty"`
	Mandate     Mandate     `json:"mandate,omitzero"`
	Reasons     string      `json:"reasons,omitempty"`

	Parts
}

// Completion is what was asked of the SISP.
type Completion struct {
	Missing []Missing `json:"missing,omitempty"`
	Until   Day       `json:"until,omitempty"`
}

// Missing is one thing that has to be completed.
type Missing struct {
	Part        string `json:"part"`
	Explanation string `json:"explanation,omitempty"`
}

// Screening is the answer on admissibility.
type Screening struct {
	Facts  string   `json:"facts,omitempty"`
	Law    string   `json:"law,omitempty"`
	Failed []string `json:"failed,omitempty"`
	By     string   `json:"by,omitempty"`
}

// Opinion is what the committee advises.
type Opinion struct {
	Opinion    string   `json:"opinion"`
	Advised    Euros    `json:"advised"`
	Reasons    string   `json:"reasons,omitempty"`
	Conditions []string `json:"conditions,omitempty"`
	Votes      *Votes   `json:"votes,omitempty"`
	By         string   `json:"by,omitempty"`
	Flagged    bool     `json:"flagged,omitempty"`
	Answer     string   `json:"answer,omitempty"`
}

// Votes are counted where a vote was taken.
type Votes struct {
	For     int `json:"for"`
	Against int `json:"against"`
	Abstain int `json:"abstain"`
}

// Verdict is the funder's decision.
type Verdict struct {
	Kind      string       `json:"kind" enum:"award,reserve,reject"`
	Amount    Euros        `json:"amount,omitempty"`
	Place     int          `json:"place,omitempty"`
	Reasons   string       `json:"reasons,omitempty"`
	Departure string       `json:"departure,omitempty"`
	Budget    []BudgetLine `json:"budget,omitempty"`
	By        string       `json:"by,omitempty"`
	On        Day          `json:"on,omitempty"`
	Mandate   Mandate      `json:"mandate,omitzero"`
}

// Appeal is the SISP's appeal against a refusal.
type Appeal struct {
	Arguments []string `json:"arguments,omitempty"`
	On        Day      `json:"on,omitempty"`
	Outcome   string   `json:"outcome,omitempty"`
	Reasons   string   `json:"reasons,omitempty"`
	Answers   []string `json:"answers,omitempty"`
}

// Contact is a person to reach for a party.
type Contact struct {
	Party    string `json:"party,omitempty"`
	Name     string `json:"name"`
	Function string `json:"function,omitempty"`
	Email    string `json:"email,omitempty"`
	Phone    string `json:"phone,omitempty"`
}

// Midterm is what a mid-term interview found.
type Midterm struct {
	HeldOn   Day        `json:"held_on,omitempty"`
	Present  []Attendee `json:"present,omitempty"`
	Findings string     `json:"findings,omitempty"`
	Light    string     `json:"light,omitempty"`
	Actions  []string   `json:"actions,omitempty"`
	NotHeld  string     `json:"not_held,omitempty"`
}

// Value is an indicator's value on a day.
type Value struct {
	ID    string `json:"id"`
	Value Figure `json:"value"`
	On    Day    `json:"on,omitempty"`
}

// Notice is a formal notice.
type Notice struct {
	Grounds      string `json:"grounds,omitempty"`
	Consequences string `json:"consequences,omitempty"`
	Until        Day    `json:"until,omitempty"`
}

// Review is the final review.
type Review struct {
	Conclusions string `json:"conclusions,omitempty"`
	Lessons     string `json:"lessons,omitempty"`
	Publish     bool   `json:"publish_lessons,omitempty"`
	Continue    string `json:"continue,omitempty"`
	On          Day    `json:"on,omitempty"`
}

func submissionOf(v *app.View) Submission {
	f := v.File
	out := Submission{
		ID: f.Ref().Dossier, Call: f.CallID, Number: app.Number(v.Call, f), State: string(f.State()), Sisp: f.Sisp, Proposal: proposalOf(f.Proposal),
		SubmittedAt: f.SubmittedAt.UTC(), ContentHash: f.ContentHash, Requested: euros(f.Requested), Awarded: some(f.Awarded), Signed: some(f.Signed),
		Paid: some(f.Paid), WrittenOff: some(f.WrittenOff), Accepted: some(f.Accepted),
		Completion: completionOf(f.Completion), CompletedAt: f.CompletedAt.UTC(), Revision: completionOf(f.Revision),
		LetterOn: Day(f.LetterOn), SignBy: Day(f.SignBy), Account: f.Account, Contacts: each(f.Contacts, contactOf),
		StartOn: Day(f.StartOn), EndOn: Day(f.EndOn), ReportDue: Day(f.ReportDue), SignedAt: f.SignedAt.UTC(), ReportedAt: f.ReportedAt.UTC(),
		Midterms: each(f.Midterms, midtermOf), Values: each(f.Values, func(v workflow.Value) Value { return Value{v.ID, Figure(v.Value.String()), Day(v.On)} }),
		Evaluation: f.Evaluation.Body, EndAsked: f.EndAsked.Body, Ground: f.Ground, Mandate: mandate(f.Mandate), Reasons: f.Reasons.Body,
		Parts: partsOf(f),
	}
	if f.Final != nil {
		final := euros(*f.Final)
		out.Final = &final
	}
	decided(&out, f)
	return out
}

// decided fills in what others judged of the dossier.
func decided(out *Submission, f *workflow.Submission) {
	if s := f.Screening; s.By != "" {
		out.Screening = &Screening{s.Facts.Body, s.Law.Body, s.Failed, s.By}
	}
	if o := f.Opinion; o != nil {
		out.Opinion = &Opinion{Opinion: o.Opinion, Advised: euros(o.Advised), Reasons: o.Reasons.Body, Conditions: bodies(o.Conditions), By: o.By, Flagged: o.Flagged, Answer: o.Answer.Body}
		if o.Votes != nil {
			out.Opinion.Votes = &Votes{o.Votes.For, o.Votes.Against, o.Votes.Abstain}
		}
	}
	if d := f.Verdict; d != nil {
		out.Verdict = &Verdict{d.Kind, some(d.Amount), d.Place, d.Reasons.Body, d.Departure.Body, each(d.Budget, budgetLineOf), d.By, Day(d.On), mandate(d.Mandate)}
	}
	if a := f.Appeal; a != nil {
		out.Appeal = &Appeal{bodies(a.Arguments), Day(a.On), a.Outcome, a.Reasons.Body, bodies(a.Answers)}
	}
	if n := f.Notice; n.Until != "" {
		out.Notice = &Notice{n.Grounds.Body, n.Consequences.Body, Day(n.Until)}
	}
	if r := f.Review; r.On != "" {
		out.Review = &Review{r.Conclusions.Body, r.Lessons.Body, r.Publish, r.Continue, Day(r.On)}
	}
}

func completionOf(c workflow.Completion) *Completion {
	if len(c.Missing) == 0 {
		return nil
	}
	return &Completion{each(c.Missing, func(m workflow.Missing) Missing { return Missing{m.Part, m.Explanation.Body} }), Day(c.Until)}
}

func contactOf(c workflow.Contact) Contact {
	return Contact{c.Party, c.Name.Body, c.Function.Body, c.Email.Body, c.Phone.Body}
}

func midtermOf(m workflow.Midterm) Midterm {
	return Midterm{Day(m.HeldOn), attendees(m.Present), m.Findings.Body, m.Light, bodies(m.Actions), m.NotHeld.Body}
}
