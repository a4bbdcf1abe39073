package api

import (
	"time"

	"tremplin/workflow"
)

// Parts are what has a lifecycle of its own under a dossier.
type Parts struct {
	Parties      []Party       `json:"parties,omitempty"`
	Files        []File        `json:"files,omitempty"`
	Sheets       []Sheet       `json:"sheets,omitempty"`
	Conditions   []Condition   `json:"conditions,omitempty"`
	Versions     []Version     `json:"versions,omitempty"`
	Instalments  []Instalment  `json:"instalments,omitempty"`
	Spending     []Spending    `json:"spending,omitempty"`
	Recoveries   []Recovery    `json:"recoveries,omitempty"`
	Controls     []Control     `json:"controls,omitempty"`
	Deliverables []Deliverable `json:"deliverables,omitempty"`
	Interviews   []Interview   `json:"interviews,omitempty"`
}

// Party is a partner's place in a dossier.
type Party struct {
	ID    string `json:"id" doc:"The organisation's"`
	State string `json:"state"`
}

// File is something attached.
type File struct {
	ID    string    `json:"id"`
	State string    `json:"state"`
	Name  string    `json:"name"`
	Kind  string    `json:"kind"`
	Type  string    `json:"type" doc:"Media type, by its content"`
	Size  int       `json:"size" doc:"Bytes"`
	Hash  string    `json:"hash" doc:"SHA-256 of the bytes"`
	To    string    `json:"to,omitempty" doc:"The part that it belongs to"`
	At    time.Time `json:"at,omitzero"`
	Href  string    `json:"href,omitempty" doc:"Where its bytes are"`
}

// Sheet is a member's scores.
type Sheet struct {
	ID        string  `json:"id" doc:"The member's"`
	State     string  `json:"state"`
	Scores    []Score `json:"scores,omitempty"`
	Moderated []Score `json:"moderated,omitempty"`
	Reasons   string  `json:"reasons,omitempty" doc:"Of a conflict"`
}

// Score is one criterion's.
type Score struct {
	Criterion string `json:"criterion"`
	Score     Figure `json:"score"`
	Reasons   string `json:"reasons,omitempty"`
}

// Condition is one that an award carries.
type Condition struct {
	ID         string `json:"id"`
	State      string `json:"state"`
	Text       string `json:"text"`
	Instalment int    `json:"instalment,omitempty"`
	Due        Day    `json:"due,omitempty"`
	Reasons    string `json:"reasons,omitempty"`
}

// Version is a version of the convention.
type Version struct {
	ID        string       `json:"id"`
	State     string       `json:"state"`
	Kind      string       `json:"kind"`
	Language  string       `json:"language,omitempty"`
	Amount    Euros        `json:"amount"`
	Hash      string       `json:"hash,omitempty" doc:"Of the facts that every party signs; none until its document is filed"`
	Parties   []string     `json:"parties"`
	Signed    []Signature  `json:"signed,omitempty"`
	IssuedOn  Day          `json:"issued_on,omitempty"`
	StartOn   Day          `json:"start_on,omitempty"`
	EndOn     Day          `json:"end_on,omitempty"`
	ReportDue Day          `json:"report_due,omitempty"`
	Account   string       `json:"account,omitempty"`
	Budget    []BudgetLine `json:"budget,omitempty"`
	Partners  []Partner    `json:"partners,omitempty"`
	Reasons   string       `json:"reasons,omitempty"`
}

// Signature is one party's.
type Signature struct {
	Org    string    `json:"organisation"`
	Person string    `json:"person"`
	At     time.Time `json:"at"`
	Hash   string    `json:"hash"`
}

// Instalment is a part of the subsidy.
type Instalment struct {
	ID          string `json:"id"`
	State       string `json:"state"`
	Amount      Euros  `json:"amount"`
	Milestone   string `json:"milestone"`
	Share       int    `json:"share,omitempty" doc:"Its place in the call's shares"`
	Declaration string `json:"declaration,omitempty"`
	PaidOn      Day    `json:"paid_on,omitempty"`
	Reference   string `json:"reference,omitempty"`
	Reasons     string `json:"reasons,omitempty"`
}

// Spending is a line of spending with its proof.
type Spending struct {
	ID       string `json:"id"`
	State    string `json:"state"`
	Line     int    `json:"line"`
	Amount   Euros  `json:"amount"`
	Accepted Euros  `json:"accepted,omitempty"`
	Supplier string `json:"supplier,omitempty"`
	Number   string `json:"number,omitempty"`
	Date     Day    `json:"date,omitempty"`
	Note     string `json:"note,omitempty"`
	File     string `json:"file,omitempty"`
	Reasons  string `json:"reasons,omitempty"`
}

// Recovery is money that the SISP owes back.
type Recovery struct {
	ID       string `json:"id"`
	State    string `json:"state"`
	Amount   Euros  `json:"amount"`
	Received Euros  `json:"received,omitempty"`
	Due      Day    `json:"due,omitempty"`
	Reasons  string `json:"reasons,omitempty"`
}

// Control is a visit.
type Control struct {
	ID        string     `json:"id"`
	State     string     `json:"state"`
	HeldOn    Day        `json:"held_on"`
	Place     string     `json:"place,omitempty"`
	Present   []Attendee `json:"present,omitempty"`
	Findings  string     `json:"findings,omitempty"`
	Documents []string   `json:"documents,omitempty"`
}

// Deliverable is what the project hands over.
type Deliverable struct {
	ID      string `json:"id"`
	State   string `json:"state"`
	Title   string `json:"title"`
	Due     Day    `json:"due"`
	Party   string `json:"party,omitempty"`
	Note    string `json:"note,omitempty"`
	File    string `json:"file,omitempty" doc:"Id of the file that was handed over, among the submission's files"`
	On      Day    `json:"on,omitempty"`
	Missed  bool   `json:"missed,omitempty"`
	Reasons string `json:"reasons,omitempty"`
}

// Interview is a planned mid-term interview.
type Interview struct {
	ID      string     `json:"id"`
	State   string     `json:"state"`
	On      Day        `json:"on"`
	Agenda  string     `json:"agenda,omitempty"`
	Present []Attendee `json:"present,omitempty"`
	Reasons string     `json:"reasons,omitempty"`
}

func partsOf(f *workflow.Submission) Parts {
	return Parts{
		Parties: each(f.Parties, func(p *workflow.Party) Party { return Party{p.Org, string(p.State())} }),
		Files:   each(f.Files, fileOf), Sheets: each(f.Sheets, sheetOf), Conditions: each(f.Conditions, conditionOf),
		Versions: each(f.Versions, versionOf), Instalments: each(f.Instalments, instalmentOf), Spending: each(f.Spending, spendingOf),
		Recoveries: each(f.Recoveries, recoveryOf), Controls: each(f.Controls, controlOf), Deliverables: each(f.Deliverables, deliverableOf),
		Interviews: each(f.Interviews, interviewOf),
	}
}

func fileOf(f *workflow.File) File {
	out := File{ID: f.Ref().ID, State: string(f.State()), Name: f.Name.Body, Kind: f.Kind, Type: f.Type, Size: f.Size, Hash: f.Hash, To: f.To, At: f.At.UTC()}
	if out.State == "attached" {
		out.Href = pathSubmissions + "/" + segment(f.Ref().Dossier) + "/files/" + segment(out.ID) + "/content"
	}
	return out
}

func sheetOf(s *workflow.Sheet) Sheet {
	return Sheet{s.Person, string(s.State()), each(s.Scores, scoreOf), each(s.Moderated, scoreOf), s.Reasons.Body}
}

func scoreOf(s workflow.Score) Score {
	return Score{s.Criterion, Figure(s.Score.String()), s.Reasons.Body}
}

func conditionOf(c *workflow.Condition) Condition {
	return Condition{c.Ref().ID, string(c.State()), c.Text.Body, c.Instalment, Day(c.Due), c.Reasons.Body}
}

func versionOf(v *workflow.Version) Version {
	return Version{
		ID: v.Ref().ID, State: string(v.State()), Kind: v.Kind, Language: v.Language, Amount: euros(v.Amount), Hash: v.Hash, Parties: all(v.Parties, func(org string) string { return org }),
		Signed: each(v.Signed, func(s workflow.Signature) Signature { return Signature{s.Org, s.Person, s.At.UTC(), s.Hash} }), IssuedOn: Day(v.IssuedOn),
		StartOn: Day(v.StartOn), EndOn: Day(v.EndOn), ReportDue: Day(v.ReportDue), Account: v.Account,
		Budget: each(v.Budget, budgetLineOf), Partners: each(v.Partners, partnerOf), Reasons: v.Reasons.Body,
	}
}

func instalmentOf(i *workflow.Instalment) Instalment {
	return Instalment{i.Ref().ID, string(i.State()), euros(i.Amount), i.Milestone, i.Share, i.Declaration.Body, Day(i.PaidOn), i.Reference.Body, i.Reasons.Body}
}

func spendingOf(s *workflow.Spending) Spending {
	return Spending{s.Ref().ID, string(s.State()), s.Line, euros(s.Amount), some(s.Accepted), s.Supplier.Body, s.Number.Body, Day(s.Date), s.Note.Body, s.File, s.Reasons.Body}
}

func recoveryOf(r *workflow.Recovery) Recovery {
	return Recovery{r.Ref().ID, string(r.State()), euros(r.Amount), some(r.Received), Day(r.Due), r.Reasons.Body}
}

func controlOf(c *workflow.Control) Control {
	return Control{c.Ref().ID, string(c.State()), Day(c.HeldOn), c.Place.Body, attendees(c.Present), c.Findings.Body, bodies(c.Documents)}
}

func deliverableOf(d *workflow.Deliverable) Deliverable {
	return Deliverable{d.Ref().ID, string(d.State()), d.Title.Body, Day(d.Due), d.Party, d.Note.Body, d.File, Day(d.On), d.Missed, d.Reasons.Body}
}

func interviewOf(i *workflow.Interview) Interview {
	return Interview{i.Ref().ID, string(i.State()), Day(i.On), i.Agenda.Body, attendees(i.Present), i.Reasons.Body}
}
