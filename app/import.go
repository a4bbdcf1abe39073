package app

import (
	"context"
	"maps"
	"time"

	"tremplin/workflow"
)

// Draft is one thing that an import brings in: an organisation, a person, or
// the draft of a call.
type Draft struct {
	Entity workflow.Entity // organisation, person, call
	ID     string          // of an organisation or a person; calls are named by their reference
	By     string          // who makes it; "" the import
	Values map[string]any
	Key    *Key
	Seed   []byte // chance for salts; left out, it is the App's
}

// Ask is what the draft wants done.
func (d Draft) Ask() workflow.Ask {
	ask := workflow.Ask{Entity: d.Entity, Action: "register", Values: map[string]any{}}
	maps.Copy(ask.Values, d.Values)
	if d.Entity == workflow.EntityCall {
		ask.Action = "create"
	} else {
		ask.Values["id"] = d.ID
	}
	return ask
}

// Import brings in one draft at that time.
func (a *App) Import(ctx context.Context, d Draft, surface string, at time.Time) (Outcome, error) {
	ask := d.Ask()
	cmd := Command{Actor: d.By, Surface: surface, Entity: ask.Entity, Action: ask.Action, Values: ask.Values, Key: d.Key, Seed: d.Seed, At: at}
	if d.By == "" {
		cmd.Machine = workflow.Import
	}
	return a.Perform(ctx, cmd)
}
