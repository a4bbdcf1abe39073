package web

import (
	"slices"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/locale"
	"tremplin/workflow"
)

// callFacts are which call an act is on, and for its decisions and its results what
// they say of which project.
func (v *visit) callFacts(e *errand) ([]ui.Fact, error) {
	c := e.view.Call
	facts := []ui.Fact{{Term: locale.Entity(v.lang, workflow.EntityCall), Text: c.Reference + ", " + v.title(e.view)}}
	decides := e.act.Name() == "call.decide"
	if e.act.Name() != "call.publish_results" && !decides {
		return facts, nil
	}
	list, err := v.site.App.Files(v.Request().Context(), v.who, app.Wanted{Call: c.Ref().Dossier, Page: app.Page{Limit: resultsAtOnce}})
	if err != nil {
		return nil, err
	}
	var sum workflow.Money
	for _, b := range list.Files {
		if decides && slices.Contains([]workflow.State{"reserve", "rejected"}, b.State) {
			facts = append(facts, ui.Fact{Term: v.briefTitle(b.Title), Text: locale.State(v.lang, workflow.EntitySubmission, b.State)})
		}
		if b.Awarded == 0 {
			continue
		}
		sum += b.Awarded
		facts = append(facts, ui.Fact{Term: v.briefTitle(b.Title), Text: locale.Money(v.lang, b.Awarded), Num: true})
	}
	facts = append(facts, ui.Fact{Term: v.t("table.total"), Text: locale.Money(v.lang, sum), Num: true, Total: true})
	if decides {
		return facts, nil
	}
	return v.publishFacts(c, facts)
}

// publishFacts add when results were published before, and which letters are not filed
// yet: nothing refuses to publish before them.
func (v *visit) publishFacts(c *workflow.Call, facts []ui.Fact) ([]ui.Fact, error) {
	if c.PublishedOn != "" {
		facts = append(facts, ui.Fact{Term: v.t("publish.already"), Text: v.t("publish.already_on", "date", ui.LongDate(v.lang, c.PublishedOn))})
	}
	sent, err := v.site.App.Letters(v.Request().Context(), v.who, c.Ref().Dossier, "", 1)
	if err != nil {
		return nil, err
	}
	if n := sent.All; n.Made < n.Ordered {
		facts = append(facts, ui.Fact{Term: v.t("publish.letters"), Text: v.t("publish.letters_left", "n", n.Made, "of", n.Ordered)})
	}
	return facts, nil
}

// resultsAtOnce is how many projects a confirmation names.
const resultsAtOnce = 200
