package web

import (
	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// atOnce: the act asks for nothing but the yes to what follows, so that there is one
// page to confirm it and no form before. The SISP's and the partners' acts keep theirs,
// which tells what is handed in.
func (v *visit) atOnce(e *errand) bool {
	return len(e.act.Fields) == 0 && v.grave(e.act) && (v.who.Sight.Funder || v.who.Sight.Committee && e.act.Entity == workflow.EntitySheet)
}

// confirmAtOnce shows what follows, with the one button that does it.
func (v *visit) confirmAtOnce(e *errand) error {
	typed := ui.Typed{ui.NameKey: {newKey()}, ui.NameVersion: {told(e.view)}}
	_, err := v.stepped(e, v.command(e, nil, typed), ui.Posted{Typed: typed})
	return err
}

// sealed is what a member is about to seal: how many criteria, and what they come to.
func (v *visit) sealed(e *errand) []ui.Fact {
	x, ok := e.view.Part(e.on).(*workflow.Sheet)
	if !ok || e.act.Action != "seal" {
		return nil
	}
	rules := e.view.Call.Edition(e.view.File.Edition)
	return []ui.Fact{
		{Term: v.t("score.criteria"), Text: v.t("committee.of", "n", len(x.Scores), "of", len(rules.Criteria))},
		{Term: v.t("sheet.weighted"), Text: locale.Score(v.lang, app.SheetTotal(rules, x)), Num: true},
	}
}
