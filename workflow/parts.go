package workflow

import (
	"math/big"
	"slices"
	"time"
)

// Party is a partner's place in a submission.
type Party struct {
	Life  `json:"-"`
	Org   string `json:"org"`
	Bound string `json:"bound,omitempty"` // hash of the last update that it confirmed
	Part  string `json:"part,omitempty"`  // hash of its own part, to see whether it changed
}

func (p *Party) clone() Subject { n := *p; return &n }

// Sheet is a committee member's scores for a submission.
type Sheet struct {
	Life      `json:"-"`
	Person    string  `json:"person"`
	Scores    []Score `json:"scores,omitempty"`
	Moderated []Score `json:"moderated,omitempty"` // both values are kept
	Total     *Number `json:"total,omitempty"`     // as sealed, then as moderated, by [Rules.Weighted]; nil until then
	Reasons   Text    `json:"reasons,omitzero"`    // of a conflict
	ByMandate bool    `json:"by_mandate,omitempty"`
}

// Score is one criterion's score and why.
type Score struct {
	Criterion string `json:"criterion" name:"criterion" need:"yes"`
	Score     Number `json:"score" name:"score" need:"yes"`
	Reasons   Text   `json:"reasons" name:"reasons" need:"yes" max:"4000"`
}

func (s *Sheet) clone() Subject { n := *s; return &n }

// Weighted is what scores come to by the weights of the criteria, out of 100, in
// hundredths, rounded half up. What has no score counts nothing.
func (r *Rules) Weighted(scores []Score) Number {
	sum := new(big.Rat)
	for _, s := range scores {
		for _, c := range r.Criteria {
			if c.ID == s.Criterion {
				sum.Add(sum, big.NewRat(int64(s.Score)*int64(c.Weight), int64(max(c.Max, 1))))
			}
		}
	}
	twice := new(big.Int).Lsh(sum.Denom(), 1)
	n := new(big.Int).Lsh(sum.Num(), 1)
	return Number(n.Div(n.Add(n, sum.Denom()), twice).Int64())
}

// Current gives the scores as they count: moderated ones over the first.
func (s *Sheet) Current() []Score {
	out := slices.Clone(s.Scores)
	for _, m := range s.Moderated {
		for i := range out {
			if out[i].Criterion == m.Criterion {
				out[i] = m
			}
		}
	}
	return out
}

// Condition is one that an award carries; pay waits for those its instalment names.
type Condition struct {
	Life       `json:"-"`
	Text       Text `json:"text"`
	Instalment int  `json:"instalment,omitempty"` // place in the call's shares; 0: all wait
	Due        Date `json:"due,omitempty"`
	Reasons    Text `json:"reasons,omitzero"`
}

func (c *Condition) clone() Subject { n := *c; return &n }

// Version is a version of the convention: the first, or an avenant.
type Version struct {
	Life      `json:"-"`
	Kind      string      `json:"kind"` // convention, extension, budget, partners, account, amount
	Language  string      `json:"language,omitempty"`
	Amount    Money       `json:"amount"`           // what is signed with it, in cents
	Before    Money       `json:"before,omitempty"` // what was awarded before a rise
	Hash      string      `json:"hash,omitempty"`   // of the facts that every party signs; none until its document is filed
	File      string      `json:"file,omitempty"`   // SHA-256 of the PDF in its language, hex
	Parties   []string    `json:"parties"`          // organisations: funder, SISP, partners
	Signed    []Signature `json:"signed,omitempty"`
	IssuedOn  Date        `json:"issued_on"`
	StartOn   Date        `json:"start_on,omitempty"`
	EndOn     Date        `json:"end_on,omitempty"`
	ReportDue Date        `json:"report_due,omitempty"`
	Account   string      `json:"account,omitempty"`
	Budget    []Line      `json:"budget,omitzero"`
	Partners  []Partner   `json:"partners,omitzero"` // nil: as they were; empty: none is left
	Mandate   Mandate     `json:"mandate,omitzero"`
	Reasons   Text        `json:"reasons,omitzero"`
}

// Signature is one party's.
type Signature struct {
	Org    string    `json:"org"`
	Person string    `json:"person"`
	At     time.Time `json:"at"`
	Hash   string    `json:"hash"`           // of the facts
	File   string    `json:"file,omitempty"` // of the bytes
}

func (v *Version) clone() Subject { n := *v; return &n }

// HasSigned reports whether the organisation has signed this version.
func (v *Version) HasSigned(org string) bool {
	return slices.ContainsFunc(v.Signed, func(s Signature) bool { return s.Org == org })
}

// Instalment is a part of the subsidy that is paid at a milestone (tranche).
type Instalment struct {
	Life        `json:"-"`
	Amount      Money  `json:"amount"`
	Milestone   string `json:"milestone"`       // signed, midterm_held, reported, reviewed; balance
	Share       int    `json:"share,omitempty"` // place in the call's shares, from 1
	Declaration Text   `json:"declaration,omitzero"`
	PaidOn      Date   `json:"paid_on,omitempty"`
	Reference   Text   `json:"reference,omitzero"` // the bank's
	Approver    string `json:"approver,omitempty"`
	Reasons     Text   `json:"reasons,omitzero"`
	HeldFrom    State  `json:"held_from,omitempty"`
	Keep        bool   `json:"keep,omitempty"` // takes the place of one that is held: born to be held
}

func (i *Instalment) clone() Subject { n := *i; return &n }

// Spending is a line of spending with its proof.
type Spending struct {
	Life     `json:"-"`
	Line     int    `json:"line"` // the place in the budget, from 1
	Amount   Money  `json:"amount"`
	Accepted Money  `json:"accepted,omitempty"`
	Aside    bool   `json:"aside,omitempty"` // its budget line is the project's own: it does not count
	Supplier Text   `json:"supplier,omitzero"`
	Number   Text   `json:"number,omitzero"`
	Date     Date   `json:"date,omitempty"`
	Note     Text   `json:"note,omitzero"`
	File     string `json:"file,omitempty"`
	Final    bool   `json:"final,omitempty"` // it came with the final report
	Reasons  Text   `json:"reasons,omitzero"`
}

func (s *Spending) clone() Subject { n := *s; return &n }

// Recovery is money that the SISP owes back.
type Recovery struct {
	Life     `json:"-"`
	Amount   Money `json:"amount"`
	Received Money `json:"received,omitempty"`
	Due      Date  `json:"due"`
	Reasons  Text  `json:"reasons,omitzero"`
}

func (r *Recovery) clone() Subject { n := *r; return &n }

// Control is a visit, on the spot.
type Control struct {
	Life      `json:"-"`
	HeldOn    Date       `json:"held_on"`
	Place     Text       `json:"place,omitzero"`
	Present   []Attendee `json:"present,omitempty"`
	Findings  Text       `json:"findings"`
	Documents []Text     `json:"documents,omitempty"`
}

func (c *Control) clone() Subject { n := *c; return &n }

// Deliverable is what the project hands over (livrable).
type Deliverable struct {
	Life    `json:"-"`
	Title   Text   `json:"title"`
	Due     Date   `json:"due"`
	Party   string `json:"party,omitempty"`
	Note    Text   `json:"note,omitzero"`
	File    string `json:"file,omitempty"`   // the attached file that was handed over
	On      Date   `json:"on,omitempty"`     // delivered or explained
	Missed  bool   `json:"missed,omitempty"` // explained: it will not come
	Reasons Text   `json:"reasons,omitzero"`
}

func (d *Deliverable) clone() Subject { n := *d; return &n }

// Interview is a planned mid-term interview.
type Interview struct {
	Life    `json:"-"`
	On      Date       `json:"on"`
	Agenda  Text       `json:"agenda,omitzero"`
	Present []Attendee `json:"present,omitempty"`
	Reasons Text       `json:"reasons,omitzero"`
}

func (i *Interview) clone() Subject { n := *i; return &n }
