package document

import (
	"tremplin/locale"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// numbered is the dossier's number.
func (b *bench) numbered(r *ranking.Ranked) locale.Fact {
	return locale.Said(DossierNumber(b.Call, b.files[r.ID]))
}

// headed is number and title.
func (s *Source) headed(x *workflow.Submission) locale.Fact {
	return locale.Phrase(locale.Said(DossierNumber(s.Call, x)), titleOf(x))
}

func titleOf(x *workflow.Submission) locale.Fact {
	if x.Proposal == nil {
		return locale.Unknown()
	}
	return said(x.Proposal.Title)
}

func opinionOf(x *workflow.Submission) locale.Fact {
	return locale.Named("choice.opinion." + x.Opinion.Opinion)
}

// ofMethod is the grid, and what decides between equals.
func (b *bench) ofMethod(f locale.Facts) {
	var rows []locale.Facts
	for _, c := range b.rules().Criteria {
		least := locale.Both("aucun", "geen")
		if c.Threshold > 0 {
			least = locale.Measured(c.Threshold)
		}
		rows = append(rows, row(map[string]locale.Fact{
			"criterion_title": both(c.Title), "criterion_weight": locale.PerCent(c.Weight),
			"criterion_max": locale.Counted(c.Max), "criterion_threshold": least,
		}))
	}
	f.Each["criterion"] = rows
	var ties []locale.Fact
	for _, id := range b.rules().Ties {
		if id == ranking.BySubmission {
			ties = append(ties, locale.Both("le moment de l’introduction", "het moment van indiening"))
			continue
		}
		ties = append(ties, b.criterion(id))
	}
	ties = append(ties, locale.Both("le numéro du dossier", "het dossiernummer"))
	f.Is["tie_break_rule"] = locale.Phrase(ties...)
}

func (b *bench) criterion(id string) locale.Fact {
	for _, c := range b.rules().Criteria {
		if c.ID == id {
			return both(c.Title)
		}
	}
	return locale.Said(id)
}

// ofRanking is the ranking with each opinion, and the line where the envelope ends.
func (b *bench) ofRanking(f locale.Facts) {
	var rows []locale.Facts
	var tied, below []locale.Fact
	for i := range b.ranked {
		r := &b.ranked[i]
		rows = append(rows, b.opinion(r))
		if r.Tied {
			tied = append(tied, b.numbered(r))
		}
		if r.Below() {
			below = append(below, b.numbered(r))
		}
	}
	f.Each["ranked_project"] = rows
	f.If["any_ranked"] = len(rows) > 0
	f.If["has_ties"], f.Is["tied_list"] = len(tied) > 0, listed(tied)
	f.If["below_threshold"], f.Is["below_list"] = len(below) > 0, listed(below)

	line, sum := ranking.Line(b.ranked, b.Call.Envelope), workflow.Money(0)
	if line > 0 {
		sum = b.ranked[line-1].Cumulative
	}
	f.If["line_after_all"] = line == len(b.ranked)
	f.If["line_before_all"] = line == 0 && len(b.ranked) > 0
	f.If["line_within"] = line > 0 && line < len(b.ranked)
	f.Is["budget_line_rank"] = locale.Counted(line)
	f.Is["budget_line_cumulative"] = locale.Euros(sum)
	f.Is["budget_line_left"] = locale.Euros(b.Call.Envelope - sum)
}

// opinion is a project in its place, with what the committee says of it.
func (b *bench) opinion(r *ranking.Ranked) locale.Facts {
	x := b.files[r.ID]
	f := row(map[string]locale.Fact{
		"rank": locale.Counted(r.Place), "project_number": b.numbered(r), "project_title": titleOf(x),
		"sisp_name": b.orgName(x.Sisp), "partners_list": b.partnersOf(x),
		"requested_amount": locale.Euros(x.Requested), "advised_amount": locale.Euros(x.Opinion.Advised),
		"cumulative_advised": locale.Euros(r.Cumulative), "committee_opinion": opinionOf(x),
		"committee_reasons": said(x.Opinion.Reasons), "sheets_counted": locale.Counted(len(r.Each)),
		"mean_score": locale.Both("sans score", "zonder score"), "score_spread": locale.Scored(r.Spread.Number()),
	})
	if r.Scored() {
		f.Is["mean_score"] = locale.Scored(r.Total.Number())
	}
	var conditions []locale.Facts
	for _, c := range x.Opinion.Conditions {
		conditions = append(conditions, row(map[string]locale.Fact{"condition_text": said(c)}))
	}
	f.Each = map[string][]locale.Facts{"opinion_condition": conditions}
	return f
}

// partnersOf are the names of a dossier's partners.
func (s *Source) partnersOf(x *workflow.Submission) locale.Fact {
	if x.Proposal == nil {
		return listed(nil)
	}
	return s.partners(x)
}

// ofVotes are the votes, where one was taken.
func (b *bench) ofVotes(f locale.Facts) {
	var rows []locale.Facts
	for i := range b.ranked {
		x := b.files[b.ranked[i].ID]
		v := x.Opinion.Votes
		if v == nil {
			continue
		}
		rows = append(rows, row(map[string]locale.Fact{
			"vote_subject": b.headed(x), "vote_for": locale.Counted(v.For), "vote_against": locale.Counted(v.Against),
			"vote_abstain": locale.Counted(v.Abstain), "vote_recused": locale.Counted(len(b.conflicted(x))), "vote_result": opinionOf(x),
		}))
	}
	f.Each["vote"] = rows
	f.If["consensus_only"] = len(rows) == 0
	f.If["some_without_vote"] = len(rows) < len(b.ranked)
}

// ofProposal adds up what the committee proposes, by its opinions.
func (b *bench) ofProposal(f locale.Facts) {
	all := map[string][]locale.Fact{}
	sum := map[string]workflow.Money{}
	for i := range b.ranked {
		o := b.files[b.ranked[i].ID].Opinion
		as := map[string]string{"favourable": "award", "favourable_with_conditions": "award", "reserve": "reserve"}[o.Opinion]
		if as == "" {
			as = "reject"
		}
		all[as] = append(all[as], b.numbered(&b.ranked[i]))
		sum[as] += o.Advised
	}
	for _, as := range []string{"award", "reserve", "reject"} {
		f.Is["proposed_"+as+"_count"] = locale.Counted(len(all[as]))
	}
	f.Is["proposed_award_list"] = listed(all["award"])
	f.Is["proposed_reserve_order"] = listed(all["reserve"])
	f.Is["proposed_reject_list"] = listed(all["reject"])
	f.Is["proposed_award_total"] = locale.Euros(sum["award"])
	f.Is["proposed_reserve_total"] = locale.Euros(sum["reserve"])
	over := max(0, sum["award"]-b.Call.Envelope)
	f.If["over_envelope"], f.Is["over_envelope_amount"] = over > 0, locale.Euros(over)
}

// ofScores are the annexes: each criterion's mean, and the scores that were changed.
func (b *bench) ofScores(f locale.Facts) {
	var scores, moved []locale.Facts
	for i := range b.ranked {
		r := &b.ranked[i]
		for at, c := range r.Criteria {
			remark := locale.Blank()
			if c.Below {
				remark = locale.Both("Sous le minimum", "Onder het minimum")
			}
			if !r.Scored() {
				remark = locale.Both("Aucune grille", "Geen rooster")
			}
			scores = append(scores, row(map[string]locale.Fact{
				"score_project": b.numbered(r), "criterion_title": b.criterion(c.ID), "criterion_mean": locale.Scored(c.Mean.Number()),
				"criterion_max": locale.Counted(b.rules().Criteria[at].Max), "criterion_spread": locale.Scored(c.Spread.Number()), "criterion_remark": remark,
			}))
		}
		moved = append(moved, b.moderated(r)...)
	}
	f.Each["criterion_score"], f.Each["moderation"] = scores, moved
	f.If["moderated_scores"], f.Is["moderated_count"] = len(moved) > 0, locale.Counted(len(moved))
}

// moderated are the scores that a member changed, with both values.
func (b *bench) moderated(r *ranking.Ranked) (out []locale.Facts) {
	for _, sheet := range b.files[r.ID].Sheets {
		if sheet.State() != "moderated" {
			continue
		}
		for _, m := range sheet.Moderated {
			before := locale.Blank()
			for _, s := range sheet.Scores {
				if s.Criterion == m.Criterion {
					before = locale.Measured(s.Score)
				}
			}
			out = append(out, row(map[string]locale.Fact{
				"score_project": b.numbered(r), "moderation_member": b.person(sheet.Person), "criterion_title": b.criterion(m.Criterion),
				"score_before": before, "score_after": locale.Measured(m.Score), "score_reason": said(m.Reasons),
			}))
		}
	}
	return out
}
