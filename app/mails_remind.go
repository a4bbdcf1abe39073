package app

import (
	"context"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// How many days before a date people are reminded of it, and how often it is
// looked whom.
const (
	remindDraft   = 7
	remindSigning = 7
	remindReport  = 30
	remindPiece   = 14 // a deliverable
	remindEvery   = time.Hour
)

var reminders = map[string]string{
	storage.AheadDraft: "E04", storage.AheadSigning: "E29", storage.AheadReport: "E38",
	storage.AheadDeliverable: "E35", storage.LateDeliverable: "E35",
}

// Remind orders mails about dates that lie ahead, each once; a date that moves is
// another one, and a deliverable that did not come is asked for once more.
func (a *App) Remind(ctx context.Context) error {
	ahead, err := a.Store.Upcoming(ctx, a.now(), storage.Ahead{Draft: remindDraft, Signing: remindSigning, Report: remindReport, Deliverable: remindPiece})
	if err != nil || len(ahead) == 0 || a.Mailer == nil {
		return err
	}
	var jobs []workflow.Job
	for _, u := range ahead {
		on := workflow.Ref{Entity: workflow.EntitySubmission, Dossier: u.Dossier}
		switch u.What {
		case storage.AheadSigning:
			if on, err = a.versionOut(ctx, u.Dossier); err != nil {
				return err
			}
		case storage.AheadDeliverable:
			on.Entity, on.ID = workflow.EntityDeliverable, u.Part
		case storage.LateDeliverable:
			on.Entity, on.ID, u.On = workflow.EntityDeliverable, u.Part, u.On+"+"
		}
		if on != (workflow.Ref{}) {
			kind := workflow.JobMail(reminders[u.What]).Kind
			jobs = append(jobs, workflow.Job{Kind: kind, On: on, Unique: kind + " " + on.String() + " " + u.On})
		}
	}
	return a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
		for _, j := range jobs {
			tx.EnqueueOnce(j, a.now())
		}
		tx.After(a.wake)
		return nil
	})
}

// versionOut is what the parties of a dossier have to sign; nothing if there is none.
func (a *App) versionOut(ctx context.Context, dossier string) (workflow.Ref, error) {
	return storage.Get(ctx, a.Store, func(tx *storage.Tx) (workflow.Ref, error) {
		c, err := tx.Load(storage.Ask{Submission: dossier, Now: a.now()})
		if err != nil {
			return workflow.Ref{}, err
		}
		for _, v := range c.File.Versions {
			if v.Hash != "" && (v.State() == "issued" || v.State() == "partly_signed") {
				return v.Ref(), nil
			}
		}
		return workflow.Ref{}, nil
	})
}
