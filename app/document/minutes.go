package document

import (
	"fmt"
	"slices"

	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

var minutesSay = map[string]func(*Source) (locale.Facts, error){"minutes": minutes}

// bench is what lies before the committee when it concludes.
type bench struct {
	*Source
	files  map[string]*workflow.Submission // by dossier
	ranked []ranking.Ranked
}

// minutes are those of the committee (procès-verbal): who was there, who stood
// aside, how it scored, and what it advises.
func minutes(s *Source) (locale.Facts, error) {
	if s.Call.ConcludedOn == "" {
		return locale.Facts{}, fmt.Errorf("%w: the committee has not concluded", ErrMayNot)
	}
	b := newBench(s)
	f := s.facts()
	f.Is["committee_date"] = day(s.Call.ConcludedOn)
	f.Is["quorum"] = locale.Counted(s.rules().Quorum)
	b.ofCounts(f)
	b.ofChair(f)
	b.ofMembers(f)
	b.ofConflicts(f)
	b.ofMethod(f)
	b.ofRanking(f)
	b.ofVotes(f)
	b.ofProposal(f)
	b.ofScores(f)
	return f, nil
}

// newBench takes the dossiers that have an opinion and are still there: what was
// withdrawn since no longer competes.
func newBench(s *Source) *bench {
	b := &bench{Source: s, files: map[string]*workflow.Submission{}}
	var entries []ranking.Entry
	for _, x := range s.All {
		if x.Opinion == nil || x.State() == "withdrawn" || x.State() == "expired" {
			continue
		}
		b.files[x.Ref().Dossier] = x
		entries = append(entries, ranking.EntryOf(x))
	}
	b.ranked = ranking.Rank(s.rules(), entries)
	return b
}

func (b *bench) ofCounts(f locale.Facts) {
	received, withdrawn, fit := 0, 0, 0
	for _, x := range b.All {
		if x.SubmittedAt.IsZero() {
			continue
		}
		received++
		if x.State() == "withdrawn" {
			withdrawn++
		}
		if foundEligible(x) {
			fit++
		}
	}
	f.Is["submissions_received"] = locale.Counted(received)
	f.Is["submissions_eligible"] = locale.Counted(fit)
	f.Is["submissions_reviewed"] = locale.Counted(len(b.ranked))
	f.Is["submissions_withdrawn"] = locale.Counted(withdrawn)
}

// foundEligible reports whether the dossier passed the screening, whatever came
// of it later.
func foundEligible(x *workflow.Submission) bool {
	switch x.State() {
	case "draft", "submitted", "incomplete", "ineligible":
		return false
	case "withdrawn", "expired", "under_appeal":
		judged := x.Opinion != nil || x.Verdict != nil || len(x.Sheets) > 0
		return judged || x.Screening.By != "" && x.Screening.Facts.Empty() && x.Completion.Until == ""
	default:
		return true
	}
}

// ofChair is who led: whoever concluded.
func (b *bench) ofChair(f locale.Facts) {
	who := ""
	if e := last(b.CallPast, workflow.EntityCall, "conclude"); e != nil {
		who = e.By
	}
	m := b.Call.Appointed(who)
	for _, as := range []string{"acting_chair", "chair"} {
		i := slices.IndexFunc(b.Call.Members, func(x *workflow.Member) bool { return x.State() == workflow.MemberAppointed && x.As == as })
		if m == nil && i >= 0 {
			m = b.Call.Members[i]
		}
	}
	f.Is["chair_name"], f.Is["chair_capacity"] = locale.Unknown(), locale.Named("choice.as.chair")
	if m != nil {
		f.Is["chair_name"], f.Is["chair_capacity"] = b.person(m.Person), capacity(m)
	}
	f.If["chair_replaced"] = m != nil && m.As == "acting_chair"
}

func capacity(m *workflow.Member) locale.Fact { return locale.Named("choice.as." + m.As) }

// ofMembers says who sat on the committee and who was there.
func (b *bench) ofMembers(f locale.Facts) {
	there := func(person string) bool {
		return slices.ContainsFunc(b.Call.Present, func(a workflow.Attendee) bool { return a.Person == person })
	}
	seated, present := 0, 0
	var rows []locale.Facts
	for _, m := range b.Call.Members {
		if m.State() != workflow.MemberAppointed {
			continue
		}
		seated++
		if there(m.Person) {
			present++
		}
		rows = append(rows, row(map[string]locale.Fact{
			"member_name": b.person(m.Person), "member_capacity": capacity(m),
			"member_organisation": b.memberOf(m.Person), "member_presence": yesNo(there(m.Person)),
		}))
	}
	var others []workflow.Attendee
	for _, a := range b.Call.Present {
		if a.Person == "" || b.Call.Appointed(a.Person) == nil {
			others = append(others, a)
		}
	}
	f.Each["member"] = rows
	f.Is["member_count"], f.Is["members_present"] = locale.Counted(seated), locale.Counted(present)
	f.If["others_present"], f.Is["others_list"] = len(others) > 0, b.attendees(others)

	var missed []locale.Fact
	for i := range b.ranked {
		if len(b.ranked[i].Each) < b.rules().Quorum {
			missed = append(missed, b.numbered(&b.ranked[i]))
		}
	}
	f.If["quorum_reached"], f.Is["quorum_missed_list"] = len(missed) == 0, listed(missed)
}

// memberOf is the organisation of a member, who need not have one.
func (b *bench) memberOf(person string) locale.Fact {
	if p := b.House.Person(person); p != nil && p.Org != "" {
		return b.orgName(p.Org)
	}
	return locale.Blank()
}

// ofConflicts names each member and project that were kept apart, and why.
func (b *bench) ofConflicts(f locale.Facts) {
	var rows []locale.Facts
	named := map[string]bool{}
	for i := range b.ranked {
		x := b.files[b.ranked[i].ID]
		for _, who := range b.conflicted(x) {
			named[who] = true
			source, detail := b.conflict(x, who)
			rows = append(rows, row(map[string]locale.Fact{
				"conflict_member": b.person(who), "conflict_project": b.headed(x), "conflict_source": source, "conflict_detail": detail,
				"conflict_handling": handling(x, who),
			}))
		}
	}
	for _, m := range b.Call.Members { // a seat keeps the mark when its dossier has left the committee
		if m.State() == workflow.MemberAppointed && m.Conflict && !named[m.Person] {
			rows = append(rows, row(map[string]locale.Fact{
				"conflict_member": b.person(m.Person), "conflict_source": locale.Blank(), "conflict_detail": locale.Blank(),
				"conflict_handling": locale.Both("Accès fermé", "Toegang gesloten"),
				"conflict_project":  locale.Both("Un dossier qui n’est plus devant le comité", "Een dossier dat niet meer bij het comité ligt"),
			}))
		}
	}
	f.If["has_conflicts"], f.Each["conflict"] = len(rows) > 0, rows
}

// conflicted are those with a conflict in the dossier: members first, then who
// declared one and has left. Whose sheet counts had none that was known: nobody
// concludes over one. Nor has any other member by what came later, as a merger.
func (b *bench) conflicted(x *workflow.Submission) (who []string) {
	for _, m := range b.Call.Members {
		counts := slices.ContainsFunc(x.Sheets, func(s *workflow.Sheet) bool {
			return s.Person == m.Person && (s.State() == "sealed" || s.State() == "moderated")
		})
		if m.State() == workflow.MemberAppointed && !counts && b.sight(m.Person).Conflicted(x) {
			who = append(who, m.Person)
		}
	}
	for _, sheet := range x.Sheets {
		if sheet.State() == workflow.SheetConflict && !slices.Contains(who, sheet.Person) {
			who = append(who, sheet.Person)
		}
	}
	return who
}

// sight has the mandates of the day of the minutes.
func (b *bench) sight(person string) workflow.Sight {
	h := b.HouseThen
	if h == nil {
		h = b.House
	}
	return workflow.Sight{Person: person, Mandates: h.MandatesOf(person)}
}

// handling is what was done about a conflict: access ended, and a sheet that there
// was is out of every sum.
func handling(x *workflow.Submission, who string) locale.Fact {
	for _, s := range x.Sheets {
		if s.Person == who && s.State() == workflow.SheetConflict && len(s.Scores) > 0 {
			return locale.Both("Accès fermé, grille retirée des scores", "Toegang gesloten, rooster uit de scores genomen")
		}
	}
	return locale.Both("Accès fermé, aucune grille", "Toegang gesloten, geen rooster")
}

// conflict tells a declared conflict from one that mandates show.
func (b *bench) conflict(x *workflow.Submission, who string) (source, detail locale.Fact) {
	detail = locale.Blank()
	i := slices.IndexFunc(x.Sheets, func(s *workflow.Sheet) bool { return s.Person == who && s.State() == workflow.SheetConflict })
	if i >= 0 && !x.Sheets[i].Reasons.Empty() {
		detail = said(x.Sheets[i].Reasons)
	}
	if i >= 0 && !x.Sheets[i].ByMandate {
		return locale.Both("Déclaration", "Melding"), detail
	}
	var orgs []locale.Fact
	for _, org := range b.sight(who).Mandates {
		if org == x.Sisp || x.Joins(org) {
			orgs = append(orgs, b.orgName(org))
		}
	}
	if detail.Kind == locale.FactBlank && len(orgs) > 0 {
		detail = locale.Listed(orgs...)
	}
	return locale.Both("Mandat", "Mandaat"), detail
}
