package app

import (
	"strings"

	"tremplin/workflow"
)

// target is where a command is aimed.
type target struct {
	call, submission string
	part             workflow.Ref
	house, newCall   bool
}

// aim reads a target from a command: the call is known from the id before
// anything is read.
func aim(cmd Command) (target, error) {
	switch {
	case cmd.Entity == workflow.EntityCall && cmd.Action == "create":
		ref, _ := cmd.Values["reference"].(string)
		t := target{call: CallID(ref), newCall: true}
		if strings.ContainsAny(t.call, "./") || t.call == "" || t.call == workflow.HouseID {
			t.call = nowhere // the rules say what is wrong with the reference
		}
		return t, nil
	case cmd.On == "":
		return aimHouse(cmd)
	}
	dossier, rest, part := strings.Cut(cmd.On, "/")
	t := target{}
	if t.call, t.submission = parseDossier(dossier); t.call == "" {
		return t, workflow.NotThere()
	}
	if part {
		entity, id, ok := strings.Cut(rest, "/")
		if !ok || id == "" {
			return t, workflow.NotThere()
		}
		t.part = workflow.Ref{Entity: workflow.Entity(entity), Dossier: dossier, ID: id}
	}
	return t, nil
}

// aimHouse: acts on a person, or on an organisation, name it among their inputs.
func aimHouse(cmd Command) (target, error) {
	t := target{house: true}
	field := workflow.Naming(cmd.Entity)
	if cmd.Entity != workflow.EntityPerson && cmd.Entity != workflow.EntityOrganisation || cmd.Action == "register" {
		return t, nil
	}
	id, _ := cmd.Values[field].(string)
	if id = strings.TrimSpace(id); id == "" {
		return t, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: field}
	}
	t.part = workflow.Ref{Entity: cmd.Entity, Dossier: workflow.HouseID, ID: id}
	return t, nil
}

// nowhere is the id of no call, whatever its reference.
const nowhere = "?"

// parseDossier is the call that an id lies in, and the submission, if it is one.
func parseDossier(id string) (call, submission string) {
	if call, _, ok := strings.Cut(id, "."); ok {
		return call, id
	}
	return id, ""
}

// CallID is the id of the call with that reference.
func CallID(reference string) string { return strings.ToLower(strings.TrimSpace(reference)) }

// subject finds what is acted on, or nil.
func subject(c *workflow.Case, t target) workflow.Subject {
	var d workflow.Dossier
	switch {
	case t.newCall:
		return c.House
	case t.house:
		d = c.House
	case t.submission != "":
		if c.File == nil {
			return nil
		}
		d = c.File
	default:
		d = c.Call
	}
	if t.part.ID == "" {
		return d
	}
	for _, x := range d.Parts() {
		if x.Ref() == t.part {
			return x
		}
	}
	return nil
}
