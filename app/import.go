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

// Import brings in one draft at that time.
func (a *App) Import(ctx context.Context, d Draft, surface string, at time.Time) (Outcome, error) {
	cmd := Command{Actor: d.By, Surface: surface, Entity: d.Entity, Action: "register", Values: map[string]any{}, Key: d.Key, Seed: d.Seed, At: at}
	if d.By == "" {
		cmd.Machine = workflow.Import
	}
	maps.Copy(cmd.Values, d.Values)
	if d.Entity == workflow.EntityCall {
		cmd.Action = "create"
	} else {
		cmd.Values["id"] = d.ID
	}
	return a.Perform(ctx, cmd)
}
