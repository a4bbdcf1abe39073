package locale_test

import (
	"slices"
	"testing"

	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
	"tremplin/workflow/ranking"
)

var roles = []workflow.Role{
	workflow.Officer, workflow.Director, workflow.FunderSig, workflow.Finance, workflow.Editor, workflow.SispSig, workflow.PartnerSig,
	workflow.CommitteeMember, workflow.CommitteeChair, workflow.Auditor, workflow.Admin, workflow.Clock, workflow.Engine, workflow.Import,
}

// named complains where a key has no text in some language.
func named(t *testing.T, key string) {
	t.Helper()
	for _, l := range locale.Languages {
		if !locale.Has(l, key) {
			t.Errorf("%s: no text for %s", l, key)
		}
	}
}

// TestEverythingOfTheProgrammeHasAName: whatever the tables know, people can read.
func TestEverythingOfTheProgrammeHasAName(t *testing.T) {
	p := empowerment.V1()
	entities := []workflow.Entity{workflow.EntityHouse}
	for _, l := range p.Lifecycles {
		entities = append(entities, l.Entity)
		for i := range l.Rules {
			r := &l.Rules[i]
			named(t, "action."+string(l.Entity)+"."+string(r.Action))
			for _, role := range r.By {
				if !slices.Contains(roles, role) {
					roles = append(roles, role)
				}
			}
			inputs(t, l.Entity, r.Action, "", r.Does.Fields())
		}
		for _, s := range p.States(l.Entity) {
			named(t, "state."+string(l.Entity)+"."+string(s))
		}
	}
	for _, e := range entities {
		named(t, "entity."+string(e))
	}
	for _, r := range roles {
		named(t, "role."+string(r))
	}
}

// inputs checks that each input has a label, and each choice a name.
func inputs(t *testing.T, e workflow.Entity, a workflow.Action, at string, fields []workflow.Field) {
	t.Helper()
	for _, f := range fields {
		if f.Name == "" { // a map's values
			continue
		}
		for _, l := range locale.Languages {
			if locale.Label(l, e, a, at+f.Name) == f.Name && !locale.Has(l, "field."+f.Name) {
				t.Errorf("%s: no label for %s.%s %s", l, e, a, at+f.Name)
			}
		}
		named(t, "kind."+f.Kind)
		for _, v := range f.OneOf {
			named(t, "choice."+f.Name+"."+v)
		}
		inputs(t, e, a, at+f.Name+".", f.Of)
	}
}

func TestWhatTheEngineWritesHasAName(t *testing.T) {
	for _, k := range []workflow.EntryKind{
		workflow.EntryEnvelope, workflow.EntryChange, workflow.EntryCommitment, workflow.EntryRelease,
		workflow.EntryPayment, workflow.EntryRecovery, workflow.EntryWriteOff,
	} {
		named(t, "ledger."+string(k))
	}
	for _, k := range []string{ranking.RankOrderKind, ranking.BestTotalKind, ranking.EqualCutKind, ranking.ByHandKind} {
		named(t, "choice.scenario."+k)
	}
	for _, c := range []workflow.Code{
		ranking.OutUnscored, ranking.OutQuorum, ranking.OutSisp, ranking.OutThreshold, ranking.OutOpinion, ranking.OutCaps, ranking.OutEnvelope, ranking.OutRequest,
		ranking.OutUnknown, ranking.OutTwice, ranking.OutNotChosen,
	} {
		named(t, "choice.out."+string(c))
	}
	for _, v := range []string{"verdict.award", "verdict.reserve", "verdict.reject", "outcome.upheld", "outcome.dismissed", "owes.report", "owes.repayment", "after.balance", "kind.convention"} {
		named(t, "choice."+v)
	}
}

// TestNoTextIsForgotten: what nobody asks for goes. Texts of names that are in
// no table would grow old unseen.
func TestNoTextIsForgotten(t *testing.T) {
	p := empowerment.V1()
	for key := range locale.Keys(locale.FR) {
		family, rest, _ := cut(key)
		switch family {
		case "action":
			e, a, _ := cut(rest)
			if !p.Knows(workflow.Entity(e), workflow.Action(a)) {
				t.Errorf("%s: there is no such action", key)
			}
		case "state":
			e, s, _ := cut(rest)
			if !slices.Contains(p.States(workflow.Entity(e)), workflow.State(s)) {
				t.Errorf("%s: there is no such state", key)
			}
		}
	}
}

func cut(s string) (before, after string, ok bool) {
	for i := range s {
		if s[i] == '.' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{locale.Action(locale.FR, workflow.EntitySubmission, workflow.Action("award")), "Octroyer"},
		{locale.Action(locale.NL, workflow.EntitySubmission, workflow.Action("award")), "Toekennen"},
		{locale.Action(locale.EN, workflow.EntitySubmission, workflow.Action("award")), "Award"},
		{locale.State(locale.FR, workflow.EntitySubmission, workflow.SubmissionReserve), "En réserve"},
		{locale.Entity(locale.NL, workflow.EntityCall), "Projectoproep"},
		{locale.Role(locale.FR, workflow.SispSig), "Signataire de la SISP"},
		{locale.Ledger(locale.NL, workflow.EntryCommitment), "Vastlegging"},
		{locale.Choice(locale.EN, "opinion", "favourable"), "Favourable"},
		{locale.Field(locale.FR, "budget[2].amount"), "Montant demandé"},
		{locale.Label(locale.FR, workflow.EntitySubmission, workflow.Action("award"), "amount"), "Montant octroyé"},
		{locale.Label(locale.FR, workflow.EntitySubmission, workflow.Action("award"), "budget.amount"), "Montant demandé"},
		{breakable(locale.Where(locale.FR, "budget[2].amount")), "Budget n° 3, montant demandé"},
		{breakable(locale.Where(locale.NL, "budget[2].amount")), "Begroting nr. 3, gevraagd bedrag"},
		{breakable(locale.Where(locale.EN, "changes.criteria[0].title.nl")), "Changes, assessment criteria no. 1, title, in Dutch"},
		{locale.Where(locale.FR, "texts.summary"), "Textes, résumé"},
		{locale.Where(locale.FR, "contacts[0].account"), "Personnes de contact n°\u00a01, compte bancaire (IBAN)"},
		{locale.Where(locale.FR, "budgte"), "budgte"},
		{locale.Where(locale.FR, "sisp"), "SISP"},
	} {
		same(t, "name", c.got, c.want)
	}
}
