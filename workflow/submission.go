package workflow

import (
	"slices"
	"time"
)

// Submission is a SISP's proposal, then its project, with all its parts: one
// dossier. Amounts are cents.
type Submission struct {
	Life        `json:"-"`
	CallID      string     `json:"-"`
	Number      int        `json:"number,omitempty"` // order of submission, given at the call's close
	Sisp        string     `json:"sisp"`
	Edition     int        `json:"edition,omitempty"` // of the call's rules under which it was last submitted
	Proposal    *Proposal  `json:"proposal,omitempty"`
	SubmittedAt time.Time  `json:"submitted_at,omitzero"` // zero for what is, or ended as, a draft
	ContentHash string     `json:"content_hash,omitempty"`
	Requested   Money      `json:"requested"`
	Awarded     Money      `json:"awarded,omitempty"`
	Signed      Money      `json:"signed,omitempty"`
	Paid        Money      `json:"paid,omitempty"` // net: payments − recoveries
	WrittenOff  Money      `json:"written_off,omitempty"`
	Committed   Money      `json:"committed,omitempty"`
	Accepted    Money      `json:"accepted,omitempty"` // accepted spending; counts once Final is there
	Final       *Money     `json:"final,omitempty"`
	Before      Reckoned   `json:"before,omitzero"` // what the last reassessment replaced
	Completion  Completion `json:"completion,omitzero"`
	CompletedAt time.Time  `json:"completed_at,omitzero"` // when it was last resubmitted
	Screening   Screening  `json:"screening,omitzero"`
	Opinion     *Opinion   `json:"opinion,omitempty"`
	Verdict     *Verdict   `json:"verdict,omitempty"`   // the last award, reserve or rejection
	LetterOn    Date       `json:"letter_on,omitempty"` // when the present decision's letter went
	SignBy      Date       `json:"sign_by,omitempty"`   // an award lapses after this day
	Appeal      *Appeal    `json:"appeal,omitempty"`    // of the present refusal
	Account     string     `json:"account,omitempty"`   // IBAN
	Contacts    []Contact  `json:"contacts,omitempty"`
	StartOn     Date       `json:"start_on,omitempty"`
	EndOn       Date       `json:"end_on,omitempty"`
	ReportDue   Date       `json:"report_due,omitempty"`
	SignedAt    time.Time  `json:"signed_at,omitzero"` // the first convention's last signature
	MidtermOn   Date       `json:"midterm_on,omitempty"`
	ReportedAt  time.Time  `json:"reported_at,omitzero"`
	Midterms    []Midterm  `json:"midterms,omitempty"`
	Values      []Value    `json:"values,omitempty"` // indicator values, appended
	Evaluation  Text       `json:"evaluation,omitzero"`
	Revision    Completion `json:"revision,omitzero"`
	Notice      Notice     `json:"notice,omitzero"`
	EndAsked    Text       `json:"end_asked,omitzero"` // the SISP asks for the end; answered by terminate or refuse_end
	Review      Review     `json:"review,omitzero"`
	Ground      string     `json:"ground,omitempty"`    // of a termination
	Mandate     Mandate    `json:"mandate,omitzero"`    // the organ of the last act of the funder's signatory
	Reasons     Text       `json:"reasons,omitzero"`    // of the last act that asks for some
	Closed      string     `json:"closed_by,omitempty"` // the call's act that expired it: close, cancel, or reserve_until

	Parties      []*Party       `json:"-"`
	Files        []*File        `json:"-"`
	Sheets       []*Sheet       `json:"-"`
	Conditions   []*Condition   `json:"-"`
	Versions     []*Version     `json:"-"`
	Instalments  []*Instalment  `json:"-"`
	Spending     []*Spending    `json:"-"`
	Recoveries   []*Recovery    `json:"-"`
	Controls     []*Control     `json:"-"`
	Deliverables []*Deliverable `json:"-"`
	Interviews   []*Interview   `json:"-"`
	Documents    []*Document    `json:"-"`
}

// Reckoned is the accepted spending and the final subsidy that it fixed.
type Reckoned struct {
	Accepted Money `json:"accepted"`
	Final    Money `json:"final"`
}

// Proposal is what the SISP wrote; an update replaces it whole.
type Proposal struct {
	Title          Text            `json:"title" name:"title" need:"yes" max:"300"`
	Theme          string          `json:"theme" name:"theme" need:"yes"`
	Requested      Money           `json:"requested" name:"requested" need:"yes"`
	Budget         []Line          `json:"budget" name:"budget" need:"yes"`
	Partners       []Partner       `json:"partners,omitempty" name:"partners"`
	Cofinancing    Money           `json:"cofinancing,omitempty" name:"cofinancing"`
	Deliverables   []Promise       `json:"deliverables,omitempty" name:"deliverables"`
	Indicators     []Indicator     `json:"indicators,omitempty" name:"indicators"`
	Neighbourhoods []Neighbourhood `json:"neighbourhoods,omitempty" name:"neighbourhoods"`
	Objectives     []string        `json:"objectives,omitempty" name:"objectives"`
	Activities     []Activity      `json:"activities,omitempty" name:"activities"`
	Continues      string          `json:"continues,omitempty" name:"continues" max:"100"`
	Texts          map[string]Text `json:"texts,omitempty" name:"texts" max:"10000"`
}

// Line is a budget line: what is asked, and what the project brings itself.
type Line struct {
	Category string `json:"category" name:"category" need:"yes" oneof:"staff,operating,subcontracting,investment,overhead"`
	Label    Text   `json:"label" name:"label" need:"yes" max:"300"`
	Amount   Money  `json:"amount" name:"amount" need:"yes"`
	Own      Money  `json:"own,omitempty" name:"own"`
}

// Partner is a partner as the proposal names it.
type Partner struct {
	ID    string `json:"id" name:"id" need:"yes"`
	Role  Text   `json:"role,omitzero" name:"role" max:"2000"`
	Share Money  `json:"share,omitempty" name:"share"`
}

// Promise is a deliverable as proposed.
type Promise struct {
	Title Text   `json:"title" name:"title" need:"yes" max:"300"`
	Due   Date   `json:"due" name:"due" need:"yes"`
	Party string `json:"party,omitempty" name:"party"`
}

// Indicator is what is measured; ids are the same in the whole call.
type Indicator struct {
	ID     string `json:"id" name:"id" need:"yes"`
	Title  Text   `json:"title" name:"title" need:"yes" max:"300"`
	Unit   Text   `json:"unit,omitzero" name:"unit" max:"50"`
	Base   Number `json:"base,omitempty" name:"base"`
	Target Number `json:"target" name:"target" need:"yes"`
}

// Value is an indicator's value on a day.
type Value struct {
	ID    string `json:"id" name:"id" need:"yes"`
	Value Number `json:"value" name:"value" need:"yes"`
	On    Date   `json:"on,omitempty" name:"on"`
}

// Neighbourhood is one the project works in, with what is reported there (1 to 10).
type Neighbourhood struct {
	Name     Text           `json:"name" name:"name" need:"yes" max:"200"`
	Problems map[string]int `json:"problems,omitempty" name:"problems" min:"1" max:"10"`
}

// Contact is a person to reach for a party; texts, so that they can be erased.
type Contact struct {
	Party    string `json:"party,omitempty" name:"party"`
	Name     Text   `json:"name" name:"name" need:"yes" max:"200"`
	Function Text   `json:"function,omitzero" name:"function" max:"200"`
	Email    Text   `json:"email,omitzero" name:"email" max:"200"`
	Phone    Text   `json:"phone,omitzero" name:"phone" max:"50"`
}

// Missing is one thing that has to be completed or mended.
type Missing struct {
	Part        string `json:"part" name:"part" need:"yes" max:"100"` // an input of create, or a kind of file
	Explanation Text   `json:"explanation" name:"explanation" need:"yes" max:"4000"`
}

// Completion is what was asked of the SISP, and until when (a date, included).
type Completion struct {
	Missing []Missing `json:"missing,omitempty"`
	Until   Date      `json:"until,omitempty"`
}

// Screening is the answer on admissibility.
type Screening struct {
	Facts  Text     `json:"facts,omitzero"`
	Law    Text     `json:"law,omitzero"`
	Failed []string `json:"failed,omitempty"`
	By     string   `json:"by,omitempty"`
}

// Opinion is what the committee advises.
type Opinion struct {
	Opinion    string `json:"opinion"`
	Advised    Money  `json:"advised"`
	Reasons    Text   `json:"reasons"`
	Conditions []Text `json:"conditions,omitempty"`
	Votes      *Votes `json:"votes,omitempty"`
	By         string `json:"by"`
	Flagged    bool   `json:"flagged,omitempty"` // a conflict was found after conclude
	Answer     Text   `json:"answer,omitzero"`   // why it stands without that member
}

// Votes are counted where a vote was taken.
type Votes struct {
	For     int `json:"for" name:"for" min:"0" max:"100"`
	Against int `json:"against" name:"against" min:"0" max:"100"`
	Abstain int `json:"abstain" name:"abstain" min:"0" max:"100"`
}

// Verdict is the funder's decision on a submission.
type Verdict struct {
	Kind      string  `json:"kind"` // award, reserve, reject
	Amount    Money   `json:"amount,omitempty"`
	Place     int     `json:"place,omitempty"` // on the reserve list
	Reasons   Text    `json:"reasons"`
	Departure Text    `json:"departure,omitzero"`
	Budget    []Line  `json:"budget,omitempty"` // where less was awarded than asked
	By        string  `json:"by"`
	On        Date    `json:"on"`
	Mandate   Mandate `json:"mandate,omitzero"`
}

// Appeal is the SISP's appeal against a refusal, once per refusal.
type Appeal struct {
	Arguments []Text `json:"arguments"`
	On        Date   `json:"on"`
	Against   string `json:"against"`           // the person who refused
	Outcome   string `json:"outcome,omitempty"` // upheld, dismissed
	Reasons   Text   `json:"reasons,omitzero"`
	Answers   []Text `json:"answers,omitempty"`
}

// Midterm is what a mid-term interview found, or why none could be held.
type Midterm struct {
	HeldOn   Date       `json:"held_on,omitempty"`
	Present  []Attendee `json:"present,omitempty"`
	Findings Text       `json:"findings,omitzero"`
	Light    string     `json:"light,omitempty"`
	Actions  []Text     `json:"actions,omitempty"`
	NotHeld  Text       `json:"not_held,omitzero"`
}

// Notice is a formal notice (mise en demeure).
type Notice struct {
	Grounds      Text `json:"grounds,omitzero"`
	Consequences Text `json:"consequences,omitzero"`
	Until        Date `json:"until,omitempty"`
}

// Review is the final review.
type Review struct {
	Conclusions Text   `json:"conclusions,omitzero"`
	Lessons     Text   `json:"lessons,omitzero"`
	Publish     bool   `json:"publish_lessons,omitempty"`
	Continue    string `json:"continue,omitempty"`
	On          Date   `json:"on,omitempty"`
}

func (s *Submission) clone() Subject {
	n := *s
	n.Parties, n.Files, n.Sheets = slices.Clone(s.Parties), slices.Clone(s.Files), slices.Clone(s.Sheets)
	n.Conditions, n.Versions, n.Instalments = slices.Clone(s.Conditions), slices.Clone(s.Versions), slices.Clone(s.Instalments)
	n.Spending, n.Recoveries, n.Controls = slices.Clone(s.Spending), slices.Clone(s.Recoveries), slices.Clone(s.Controls)
	n.Deliverables, n.Interviews, n.Documents = slices.Clone(s.Deliverables), slices.Clone(s.Interviews), slices.Clone(s.Documents)
	return &n
}

// Parts lists everything with a lifecycle under the submission.
func (s *Submission) Parts() []Subject {
	out := make([]Subject, 0, 16+len(s.Instalments)+len(s.Spending)+len(s.Sheets))
	out = join(join(join(join(out, s.Parties), s.Files), s.Sheets), s.Conditions)
	out = join(join(join(join(out, s.Versions), s.Instalments), s.Spending), s.Recoveries)
	return join(join(join(join(out, s.Controls), s.Deliverables), s.Interviews), s.Documents)
}

func (s *Submission) attach(x Subject) {
	switch p := x.(type) {
	case *Party:
		s.Parties = put(s.Parties, p)
	case *File:
		s.Files = put(s.Files, p)
	case *Sheet:
		s.Sheets = put(s.Sheets, p)
	case *Condition:
		s.Conditions = put(s.Conditions, p)
	case *Version:
		s.Versions = put(s.Versions, p)
	case *Instalment:
		s.Instalments = put(s.Instalments, p)
	case *Spending:
		s.Spending = put(s.Spending, p)
	case *Recovery:
		s.Recoveries = put(s.Recoveries, p)
	case *Control:
		s.Controls = put(s.Controls, p)
	case *Deliverable:
		s.Deliverables = put(s.Deliverables, p)
	case *Interview:
		s.Interviews = put(s.Interviews, p)
	case *Document:
		s.Documents = put(s.Documents, p)
	default:
		panic("workflow: a submission has no " + string(x.Ref().Entity))
	}
}
