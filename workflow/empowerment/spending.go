package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// spending is a line of spending with its proof (pièce justificative).
var spending = []w.Rule{
	{Action: "claim", To: "claimed", By: by(w.Engine), Does: w.Plain(nil)},
	{Action: "accept", From: from("claimed"), To: "accepted", By: by(w.Officer), While: decidedOn, When: when(beforeReview), Does: w.Takes(acceptSpending, withinClaimed)},
	{Action: "refuse", From: from("claimed"), To: "refused", By: by(w.Officer), While: decidedOn, When: when(beforeReview), Does: w.Takes(refuseSpending)},
	{Action: "void", From: from("claimed", "accepted", "refused"), To: "void", By: by(w.Engine), Does: w.Plain(nil)},
}

// recovery is money that the SISP owes back.
var recovery = []w.Rule{
	{Action: "demand", To: "demanded", By: by(w.Engine), Does: w.Plain(nil), Jobs: paper("recovery", "E48")},
	{Action: "receive", From: from("demanded"), To: "received", Once: allReceived, By: by(w.Finance), While: decidedOn, Does: w.Takes(receive, withinOwed, receivedByNow).Like(likeReceive), Spends: true},
	{Action: "write_off", From: from("demanded"), To: "written_off", By: by(w.FunderSig), While: decidedOn, Does: w.Takes(writeOff, organNamed[organReasonsIn](), reasoned[organReasonsIn]()).Like(likeOrgan), Jobs: paper("write_off"), Spends: true},
	{Action: "void", From: from("demanded"), To: "void", By: by(w.Engine), Does: w.Plain(nil)},
}

type (
	acceptIn struct {
		Amount *w.Money `name:"amount"`
	}
	receiveIn struct {
		Amount     w.Money `name:"amount" need:"yes"`
		ReceivedOn w.Date  `name:"received_on" need:"yes"`
	}
)

var (
	beforeReview = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool { return slices.Contains(living, c.File.State()) }, Facts: fileState}

	withinClaimed = w.Check[acceptIn]{Code: "over_claim", Field: "amount", Holds: func(c *w.Case, in acceptIn) bool {
		return in.Amount == nil || *in.Amount <= w.On[*w.Spending](c).Amount
	}, Facts: func(c *w.Case, _ acceptIn) map[string]any {
		return map[string]any{"claimed": w.On[*w.Spending](c).Amount}
	}}
	withinOwed = w.Check[receiveIn]{Code: "over_owed", Field: "amount", Holds: func(c *w.Case, in receiveIn) bool {
		return in.Amount > 0 && in.Amount <= owed(w.On[*w.Recovery](c))
	}, Facts: func(c *w.Case, _ receiveIn) map[string]any { return map[string]any{"owed": owed(w.On[*w.Recovery](c))} }}
	receivedByNow = w.Check[receiveIn]{Code: "date_future", Kind: w.Invalid, Field: "received_on", Holds: func(c *w.Case, in receiveIn) bool { return in.ReceivedOn <= c.Today }}
)

func owed(r *w.Recovery) w.Money { return r.Amount - r.Received }

func allReceived(c *w.Case) bool { return owed(w.On[*w.Recovery](c)) == 0 }

// spend enters lines of spending, to be judged one by one.
func spend(k *w.Work, lines []spendingIn, final bool) {
	b := budgetNow(k.File)
	for _, l := range lines {
		w.Make(k, w.EntitySpending, "", &w.Spending{Line: l.Line, Aside: !charged(b, l.Line), Amount: l.Amount, Supplier: l.Supplier, Number: l.Number, Date: l.Date, Note: l.Note, File: l.File, Final: final})
	}
}

// charged reports whether the line of the budget is paid from the subsidy.
func charged(b []w.Line, line int) bool { return line <= len(b) && b[line-1].Amount > 0 }

func spendingMade(c *w.Case) []w.Subject { return states(c.File.Spending, w.Unborn) }
func spendingOpen(c *w.Case) []w.Subject { return states(c.File.Spending, "claimed") }

// finalSpending are the lines that a report to be mended brings again.
func finalSpending(c *w.Case) (out []w.Subject) {
	for _, x := range c.File.Spending {
		if x.Final && x.State() != "void" {
			out = append(out, x)
		}
	}
	return out
}

func acceptSpending(k *w.Work, in acceptIn) {
	s := w.On[*w.Spending](&k.Case)
	s.Accepted = s.Amount
	if in.Amount != nil {
		s.Accepted = *in.Amount
	}
}

func refuseSpending(k *w.Work, in reasonsIn) { w.On[*w.Spending](&k.Case).Reasons = in.Reasons }

// receive: what comes back returns to the envelope.
func receive(k *w.Work, in receiveIn) {
	w.On[*w.Recovery](&k.Case).Received += in.Amount
	s := w.Own(k, k.File)
	s.Paid -= in.Amount
	k.Post(w.EntryRecovery, in.Amount)
	k.Commit(max(*s.Final, s.Paid))
}

func writeOff(k *w.Work, in organReasonsIn) {
	r := w.On[*w.Recovery](&k.Case)
	r.Reasons = in.Reasons
	s := w.Own(k, k.File)
	s.WrittenOff += owed(r)
	s.Mandate = organOf(&k.Case, in.Mandate)
	k.Post(w.EntryWriteOff, owed(r))
}
