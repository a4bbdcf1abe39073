package api

import (
	"net/http"
	"time"

	"tremplin/app"
	"tremplin/workflow"
)

// PublicCall is a call as everybody may have it.
type PublicCall struct {
	Call

	Results []Result         `json:"results,omitempty" doc:"Once they are published"`
	Answers []PublicQuestion `json:"answers,omitempty"`
}

// Result is a project that a call supports.
type Result struct {
	Title    string  `json:"title"`
	Leader   Words   `json:"leader"`
	Partners []Words `json:"partners,omitempty"`
	Theme    string  `json:"theme,omitempty"`
	Amount   Euros   `json:"amount"`
}

// PublicQuestion is a published question, with no name.
type PublicQuestion struct {
	ID          string    `json:"id"`
	Text        string    `json:"text"`
	Answer      Words     `json:"answer"`
	PublishedAt time.Time `json:"published_at,omitzero"`
}

func (s *Server) publicRoutes() {
	add(s, route{id: "list-public-calls", path: Prefix + "/public/calls", tag: "public", open: anybody, summary: "The calls that were ever open, the newest first", answers: List[Call]{}, refuses: []int{http.StatusUnprocessableEntity}}, publicCalls)
	add(s, route{id: "get-public-call", path: Prefix + "/public/calls/{id}", tag: "public", open: anybody, summary: "A call with its texts, its published questions and, once they are published, its results", answers: PublicCall{}}, publicCall)
}

func publicCalls(v *visit, in *Paged) (*answer, error) {
	after, limit, err := in.read()
	if err != nil {
		return nil, err
	}
	calls, more, err := v.App.PublicCalls(v.ctx, after, limit)
	if err != nil {
		return nil, err
	}
	return listed(v, all(calls, func(c *workflow.Call) Call { return publicOf(c) }), more), nil
}

func publicCall(v *visit, in *ByID) (*answer, error) {
	c, err := v.App.PublicCall(v.ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := PublicCall{Call: publicOf(c.Call)}
	for _, q := range c.Questions {
		out.Answers = append(out.Answers, PublicQuestion{q.Ref().ID, q.Text.Body, words(q.Answer), c.Asked[q.Ref()].UTC()})
	}
	out.Results = each(c.Results, func(r app.Result) Result {
		return Result{r.Title, words(r.Leader), each(r.Partners, words), r.Theme, euros(r.Amount)}
	})
	return ok(out), nil
}

// publicOf is a call without its questions: those that are published stand in its
// answers.
func publicOf(c *workflow.Call) Call {
	out := callOf(c, &app.Viewer{})
	out.Questions = nil
	return out
}
