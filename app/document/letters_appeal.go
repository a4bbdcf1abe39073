package document

import (
	"strings"

	"tremplin/locale"
	"tremplin/workflow"
)

// Letters that answer an appeal to the funder.

func (l *letter) upheld() error {
	// The committee may have been asked at once: the next act of the engine.
	l.when("eligible_again", l.File.State() == "eligible" || l.File.State() == workflow.SubmissionUnderReview)
	return l.answered("uphold", "upheld")
}

func (l *letter) dismissed() error { return l.answered("dismiss", "dismissed") }

func (l *letter) answered(action workflow.Action, outcome string) error {
	a := l.File.Appeal
	e, err := l.did(action)
	if err != nil {
		return err
	}
	if a == nil || a.Outcome != outcome {
		return lacks("an appeal that was " + outcome)
	}
	if err := l.why("appeal_reasons", "the reasons of the answer", a.Reasons); err != nil {
		return err
	}
	items, err := arguments(a)
	if err != nil {
		return err
	}
	l.each("appeal_argument", items)
	l.is("appeal_received_on", day(a.On))
	l.is("contested_notified_on", eventDay(l.refusal()))
	l.decided(l.File.Mandate, workflow.DateOf(e.At))
	l.is("appeal_decision_date", l.f.Is["decision_date"])
	l.signed(e.By, workflow.FunderSig)
	return nil
}

// refusal is the act that sent the letter which the appeal is against.
func (l *letter) refusal() *Event {
	return last(l.Past, workflow.EntitySubmission, "notify", "declare_ineligible")
}

// arguments are those of the appeal, each with its answer; answers beyond them
// go with the last.
func arguments(a *workflow.Appeal) (out []locale.Facts, err error) {
	n := len(a.Arguments)
	for i, x := range a.Arguments {
		if i >= len(a.Answers) || strings.TrimSpace(a.Answers[i].Body) == "" {
			return nil, lacks("an answer to each argument")
		}
		answer := []string{a.Answers[i].Body}
		if i == n-1 {
			for _, more := range a.Answers[n:] {
				answer = append(answer, more.Body)
			}
		}
		out = append(out, locale.Facts{Is: map[string]locale.Fact{
			"appeal_argument_summary": said(x), "appeal_argument_answer": locale.Said(strings.Join(answer, "\n")),
		}})
	}
	return out, nil
}
