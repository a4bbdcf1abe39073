package empowerment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	w "tremplin/workflow"
)

// law is PROCESS.md's tables, copied by hand: act, from, to, by, the call's
// states. Rows of the engine name nobody else. "-" makes a new thing, "=" stays,
// "<" goes back to where it was.
const law = `
call.create                     | -                            | draft        | das_officer import |
call.update                     | draft                        | =            | das_officer |
call.validate                   | draft                        | validated    | das_director |
call.reopen_draft               | validated                    | draft        | das_director |
call.publish                    | validated                    | open         | das_officer clock |
call.amend_rules                | open                         | =            | das_director |
call.extend                     | open                         | =            | das_director |
call.close                      | open                         | closed       | clock |
call.reopen                     | closed                       | open         | das_director |
call.convene                    | closed                       | in_committee | das_officer |
call.conclude                   | in_committee                 | deliberated  | committee_chair |
call.send_back                  | deliberated                  | in_committee | funder_signatory |
call.decide                     | deliberated                  | decided      | funder_signatory |
call.find_conflicts             | in_committee deliberated decided running | = | engine |
call.publish_results            | decided running reviewed     | =            | das_officer |
call.start                      | decided                      | running      | engine |
call.review                     | running                      | reviewed     | das_director |
call.archive                    | reviewed                     | archived     | das_director |
call.cancel                     | draft validated open closed in_committee deliberated | cancelled | das_director |
envelope.change                 | -                            | =            | funder_signatory | validated open closed in_committee deliberated decided running reviewed

submission.create               | -                            | draft        | sisp_editor | open
submission.update               | draft                        | =            | sisp_editor | open
submission.update               | incomplete                   | =            | sisp_editor | closed
submission.update               | awarded in_progress midterm_held suspended reported | = | sisp_editor | DECIDED
submission.submit               | draft                        | submitted    | sisp_signatory | open
submission.take_back            | submitted                    | draft        | sisp_signatory | open
submission.number               | submitted                    | =            | engine |
submission.request_completion   | submitted                    | incomplete   | das_officer | closed
submission.resubmit             | incomplete                   | submitted    | sisp_signatory | closed
submission.declare_eligible     | submitted                    | eligible     | das_officer | closed
submission.declare_ineligible   | submitted eligible incomplete | ineligible  | das_officer | closed
submission.open_review          | eligible                     | under_review | engine | in_committee deliberated decided running
submission.rank                 | under_review                 | ranked       | committee_chair | in_committee deliberated decided running
submission.reopen_opinion       | ranked                       | under_review | committee_chair | in_committee
submission.reopen_opinion       | ranked                       | under_review | engine | in_committee
submission.answer_conflict      | ranked reserve awarded rejected | =         | funder_signatory | deliberated decided running reviewed
submission.award                | ranked reserve               | awarded      | funder_signatory | deliberated decided running
submission.place_in_reserve     | ranked                       | reserve      | funder_signatory | deliberated decided running
submission.reject               | ranked reserve               | rejected     | funder_signatory | deliberated decided running
submission.reconsider           | awarded reserve rejected     | ranked       | funder_signatory | deliberated
submission.notify               | awarded reserve rejected     | =            | engine | DECIDED
submission.issue_convention     | awarded                      | contracting  | das_officer | DECIDED
submission.recall_convention    | contracting                  | awarded      | das_officer engine | DECIDED
submission.extend_signing       | awarded contracting          | =            | das_director | DECIDED
submission.sign                 | contracting in_progress midterm_held suspended | = | funder_signatory sisp_signatory partner_signatory | DECIDED
submission.activate             | contracting                  | in_progress  | engine |
submission.decline              | awarded contracting          | lapsed       | sisp_signatory clock | DECIDED
submission.hold_midterm         | in_progress                  | midterm_held | das_officer | DECIDED
submission.hold_midterm         | midterm_held                 | =            | das_officer | DECIDED
submission.submit_final_report  | midterm_held                 | reported     | sisp_signatory | DECIDED
submission.request_revision     | reported                     | midterm_held | das_officer | DECIDED
submission.review               | reported                     | reviewed     | das_director | DECIDED
submission.close                | reviewed                     | closed       | finance_officer | DECIDED
submission.reopen_account       | closed                       | reviewed     | engine |
submission.reassess             | reviewed closed terminated   | =            | funder_signatory | DECIDED
submission.amend                | in_progress midterm_held suspended | =      | das_officer funder_signatory | DECIDED
submission.suspend              | in_progress midterm_held     | suspended    | das_director | DECIDED
submission.resume               | suspended                    | <            | das_director | DECIDED
submission.give_notice          | in_progress midterm_held suspended reported | = | das_director | DECIDED
submission.ask_end              | in_progress midterm_held suspended reported | = | sisp_signatory | DECIDED
submission.refuse_end           | in_progress midterm_held suspended reported | = | funder_signatory | DECIDED
submission.terminate            | awarded contracting in_progress midterm_held suspended reported | terminated | funder_signatory | DECIDED
submission.withdraw             | draft submitted incomplete eligible under_review ranked reserve awarded under_appeal | withdrawn | sisp_signatory | RUNNING
submission.withdraw             | rejected                     | withdrawn    | sisp_signatory | deliberated
submission.expire               | reserve                      | expired      | clock | deliberated decided running reviewed
submission.expire               | draft submitted incomplete eligible under_review ranked reserve awarded rejected under_appeal | expired | engine |
submission.revive               | expired                      | draft        | engine |
submission.appeal               | ineligible rejected          | under_appeal | sisp_signatory | APPEAL
submission.uphold               | under_appeal                 | <            | funder_signatory | APPEAL
submission.dismiss              | under_appeal                 | <            | funder_signatory | APPEAL

member.appoint                  | - dismissed                  | appointed    | das_officer | draft validated open closed in_committee
member.appoint                  | -                            | appointed    | engine |
member.dismiss                  | appointed                    | dismissed    | das_officer | draft validated open closed in_committee
member.recuse                   | appointed                    | =            | engine |
party.ask                       | - confirmed declined void    | asked        | engine |
party.confirm                   | asked                        | confirmed    | partner_signatory engine | OPEN
party.decline                   | asked                        | declined     | partner_signatory | OPEN
party.void                      | asked confirmed declined     | void         | engine |
file.attach                     | -                            | attached     | sisp_editor sisp_signatory das_officer | OPEN
file.remove                     | attached                     | removed      | sisp_editor sisp_signatory das_officer | OPEN
sheet.assign                    | - void                       | assigned     | das_officer | in_committee deliberated decided running
sheet.save                      | assigned                     | draft        | committee_member | OPEN
sheet.save                      | draft                        | =            | committee_member | OPEN
sheet.seal                      | assigned draft               | sealed       | committee_member | OPEN
sheet.moderate                  | sealed                       | moderated    | committee_member | OPEN
sheet.moderate                  | moderated                    | =            | committee_member | OPEN
sheet.declare_conflict          | -                            | conflict     | committee_member das_officer | OPEN
sheet.declare_conflict          | assigned draft sealed moderated void | conflict | committee_member das_officer engine | OPEN
sheet.void                      | assigned draft               | void         | engine |
version.issue                   | -                            | issued       | engine |
version.sign                    | issued                       | partly_signed | engine |
version.sign                    | partly_signed                | signed       | engine |
version.refuse                  | issued partly_signed         | void         | funder_signatory sisp_signatory partner_signatory | DECIDED
version.void                    | issued partly_signed         | void         | das_officer engine | DECIDED
instalment.plan                 | -                            | planned      | engine |
instalment.fall_due             | planned                      | claimable    | engine |
instalment.claim                | claimable                    | claimed      | sisp_signatory | DECIDED
instalment.return               | claimed                      | claimable    | das_officer | DECIDED
instalment.approve              | claimed                      | approved     | das_director | DECIDED
instalment.pay                  | approved                     | paid         | finance_officer | DECIDED
instalment.hold                 | claimable claimed approved   | held         | das_director | DECIDED
instalment.hold                 | claimable                    | held         | engine |
instalment.release              | held                         | <            | das_director | DECIDED
instalment.bounce               | paid                         | approved     | finance_officer | DECIDED
instalment.void                 | planned claimable claimed approved held | void | engine |
spending.claim                  | -                            | claimed      | engine |
spending.accept                 | claimed                      | accepted     | das_officer | DECIDED
spending.refuse                 | claimed                      | refused      | das_officer | DECIDED
spending.void                   | claimed accepted refused     | void         | engine |
recovery.demand                 | -                            | demanded     | engine |
recovery.receive                | demanded                     | received     | finance_officer | DECIDED
recovery.write_off              | demanded                     | written_off  | funder_signatory | DECIDED
recovery.void                   | demanded                     | void         | engine |
condition.open                  | -                            | open         | engine |
condition.meet                  | open                         | met          | das_officer | DECIDED
condition.waive                 | open                         | waived       | das_director | DECIDED
condition.void                  | open                         | void         | engine |
control.record                  | -                            | recorded     | das_officer auditor | DECIDED
deliverable.expect              | -                            | expected     | engine |
deliverable.deliver             | expected returned            | delivered    | sisp_editor engine | DECIDED
deliverable.explain             | expected returned            | explained    | sisp_editor engine | DECIDED
deliverable.accept              | delivered explained          | accepted     | das_officer | DECIDED
deliverable.return              | delivered explained          | returned     | das_officer | DECIDED
deliverable.void                | expected delivered explained returned | void | engine |
document.file                   | -                            | filed        | engine |
interview.plan                  | -                            | planned      | das_officer | DECIDED
interview.invite                | planned                      | invited      | das_officer | DECIDED
interview.hold                  | planned invited              | held         | engine |
interview.cancel                | planned invited              | void         | das_officer engine | DECIDED
meeting.plan                    | -                            | planned      | das_officer | DECIDED
meeting.invite                  | planned                      | invited      | das_officer | DECIDED
meeting.hold                    | invited                      | held         | das_officer | DECIDED
meeting.cancel                  | planned invited              | void         | das_officer | DECIDED
question.ask                    | -                            | asked        | sisp_editor sisp_signatory partner_signatory | open decided running reviewed
question.answer                 | asked                        | answered     | das_officer | OPEN
question.publish                | answered                     | published    | das_officer | OPEN

organisation.register           | -                            | registered   | import admin |
organisation.update             | registered                   | =            | admin |
organisation.ask_merge          | registered                   | =            | admin |
organisation.merge              | registered                   | absorbed     | admin das_director |
organisation.refuse_merge       | registered                   | =            | admin das_director |
organisation.ask_unmerge        | absorbed                     | =            | admin |
organisation.unmerge            | absorbed                     | registered   | admin das_director |
organisation.refuse_unmerge     | absorbed                     | =            | admin das_director |
organisation.ask_strike         | registered                   | =            | admin |
organisation.strike             | registered                   | =            | admin das_director |
organisation.refuse_strike      | registered                   | =            | admin das_director |
person.register                 | -                            | active       | import admin |
person.grant                    | active                       | =            | admin das_director |
person.revoke                   | active                       | =            | admin das_director |
person.refuse                   | active                       | =            | admin das_director |
person.erase                    | active                       | erased       | admin |
`

// words of the law that stand for several states of the call.
var short = strings.NewReplacer(
	"DECIDED", "decided running reviewed", "OPEN", "open closed in_committee deliberated decided running reviewed",
	"RUNNING", "open closed in_committee deliberated decided running", "APPEAL", "closed in_committee deliberated decided running")

type row struct {
	entity w.Entity
	action w.Action
	from   []w.State
	to     string
	by     []w.Role
	while  []w.State
}

func (r row) name() string { return string(r.entity) + "." + string(r.action) }

var laws = parseLaw()

func parseLaw() (out []row) {
	for line := range strings.Lines(law) {
		cell := strings.Split(line+"||||", "|")
		entity, action, ok := strings.Cut(strings.TrimSpace(cell[0]), ".")
		if !ok {
			continue
		}
		r := row{entity: w.Entity(entity), action: w.Action(action), to: strings.TrimSpace(cell[2])}
		r.from, r.by, r.while = list[w.State](strings.ReplaceAll(cell[1], "-", "?")), list[w.Role](cell[3]), list[w.State](short.Replace(cell[4]))
		for i := range r.from {
			if r.from[i] == "?" {
				r.from[i] = w.Unborn
			}
		}
		out = append(out, r)
	}
	return out
}

func list[T ~string](s string) (out []T) {
	for f := range strings.FieldsSeq(s) {
		out = append(out, T(f))
	}
	return out
}

// TestTablesAreTheLaw compares every edge of the tables with the law: from, to,
// by, and the states of the call.
func TestTablesAreTheLaw(t *testing.T) {
	for _, d := range difference(edgesOfLaw(), edgesOf(programme)) {
		t.Error(d)
	}
}

func difference(law, tables map[string]bool) (out []string) {
	for e := range law {
		if !tables[e] {
			out = append(out, "the tables lack "+e)
		}
	}
	for e := range tables {
		if !law[e] {
			out = append(out, "the law does not know "+e)
		}
	}
	slices.Sort(out)
	return out
}

func edge(entity w.Entity, action w.Action, from w.State, to string, by w.Role, call w.State) string {
	return fmt.Sprintf("%s.%s %q → %s by %s while %q", entity, action, from, to, by, call)
}

func edgesOfLaw() map[string]bool {
	out := map[string]bool{}
	for _, r := range laws {
		for _, f := range r.from {
			for _, b := range r.by {
				while := r.while
				if len(while) == 0 || b == w.Engine && len(r.by) > 1 {
					while = []w.State{"any"}
				}
				for _, s := range while {
					out[edge(r.entity, r.action, f, r.to, b, s)] = true
				}
			}
		}
	}
	return out
}

func edgesOf(p *w.Programme) map[string]bool {
	out := map[string]bool{}
	for _, l := range p.Lifecycles {
		for _, r := range l.Rules {
			for _, e := range edgesOfRule(l.Entity, r) {
				out[e] = true
			}
		}
	}
	return out
}

func edgesOfRule(e w.Entity, r w.Rule) (out []string) {
	froms, while := r.From, r.While
	if len(froms) == 0 {
		froms = []w.State{w.Unborn}
	}
	if len(while) == 0 {
		while = []w.State{"any"}
	}
	for _, f := range froms {
		for _, b := range r.By {
			for _, s := range while {
				out = append(out, edge(e, r.Action, f, target(r), b, s))
			}
		}
	}
	return out
}

func target(r w.Rule) string {
	switch {
	case len(r.Back) > 0:
		return "<"
	case r.To == w.Stay:
		return "="
	default:
		return string(r.To)
	}
}
