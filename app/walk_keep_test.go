package app_test

import (
	"errors"

	"tremplin/app"
	"tremplin/workflow"
)

// keep does something about people: roles that come and go, somebody new,
// somebody erased. Nobody loses what the calls need to end.
func (w *walker) keep(c *workflow.Case) {
	w.Helper()
	spare := []string{"guest", "late", "audit", "new1", "new2", "new3"}
	by := pick(w.rng, []string{"root1", "root2", "dir"})
	who := pick(w.rng, spare)
	values := fields{"person": who}
	action := pick(w.rng, []workflow.Action{"grant", "grant", "revoke", "erase", "register"})
	switch action {
	case "grant":
		values["role"] = pick(w.rng, []string{"auditor", "das_director", "sisp_editor", "finance_officer", "astronaut"})
	case "revoke":
		values["role"] = pick(w.rng, []string{"auditor", "das_director", "sisp_editor", "finance_officer"})
	case "register":
		values = fields{"id": who, "name": "Personne " + who, "organisation": "gamma"}
	}
	if w.stood == "" {
		w.stood = w.standing()
	}
	_, err := w.app.Perform(w.ctx, app.Command{Actor: by, Surface: "walk", Entity: workflow.EntityPerson, Action: action, Values: values, At: w.now})
	no, isNo := errors.AsType[*workflow.Error](err)
	switch {
	case err != nil && !isNo:
		w.Fatalf("person.%s by %s with %v: %v", action, by, values, err)
	case isNo:
		w.walked.refused[no.Outcome()]++
		if after := w.standing(); after != w.stood {
			w.Fatalf("person.%s was refused with %v and left something behind", action, err)
		}
	default:
		w.stood = ""
		w.done["person."+string(action)]++
		w.holds(w.load(c.Call.Ref().Dossier, ""))
	}
}
