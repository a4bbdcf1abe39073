package api

import (
	"time"

	"tremplin/app"
	"tremplin/workflow"
)

func state(s string) workflow.State { return workflow.State(s) }

// Brief is a submission as a line of a list.
type Brief struct {
	ID        string   `json:"id"`
	Call      string   `json:"call"`
	Number    string   `json:"number"`
	Title     string   `json:"title"`
	State     string   `json:"state" doc:"As this person is shown it"`
	Sisp      string   `json:"sisp"`
	Partners  []string `json:"partners,omitempty"`
	Theme     string   `json:"theme,omitempty"`
	Requested Euros    `json:"requested"`
	Awarded   Euros    `json:"awarded,omitempty"`
}

func briefOf(b app.Brief) Brief {
	return Brief{b.ID, b.Call, b.Named(), b.Title, string(b.State), b.Sisp, b.Partners, b.Theme, euros(b.Requested), some(b.Awarded)}
}

// Found is what a search finds.
type Found struct {
	Submissions []Brief    `json:"submissions"`
	More        bool       `json:"more,omitempty" doc:"There are others: say more"`
	Documents   []Document `json:"documents"`
}

// Event is something that happened. Those that may not be told are not there, and
// leave no gap.
type Event struct {
	N       int       `json:"n" doc:"Its place among those that may be told"`
	On      string    `json:"on" example:"emp-2023.bottin/sheet/jury1"`
	Entity  string    `json:"entity"`
	Action  string    `json:"action"`
	By      string    `json:"by" doc:"A person's id, or clock, engine, import"`
	From    string    `json:"from,omitempty"`
	To      string    `json:"to,omitempty"`
	At      time.Time `json:"at"`
	As      string    `json:"as,omitempty" doc:"the role by which a person acted, with the organisation for which it was held: sisp_editor@lojega"`
	Surface string    `json:"surface"`
	Seq     int64     `json:"seq,omitempty" doc:"Its place in the chain, for the funder's side"`
	Hash    string    `json:"hash,omitempty" doc:"Of it and all before it, for the funder's side"`
}

func eventsOf(who *app.Viewer, view *app.View) []Event {
	out, whole := make([]Event, 0, len(view.Past)), who.KnowsChain(view)
	for i := range view.Past {
		p := &view.Past[i]
		e := Event{
			N: i + 1, On: p.On.String(), Entity: string(p.On.Entity), Action: string(p.Action), By: p.By,
			From: string(p.From), To: string(p.To), At: p.At.UTC(), As: p.As, Surface: p.Surface,
		}
		if whole {
			e.Seq, e.Hash = p.Seq, p.Hash
		}
		out = append(out, e)
	}
	return out
}

// LedgerLine is a line of a call's ledger, with the sums after it.
type LedgerLine struct {
	N          int64     `json:"n"`
	Kind       string    `json:"kind" enum:"envelope,change,commitment,release,payment,recovery,write_off"`
	Submission string    `json:"submission,omitempty"`
	Amount     Euros     `json:"amount" doc:"What it does to its sum"`
	At         time.Time `json:"at"`
	Event      string    `json:"event" doc:"The dossier of its event"`
	EventSeq   int64     `json:"event_seq"`
	Envelope   Euros     `json:"envelope"`
	Committed  Euros     `json:"committed"`
	Paid       Euros     `json:"paid"`
}

func ledgerLineOf(p app.Posted) LedgerLine {
	return LedgerLine{p.Seq, string(p.Kind), p.Submission, euros(p.Amount), p.At.UTC(), p.Event, p.EventSeq, euros(p.Envelope), euros(p.Committed), euros(p.Paid)}
}
