package empowerment

import (
	"strconv"
	"strings"
	"time"

	w "tremplin/workflow"
)

// What makes the sample of an input one that passes, if any does: a form's
// first values, and the witness that what is offered can be decided.

type values = map[string]any

func likeOrgan(c *w.Case, in values) {
	m := organOf(c, w.Mandate{})
	in["organ"], in["date"], in["reference"] = "board", string(c.Today), "1"
	if m.Organ != "" {
		in["organ"] = m.Organ
	}
}

func likeCall(c *w.Case, in values) {
	in["reference"] = "CALL-1"
	in["opens_at"], in["closes_at"] = moment(c.Now.Add(24*time.Hour)), moment(c.Now.Add(48*time.Hour))
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// likeChanges also brings the caps within an envelope that has become smaller.
func likeChanges(c *w.Case, in values) {
	changes := values{"signing_days": "45"}
	if c.Call.Rules().Max > c.Call.Envelope {
		changes["max_per_project"] = c.Call.Envelope.String()
	}
	if c.Call.Rules().Min > c.Call.Envelope {
		changes["min_per_project"] = c.Call.Envelope.String()
	}
	in["changes"] = changes
}

func likeDeadline(c *w.Case, in values) {
	at := c.Now
	if c.Call.ClosesAt.After(at) {
		at = c.Call.ClosesAt
	}
	in["closes_at"] = moment(at.Truncate(time.Second).Add(time.Minute))
}

func likeEnvelope(c *w.Case, in values) {
	likeOrgan(c, in)
	in["envelope"] = (c.Call.Envelope + 100).String()
}

func likeMember(c *w.Case, in values) {
	in["person"], in["as"] = first(c.House.People), "member"
	if m := w.On[*w.Member](c); m != nil {
		in["person"] = m.Person
	}
}

func first[S w.Subject](in []S) string {
	for _, x := range in {
		return x.Ref().ID
	}
	return ""
}

func likeProposal(c *w.Case, in values) {
	r := c.Call.Rules()
	if orgs := c.Orgs(w.Editor); len(orgs) > 0 {
		in["sisp"] = orgs[0]
	}
	if len(r.Themes) > 0 {
		in["theme"] = r.Themes[0].ID
	}
	in["requested"] = r.Min.String()
	in["budget"] = []any{values{"category": "staff", "label": "x", "amount": r.Min.String()}}
}

func likeUntil(c *w.Case, in values) { in["until"] = string(c.Today.Plus(0, 15)) }

func likeIneligible(c *w.Case, in values) {
	if p := rulesOf(c).Admissibility; len(p) > 0 {
		in["failed"] = []any{p[0].ID}
	}
}

func likeRank(c *w.Case, in values) {
	in["opinion"], in["advised"] = "favourable", c.File.Requested.String()
}

// likeAward is what the committee advised, as far as the envelope goes.
func likeAward(c *w.Case, in values) {
	r := rulesOf(c)
	amount := min(c.File.Requested, r.Max, c.Call.Free())
	if o := c.File.Opinion; o != nil && o.Advised >= r.Min {
		amount = min(amount, o.Advised)
	}
	likeOrgan(c, in)
	in["amount"], in["departure"] = amount.String(), why(c)
}

func why(c *w.Case) string { return strings.Repeat("x", max(1, rulesOf(c).ReasonsMin)) }

func likeReserve(c *w.Case, in values) {
	likeOrgan(c, in)
	in["place"], in["departure"] = strconv.Itoa(firstFree(c.Reserve)), why(c)
}

func likeReject(c *w.Case, in values) {
	likeOrgan(c, in)
	in["departure"] = why(c)
}

func likeAnswers(c *w.Case, in values) {
	likeOrgan(c, in)
	var answers []any
	for range c.File.Appeal.Arguments {
		answers = append(answers, "x")
	}
	in["answers"] = answers
}

func likeConvention(c *w.Case, in values) {
	in["account"] = "BE68 5390 0754 7034"
	if a := accountOf(c, ""); a != "" {
		in["account"] = a
	}
}

func likeLaterSigning(c *w.Case, in values) {
	in["until"] = string(max(c.Today, c.File.SignBy).Plus(0, 15))
}

func likeMidterm(_ *w.Case, in values) { in["not_held"] = "x" }

func likeAmend(c *w.Case, in values) {
	likeOrgan(c, in)
	if c.Has(w.Officer, false) {
		in["kind"], in["end_on"] = "extension", string(c.File.EndOn.Plus(3, 0))
		return
	}
	// The smallest cut, or where all is paid the smallest rise.
	amount := c.File.Signed - 1
	if amount < c.File.Paid {
		amount = c.File.Signed + 1
	}
	in["kind"], in["amount"] = "amount", amount.String()
	in["budget"] = []any{values{"category": "staff", "label": "x", "amount": amount.String()}}
}

func likeReport(c *w.Case, in values) {
	in["spending"] = []any{values{"line": "1", "amount": "1"}}
	var told []any
	for i, d := range c.File.Deliverables {
		if d.State() == "expected" || d.State() == "returned" {
			told = append(told, values{"number": strconv.Itoa(i + 1), "explanation": "x"})
		}
	}
	in["deliverables"] = told
}

func likeReassess(c *w.Case, in values) {
	likeOrgan(c, in)
	in["accepted"] = c.File.Accepted.String()
}

func likeTerminate(c *w.Case, in values) {
	likeOrgan(c, in)
	in["ground"] = "x"
}

func likeSheet(c *w.Case, in values) {
	for _, id := range assignable(c) {
		in["person"] = id
	}
}

func likeScores(c *w.Case, in values) {
	var all []any
	for _, x := range rulesOf(c).Criteria {
		all = append(all, values{"criterion": x.ID, "score": strconv.Itoa(x.Max), "reasons": "x"})
	}
	in["scores"] = all
}

func likeScore(c *w.Case, in values) {
	if cs := rulesOf(c).Criteria; len(cs) > 0 {
		in["criterion"], in["score"] = cs[0].ID, strconv.Itoa(cs[0].Max)
	}
}

func likeConflict(c *w.Case, in values) {
	own := sheetOf(c.File, c.Actor.Person)
	if c.Call.Appointed(c.Actor.Person) == nil || own != nil && own.State() == w.SheetConflict {
		for _, m := range c.Call.Members {
			if s := sheetOf(c.File, m.Person); m.State() == w.MemberAppointed && (s == nil || s.State() != w.SheetConflict) {
				in["person"] = m.Person
			}
		}
	}
}

func likeClaim(*w.Case, values) {}

func likeReceive(c *w.Case, in values) { in["amount"] = owed(w.On[*w.Recovery](c)).String() }

func likePlan(c *w.Case, in values) { in["on"] = string(c.Today.Plus(0, 30)) }

func likeFile(c *w.Case, in values) {
	in["type"], in["hash"] = "application/pdf", strings.Repeat("0", 64)
	if asked := c.File.Completion.Missing; c.File.State() == Incomplete && len(asked) > 0 {
		in["kind"] = asked[0].Part
	}
}

func likeOrganisation(c *w.Case, in values) {
	in["id"] = free(func(id string) bool { return c.House.Org(id) != nil })
}

func likeOrg(c *w.Case, in values) { in["organisation"] = w.On[*w.Organisation](c).Ref().ID }

func likeUpdated(c *w.Case, in values) {
	o := w.On[*w.Organisation](c)
	likeOrg(c, in)
	in["name"] = values{"fr": o.Name.FR, "nl": o.Name.NL}
	delete(in, "account")
	delete(in, "enterprise_number")
}

func likeMerge(c *w.Case, in values) {
	likeOrg(c, in)
	in["on"] = string(c.Today)
	if heirs := heirsOf(c); len(heirs) > 0 {
		in["into"] = heirs[0]
	}
}

// likeStrike is all that may be struck.
func likeStrike(c *w.Case, in values) {
	likeOrg(c, in)
	o := w.On[*w.Organisation](c)
	likeNames(in, o.Aliases, o.FormerNumbers)
}

func likeNames(in values, aliases, numbers []string) {
	for name, have := range map[string][]string{"aliases": aliases, "former_numbers": numbers} {
		delete(in, name)
		var all []any
		for _, x := range have {
			all = append(all, x)
		}
		if all != nil {
			in[name] = all
		}
	}
}

// likeRepeated is what somebody else asked for.
func likeRepeated(c *w.Case, in values) {
	likeOrg(c, in)
	a := w.On[*w.Organisation](c).Asked
	if a == nil {
		return
	}
	if _, absorbs := in["into"]; !absorbs {
		likeNames(in, a.Aliases, a.Numbers)
		return
	}
	in["into"] = a.Into
	if _, dated := in["on"]; dated {
		in["on"] = string(a.On)
	}
}

func likePerson(c *w.Case, in values) {
	in["id"] = free(func(id string) bool { return c.House.Person(id) != nil })
}

// free is an id that nobody has.
func free(taken func(string) bool) string {
	for n := 1; ; n++ {
		if id := "new-" + strconv.Itoa(n); !taken(id) {
			return id
		}
	}
}

func likeSubject(c *w.Case, in values) { in["person"] = w.On[*w.Person](c).Ref().ID }

func likeGrant(c *w.Case, in values) {
	likeSubject(c, in)
	in["role"] = string(w.Auditor)
}

func likeRevoke(c *w.Case, in values) {
	likeSubject(c, in)
	held := duties(c)
	for _, role := range held {
		in["role"] = string(role)
		if a := asked(w.On[*w.Person](c), "revoke", role); a == nil || a.By != c.Actor.Person {
			return // what one asked oneself, another has to repeat
		}
	}
}

// likeAsked is a change that somebody else asked for; "" is any.
func likeAsked(act w.Action) func(*w.Case, values) {
	return func(c *w.Case, in values) {
		likeSubject(c, in)
		for _, a := range w.On[*w.Person](c).Asked {
			if act != "" && a.Act != act {
				continue
			}
			in["role"] = string(a.Grant.Role)
			if act == "" {
				in["change"] = string(a.Act)
			}
			if a.By != c.Actor.Person {
				return
			}
		}
	}
}
