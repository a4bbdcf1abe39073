package workflow

import (
	"cmp"
	"slices"
	"time"
)

// Call is a call for projects (appel à projets) with its parts.
type Call struct {
	Life        `json:"-"`
	Reference   string     `json:"reference"`         // EMP-2023; unique for ever
	Programme   string     `json:"programme"`         // the table that it runs by
	Version     int        `json:"programme_version"` // pinned at validate; until then the newest
	Editions    []*Rules   `json:"editions"`          // the rules as validated and amended; the last holds
	OpensAt     time.Time  `json:"opens_at"`
	ClosesAt    time.Time  `json:"closes_at"` // a moment, itself excluded
	DecidedOn   Date       `json:"decided_on,omitempty"`
	PublishedOn Date       `json:"published_on,omitempty"` // results
	ConcludedOn Date       `json:"concluded_on,omitempty"`
	Present     []Attendee `json:"present,omitempty"` // at the committee's deliberation
	Mandate     Mandate    `json:"mandate,omitzero"`  // the organ that validated
	Decision    Mandate    `json:"decision,omitzero"` // the organ by which decide was done
	Reasons     Text       `json:"reasons,omitzero"`  // of the last act that asks for some
	Imported    bool       `json:"imported,omitempty"`

	// Sums of the ledger, in cents; no part of the row's text.
	Envelope  Money `json:"-"`
	Committed Money `json:"-"` // commitments − releases
	Released  Money `json:"-"`
	Paid      Money `json:"-"` // payments − recoveries

	Members   []*Member   `json:"-"`
	Meetings  []*Meeting  `json:"-"`
	Questions []*Question `json:"-"`
	Files     []*File     `json:"-"`
	Documents []*Document `json:"-"`
}

// Mandate names the organ that decided (PROCESS.md, Who takes part).
type Mandate struct {
	Organ     string `json:"organ,omitempty" name:"organ" oneof:"board,delegate,arbitration_committee"`
	Date      Date   `json:"date,omitempty" name:"date"`
	Reference string `json:"reference,omitempty" name:"reference" max:"200"`
}

// Or completes the organ that decided by a call's delegation: each of the three that
// is not given is the delegation's.
func (m Mandate) Or(d Mandate) Mandate {
	return Mandate{cmp.Or(m.Organ, d.Organ), cmp.Or(m.Date, d.Date), cmp.Or(m.Reference, d.Reference)}
}

// Rules are what a call freezes at validate. Only amend_rules makes a new edition.
type Rules struct {
	Title         Words        `json:"title" name:"title" need:"yes"`
	Envelope      Money        `json:"envelope" name:"envelope" need:"yes"`
	Min           Money        `json:"min_per_project" name:"min_per_project" need:"yes"`
	Max           Money        `json:"max_per_project" name:"max_per_project" need:"yes"`
	Months        int          `json:"duration_months" name:"duration_months" need:"yes" min:"1" max:"120"`
	Quorum        int          `json:"quorum" name:"quorum" min:"1" max:"50"`
	WideSpread    int          `json:"wide_spread,omitempty" name:"wide_spread" min:"1" max:"100"` // 0: [DefaultWideSpread]
	Criteria      []Criterion  `json:"criteria" name:"criteria"`
	Ties          []string     `json:"ties" name:"ties"`
	Themes        []Named      `json:"themes" name:"themes"`
	Objectives    []Objective  `json:"objectives,omitempty" name:"objectives"`
	Admissibility []Point      `json:"admissibility,omitempty" name:"admissibility"`
	Required      []string     `json:"required,omitempty" name:"required"`
	Instalments   []Share      `json:"instalments" name:"instalments"`
	SigningDays   int          `json:"signing_days" name:"signing_days" min:"1" max:"1000"`
	AppealDays    int          `json:"appeal_days" name:"appeal_days" min:"1" max:"1000"`
	ReportDays    int          `json:"report_days" name:"report_days" min:"1" max:"1000"`
	RecoveryDays  int          `json:"recovery_days,omitempty" name:"recovery_days" min:"1" max:"1000"`
	ReserveUntil  Date         `json:"reserve_until" name:"reserve_until"`
	ReasonsMin    int          `json:"reasons_min,omitempty" name:"reasons_min" min:"0" max:"2000"`
	Delegation    Mandate      `json:"delegation,omitzero" name:"delegation"`
	Texts         []PublicText `json:"texts,omitempty" name:"texts"`
	// Terms are delays and numbers that only documents tell: payment_days. What a
	// call leaves out is as the programme proposes it.
	Terms    map[string]int `json:"terms,omitempty" name:"terms" min:"0" max:"1000000"`
	FilledIn []string       `json:"filled_in,omitempty" name:"filled_in"` // what no source gives
}

// DefaultWideSpread is from how many points out of 100 between the highest and the
// lowest sheet on the committee should talk about a submission, where the call sets no
// other. No source gives it: it is a fifth of the scale.
const DefaultWideSpread = 20

// Wide is from how many points out of 100 between them the sheets disagree.
func (r *Rules) Wide() int {
	if r.WideSpread > 0 {
		return r.WideSpread
	}
	return DefaultWideSpread
}

// Criterion is what the committee scores by.
type Criterion struct {
	ID        string `json:"id" name:"id" need:"yes"`
	Title     Words  `json:"title" name:"title" need:"yes"`
	Weight    int    `json:"weight" name:"weight" need:"yes" min:"1" max:"100"` // per cent
	Max       int    `json:"max" name:"max" need:"yes" min:"1" max:"100"`
	Threshold Number `json:"threshold,omitempty" name:"threshold"` // a mean below it eliminates
	Guidance  Words  `json:"guidance,omitzero" name:"guidance"`    // for whoever scores: what each end of the scale means
}

// Named is a theme of a call.
type Named struct {
	ID    string `json:"id" name:"id" need:"yes"`
	Title Words  `json:"title" name:"title" need:"yes"`
}

// Point is a point of admissibility.
type Point struct {
	ID   string `json:"id" name:"id" need:"yes"`
	Text Words  `json:"text" name:"text" need:"yes"`
}

// PublicText is a further public text of the call, in both languages.
type PublicText struct {
	ID   string `json:"id" name:"id" need:"yes"`
	Text Words  `json:"text" name:"text" need:"yes"`
}

// Share is one instalment as the call plans it.
type Share struct {
	Share int    `json:"share" name:"share" need:"yes" min:"1" max:"100"` // per cent of what is signed
	After string `json:"after" name:"after" need:"yes" oneof:"signed,midterm_held,reported,reviewed"`
}

// Rules are those that hold now.
func (c *Call) Rules() *Rules {
	if len(c.Editions) == 0 {
		return &Rules{}
	}
	return c.Editions[len(c.Editions)-1]
}

// Edition is the rules of that number, from 1; the present ones for 0.
func (c *Call) Edition(n int) *Rules {
	if n < 1 || n > len(c.Editions) {
		return c.Rules()
	}
	return c.Editions[n-1]
}

// Free is what is left of the envelope, in cents.
func (c *Call) Free() Money { return c.Envelope - c.Committed }

// Clone is a copy whose parts are still the original's.
func (c *Call) clone() Subject {
	n := *c
	n.Members, n.Meetings = slices.Clone(c.Members), slices.Clone(c.Meetings)
	n.Questions, n.Files, n.Documents = slices.Clone(c.Questions), slices.Clone(c.Files), slices.Clone(c.Documents)
	return &n
}

// Parts lists members, meetings, questions, files and documents.
func (c *Call) Parts() []Subject {
	out := make([]Subject, 0, len(c.Members)+len(c.Meetings)+len(c.Questions)+len(c.Files)+len(c.Documents))
	return join(join(join(join(join(out, c.Members), c.Meetings), c.Questions), c.Files), c.Documents)
}

func (c *Call) attach(s Subject) {
	switch p := s.(type) {
	case *Member:
		c.Members = put(c.Members, p)
	case *Meeting:
		c.Meetings = put(c.Meetings, p)
	case *Question:
		c.Questions = put(c.Questions, p)
	case *File:
		c.Files = put(c.Files, p)
	case *Document:
		c.Documents = put(c.Documents, p)
	default:
		panic("workflow: a call has no " + string(s.Ref().Entity))
	}
}

// Member is somebody appointed to the committee of a call.
type Member struct {
	Life   `json:"-"`
	Person string `json:"person"`
	As     string `json:"as"` // chair, member, substitute, acting_chair
	// Conflict: in at least one dossier of the call. Such a chair is replaced
	// by an acting chair for the whole deliberation.
	Conflict bool `json:"conflict,omitempty"`
	Reasons  Text `json:"reasons,omitzero"`
}

func (m *Member) clone() Subject { n := *m; return &n }

// Meeting is an inter-project meeting of a call.
type Meeting struct {
	Life    `json:"-"`
	On      Date       `json:"on"`
	Agenda  Text       `json:"agenda,omitzero"`
	Present []Attendee `json:"present,omitempty"`
	Reasons Text       `json:"reasons,omitzero"`
}

func (m *Meeting) clone() Subject { n := *m; return &n }

// Question is one of the FAQ; no name is published with it.
type Question struct {
	Life    `json:"-"`
	Org     string `json:"org"` // who asks
	Text    Text   `json:"text"`
	Answer  Words  `json:"answer,omitzero"`
	Running bool   `json:"running,omitempty"` // about projects, not about applying
}

func (q *Question) clone() Subject { n := *q; return &n }

// File is a document somebody attached. Its bytes lie in chunks, by their hash.
type File struct {
	Life `json:"-"`
	Name Text   `json:"name"`
	Kind string `json:"kind"`
	Hash string `json:"hash"`         // SHA-256 of the bytes, hex
	Size int    `json:"size"`         // bytes
	Type string `json:"type"`         // media type
	To   string `json:"to,omitempty"` // the part that it belongs to, "deliverable/1"
	By   string `json:"by"`
	// At is when it was attached; Funder tells whose it is.
	At     time.Time `json:"at"`
	Funder bool      `json:"funder,omitempty"`
}

func (f *File) clone() Subject { n := *f; return &n }

func join[T Subject](out []Subject, in []T) []Subject {
	for _, x := range in {
		out = append(out, x)
	}
	return out
}

// put replaces the part with the same Ref, or appends.
func put[T Subject](in []T, x T) []T {
	for i := range in {
		if in[i].Ref() == x.Ref() {
			in[i] = x
			return in
		}
	}
	return append(in, x)
}
