package api

import (
	"net/http"
	"strconv"

	"tremplin/app"
	"tremplin/workflow"
)

// ByID is an address that names something.
type ByID struct {
	ID string `path:"id"`
}

// ByPart is an address that names a part of something.
type ByPart struct {
	ID string `path:"id"`
	N  string `path:"n" doc:"The part's id"`
}

type (
	pagedByID struct {
		ByID
		Paged
	}
	nothing struct{}
)

// readRoutes are all that only tells.
func (s *Server) readRoutes() {
	s.publicRoutes()
	s.callRoutes()
	s.exportRoutes()
	s.submissionRoutes()
	s.paperRoutes()
	s.houseRoutes()
}

func (s *Server) callRoutes() {
	add(s, route{id: "list-calls", path: pathCalls, tag: "calls", summary: "The calls that may be seen, the newest first", answers: List[Call]{}, refuses: []int{http.StatusUnprocessableEntity}}, listCalls)
	add(s, route{id: "get-call", path: pathCalls + "/{id}", tag: "calls", summary: "A call, by its id or its reference", answers: Call{}}, getCall)
	s.rankingRoutes()
	add(s, route{id: "list-ledger", path: pathCalls + "/{id}/ledger", tag: "calls", summary: "The ledger of a call, line by line", text: "For the funder's side.", answers: List[LedgerLine]{}, refuses: []int{http.StatusUnprocessableEntity}}, listLedger)
	add(s, route{id: "get-report", path: pathCalls + "/{id}/report", tag: "calls", summary: "The programme report of a call, as it now stands", text: "For the funder's side. The same as `tremplin report CALL --format json`.", answers: Report{}}, getReport)
	add(s, route{id: "list-call-events", path: pathCalls + "/{id}/events", tag: "calls", summary: "What happened in a call, the oldest first", answers: List[Event]{}, refuses: []int{http.StatusUnprocessableEntity}}, listCallEvents)
	part(s, pathCalls, "members", func(v *app.View) []Member { return each(v.Call.Members, memberOf) })
	part(s, pathCalls, "meetings", func(v *app.View) []Meeting { return each(v.Call.Meetings, meetingOf) })
	add(s, route{id: "list-questions", path: pathCalls + "/{id}/questions", tag: "calls", summary: "The questions and answers of a call", answers: List[Question]{}, refuses: []int{http.StatusUnprocessableEntity}}, listQuestions)
}

// part lists the parts of one kind of a dossier.
func part[T any](s *Server, on, name string, of func(*app.View) []T) {
	tag := on[len(Prefix)+1:]
	one := tag[:len(tag)-1]
	r := route{id: "list-" + one + "-" + name, path: on + "/{id}/" + name, tag: tag, summary: "The " + name + " of a " + one, answers: List[T]{}, refuses: []int{http.StatusUnprocessableEntity}}
	add(s, r, func(v *visit, in *pagedByID) (*answer, error) {
		view, err := v.look(on, in.ID)
		if err != nil {
			return nil, err
		}
		return paginate(v, &in.Paged, of(view))
	})
}

// paginate answers with a page of a list that is there whole.
func paginate[T any](v *visit, p *Paged, whole []T) (*answer, error) {
	after, limit, err := p.read()
	if err != nil {
		return nil, err
	}
	items, last, err := cut(whole, after, limit)
	if err != nil {
		return nil, err
	}
	if items == nil {
		items = []T{}
	}
	return listed(v, items, last), nil
}

// look is a call or a submission, as this person may have it.
func (v *visit) look(on, id string) (*app.View, error) {
	if on == pathCalls {
		return v.App.LookAtCall(v.ctx, v.who, id)
	}
	return v.App.Look(v.ctx, v.who, id)
}

func listCalls(v *visit, in *Paged) (*answer, error) {
	after, limit, err := in.read()
	if err != nil {
		return nil, err
	}
	calls, more, err := v.App.Calls(v.ctx, v.who, after, limit)
	if err != nil {
		return nil, err
	}
	last := ""
	if more {
		last = calls[len(calls)-1].Ref().Dossier
	}
	return listed(v, all(calls, func(c *workflow.Call) Call { return callOf(c, v.who) }), last), nil
}

func getCall(v *visit, in *ByID) (*answer, error) {
	view, err := v.App.LookAtCall(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(callOf(view.Call, v.who)), nil
}

func listCallEvents(v *visit, in *pagedByID) (*answer, error) {
	view, err := v.App.LookAtCall(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return paginate(v, &in.Paged, eventsOf(v.who, view))
}

func listQuestions(v *visit, in *pagedByID) (*answer, error) {
	view, err := v.App.LookAtCall(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return paginate(v, &in.Paged, each(view.Call.Questions, func(q *workflow.Question) Question { return questionOf(q, v.who) }))
}

func listLedger(v *visit, in *pagedByID) (*answer, error) {
	after, limit, err := in.read()
	if err != nil {
		return nil, err
	}
	seq, err := place(after)
	if err != nil {
		return nil, err
	}
	lines, err := v.App.Ledger(v.ctx, v.who, in.ID, seq, limit+1)
	if err != nil {
		return nil, err
	}
	last := ""
	if len(lines) > limit {
		lines = lines[:limit]
		last = strconv.FormatInt(lines[limit-1].Seq, 10)
	}
	return listed(v, all(lines, ledgerLineOf), last), nil
}

func getReport(v *visit, in *ByID) (*answer, error) {
	r, err := v.App.ReportTo(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	return ok(reportOf(r)), nil
}
