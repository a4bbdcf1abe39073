package api

import (
	"net/http"

	"tremplin/app"
)

func (s *Server) submissionRoutes() {
	unfit := []int{http.StatusUnprocessableEntity}
	add(s, route{id: "list-call-submissions", path: pathCalls + "/{id}/submissions", tag: "submissions", summary: "The submissions of a call that may be seen", answers: List[Brief]{}, refuses: unfit}, listOfCall)
	add(s, route{id: "list-submissions", path: pathSubmissions, tag: "submissions", summary: "The submissions of all calls that may be seen", answers: List[Brief]{}, refuses: unfit}, listSubmissions)
	add(s, route{id: "search", path: Prefix + "/search", tag: "submissions", summary: "What a text finds: in numbers, titles, names of SISPs and partners, and documents by their number", answers: Found{}, refuses: unfit}, search)
	add(s, route{id: "get-submission", path: pathSubmissions + "/{id}", tag: "submissions", summary: "A submission, then project, with its parts", answers: Submission{}}, getSubmission)
	add(s, route{id: "list-submission-events", path: pathSubmissions + "/{id}/events", tag: "submissions", summary: "What happened, as far as it may be told, the oldest first", answers: List[Event]{}, refuses: unfit}, listEvents)

	part(s, pathSubmissions, "parties", func(v *app.View) []Party { return partsOf(v.File).Parties })
	part(s, pathSubmissions, "files", func(v *app.View) []File { return each(v.File.Files, fileOf) })
	part(s, pathSubmissions, "sheets", func(v *app.View) []Sheet { return each(v.File.Sheets, sheetOf) })
	part(s, pathSubmissions, "conditions", func(v *app.View) []Condition { return each(v.File.Conditions, conditionOf) })
	part(s, pathSubmissions, "versions", func(v *app.View) []Version { return each(v.File.Versions, versionOf) })
	part(s, pathSubmissions, "instalments", func(v *app.View) []Instalment { return each(v.File.Instalments, instalmentOf) })
	part(s, pathSubmissions, "spending", func(v *app.View) []Spending { return each(v.File.Spending, spendingOf) })
	part(s, pathSubmissions, "recoveries", func(v *app.View) []Recovery { return each(v.File.Recoveries, recoveryOf) })
	part(s, pathSubmissions, "controls", func(v *app.View) []Control { return each(v.File.Controls, controlOf) })
	part(s, pathSubmissions, "deliverables", func(v *app.View) []Deliverable { return each(v.File.Deliverables, deliverableOf) })
	part(s, pathSubmissions, "interviews", func(v *app.View) []Interview { return each(v.File.Interviews, interviewOf) })
}

// Narrowed is what a list of submissions is Narrowed by.
type Narrowed struct {
	Paged

	State string `query:"state" doc:"As it is shown"`
	Sisp  string `query:"sisp"`
	Text  string `query:"q" doc:"In the number, the title, the names of SISP and partners"`
}

type narrowedByCall struct {
	ByID
	Narrowed
}

func listOfCall(v *visit, in *narrowedByCall) (*answer, error) {
	view, err := v.App.CallOf(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return v.list(&in.Narrowed, view.Ref().Dossier)
}

func listSubmissions(v *visit, in *Narrowed) (*answer, error) { return v.list(in, "") }

func (v *visit) list(in *Narrowed, call string) (*answer, error) {
	after, limit, err := in.read()
	if err != nil {
		return nil, err
	}
	found, err := v.App.Files(v.ctx, v.who, app.Wanted{
		Call: call, Sisp: in.Sisp, State: state(in.State), Text: in.Text, Page: app.Page{After: after, Limit: limit},
	})
	if err != nil {
		return nil, err
	}
	return listed(v, all(found.Files, briefOf), found.Next), nil
}

func search(v *visit, in *struct {
	Text string `query:"q" required:"true"`
},
) (*answer, error) {
	f, err := v.App.Find(v.ctx, v.who, in.Text)
	if err != nil {
		return nil, err
	}
	return ok(Found{
		Submissions: all(f.Files, briefOf), More: f.More,
		Documents: all(f.Documents, func(d app.FoundDocument) Document { return documentOf(pathSubmissions, d.Document) }),
	}), nil
}

func getSubmission(v *visit, in *ByID) (*answer, error) {
	view, err := v.App.Look(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(submissionOf(view)), nil
}

func listEvents(v *visit, in *pagedByID) (*answer, error) {
	view, err := v.App.Look(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return paginate(v, &in.Paged, eventsOf(v.who, view))
}
