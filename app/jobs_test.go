package app_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// changed is the programme with one rule made otherwise.
func changed(e workflow.Entity, act workflow.Action, change func(*workflow.Rule)) *workflow.Programme {
	p := *empowerment.V1()
	p.Lifecycles = slices.Clone(p.Lifecycles)
	for i := range p.Lifecycles {
		p.Lifecycles[i].Rules = slices.Clone(p.Lifecycles[i].Rules)
		for j := range p.Lifecycles[i].Rules {
			p.Lifecycles[i].Rules[j].Jobs = nil // no documents: tests have kinds of their own
			if p.Lifecycles[i].Entity == e && p.Lifecycles[i].Rules[j].Action == act {
				change(&p.Lifecycles[i].Rules[j])
			}
		}
	}
	if err := p.Compile(); err != nil {
		panic(err)
	}
	return &p
}

// stubborn has drafts that are due to be submitted by the clock, which may not.
func stubborn() *workflow.Programme {
	return changed("submission", "submit", func(r *workflow.Rule) {
		r.Due = func(c *workflow.Case) time.Time { return at("2025-02-20T10:00") }
	})
}

func each2(t *testing.T, p *workflow.Programme, f func(t *testing.T, a *app.App)) {
	t.Helper()
	storagetest.EachURL(t, func(t *testing.T, url string) { f(t, peopled(t, url, p)) })
}

// ordering has every created submission order a job.
func ordering() *workflow.Programme {
	return changed("submission", "create", func(r *workflow.Rule) { r.Jobs = []workflow.JobOf{{Kind: "greet", Unique: true}} })
}

func TestJobIsWorkedAndFiled(t *testing.T) {
	each2(t, ordering(), func(t *testing.T, a *app.App) {
		var worked []string
		a.Handlers = map[string]app.Handler{"greet": func(_ context.Context, j storage.Job) (*app.Command, error) {
			worked = append(worked, j.On.String())
			return &app.Command{Actor: "sig", Surface: "job", Entity: "submission", Action: "submit", On: j.On.String()}, nil
		}}
		opened(t, a)
		must(t, a, create("one"))
		for range 2 {
			if err := a.Work(t.Context(), at("2025-02-11T10:00")); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(worked, []string{"t-1.one"}) {
			t.Errorf("worked %v", worked)
		}
		if _, all := state(t, a); all[0] != "submitted" {
			t.Errorf("filed as %s", all[0])
		}
		jobs(t, a, "done", "")
	})
}

func jobs(t *testing.T, a *app.App, state, failure string) {
	t.Helper()
	all, err := a.Store.JobsOn(t.Context(), workflow.Ref{Entity: "submission", Dossier: "t-1.one"}, 10)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].State != state || all[0].Error != failure {
		t.Errorf("jobs %+v, want one %s with %q", all, state, failure)
	}
}

func TestJobThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		handler app.Handler
		state   string
		failure string
	}{
		"waits": {func(context.Context, storage.Job) (*app.Command, error) { return nil, errors.New("out of paper") }, "ready", "out of paper"},
		"is dead": {func(context.Context, storage.Job) (*app.Command, error) {
			return nil, errors.Join(errors.New("no such form"), storage.ErrGiveUp)
		}, "dead", "no such form\nno use to try again"},
		"panics": {func(context.Context, storage.Job) (*app.Command, error) { panic("oops") }, "ready", "app: job greet: oops"},
		"is refused": {func(_ context.Context, j storage.Job) (*app.Command, error) {
			return &app.Command{Actor: "off", Entity: "submission", Action: "submit", On: j.On.String()}, nil
		}, "ready", "not_found/not_found"},
		"is unknown":    {nil, "ready", "nobody knows how to do this kind of job"},
		"files nothing": {func(context.Context, storage.Job) (*app.Command, error) { return nil, nil }, "done", ""},
	} {
		t.Run(name, func(t *testing.T) {
			each2(t, ordering(), func(t *testing.T, a *app.App) {
				a.Handlers = map[string]app.Handler{"greet": c.handler}
				opened(t, a)
				must(t, a, create("one"))
				if err := a.Work(t.Context(), at("2025-02-11T10:00")); err != nil {
					t.Fatal(err)
				}
				jobs(t, a, c.state, c.failure)
			})
		})
	}
}

// TestServe does what is due and what was ordered, when told.
func TestServe(t *testing.T) {
	a := peopled(t, storagetest.SQLite(t), ordering())
	opened(t, a)
	a.Now = func() time.Time { return at("2025-02-10T10:00") }
	worked := make(chan string, 1)
	a.Handlers = map[string]app.Handler{"greet": func(_ context.Context, j storage.Job) (*app.Command, error) {
		worked <- j.On.Dossier
		return nil, nil
	}}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- a.Serve(ctx) }()
	must(t, a, create("one"))
	select {
	case on := <-worked:
		if on != "t-1.one" {
			t.Errorf("worked %s", on)
		}
	case <-time.After(10 * time.Second):
		t.Error("nobody worked")
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
