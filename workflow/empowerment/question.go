package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// question is one of the FAQ: on applying while the call is open, on projects
// once it is decided. No name is published with it.
var question = []w.Rule{
	{Action: "ask", To: "asked", By: by(w.Editor, w.SispSig, w.PartnerSig), While: append(from(Open), decidedOn...), Does: w.Takes(ask)},
	{Action: "answer", From: from("asked"), To: "answered", By: by(w.Officer), While: fromOpen, Does: w.Takes(answer, bothLanguages)},
	{Action: "publish", From: from("answered"), To: "published", By: by(w.Officer), While: fromOpen, Does: w.Plain(nil), Jobs: mail("E07")},
}

type (
	askIn struct {
		Text w.Text `name:"text" need:"yes" max:"4000"`
	}
	answerIn struct {
		FR string `name:"fr" need:"yes" max:"10000"`
		NL string `name:"nl" need:"yes" max:"10000"`
	}
)

var bothLanguages = w.Check[answerIn]{Code: "texts_missing", Kind: w.Invalid, Field: "nl", Holds: func(_ *w.Case, in answerIn) bool { return w.Words{FR: in.FR, NL: in.NL}.Both() }, Facts: func(*w.Case, answerIn) map[string]any { return map[string]any{"fields": []string{"fr", "nl"}} }}

func ask(k *w.Work, in askIn) {
	org := ""
	for _, role := range []w.Role{w.Editor, w.SispSig, w.PartnerSig} {
		if o := k.Orgs(role); org == "" && len(o) > 0 {
			org = o[0]
		}
	}
	w.Make(k, w.EntityQuestion, "", &w.Question{Org: org, Text: in.Text, Running: slices.Contains(decidedOn, k.Call.State())})
}

func answer(k *w.Work, in answerIn) {
	w.On[*w.Question](&k.Case).Answer = w.Words{FR: in.FR, NL: in.NL}
}
