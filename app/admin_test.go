package app_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

func viewer(t *testing.T, a *app.App, person string, roles ...workflow.Role) *app.Viewer {
	t.Helper()
	v := &app.Viewer{House: &workflow.House{}, Today: workflow.DateOf(a.Now()), Actor: workflow.Actor{Person: person, Surface: "web"}}
	if person != "" {
		v.Person = &workflow.Person{}
	}
	for _, r := range roles {
		v.Actor.Grants = append(v.Actor.Grants, workflow.Grant{Role: r})
	}
	return v
}

// TestAdministratorsRevive a dead job, which is then done, and it is written down
// who did; nobody else learns or does anything.
func TestAdministratorsRevive(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		a := peopled(t, url, ordering())
		opened(t, a)
		now := at("2025-02-10T10:00")
		a.Now = func() time.Time { return now }
		a.Configured = []app.Setting{{Name: "TREMPLIN_ADDR", Value: ":8080"}}
		broken := errors.New("no paper left")
		a.Handlers = map[string]app.Handler{"greet": func(context.Context, storage.Job) (*app.Command, error) { return nil, broken }}
		var refused []string
		a.Refused = func(surface string, no *workflow.Error) { refused = append(refused, surface+" "+string(no.Code)) }
		must(t, a, create("one"))
		admin := viewer(t, a, "ann", workflow.Admin)
		state := func(want string) (j storage.Job) {
			t.Helper()
			jobs, err := a.Jobs(t.Context(), admin, want, 0, 10)
			if err != nil || len(jobs) != 1 || jobs[0].Kind != "greet" {
				t.Fatalf("%s: %v, %v", want, jobs, err)
			}
			return jobs[0]
		}
		state(storage.JobWaiting)
		work := func() {
			t.Helper()
			if err := a.Work(t.Context(), time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		work()
		if j := state(storage.JobFailing); j.Error != "no paper left" {
			t.Error(j)
		}
		broken = errors.Join(broken, storage.ErrGiveUp)
		now = now.Add(time.Hour)
		work()
		dead := state(storage.JobDead)
		for name, who := range map[string]*app.Viewer{
			"nobody": viewer(t, a, ""), "officer": viewer(t, a, "off", workflow.Officer), "auditor": viewer(t, a, "aud", workflow.Auditor),
			"was one": {House: &workflow.House{}, Person: &workflow.Person{}, Today: "2025-02-10", Actor: workflow.Actor{Person: "x", Grants: []workflow.Grant{{Role: workflow.Admin, Until: "2025-02-09"}}}},
		} {
			_, e1 := a.Jobs(t.Context(), who, "", 0, 10)
			_, e2 := a.MailLog(t.Context(), who, "", 0, 10)
			_, e3 := a.Health(t.Context(), who)
			_, e4 := a.SettingsInUse(who)
			_, e5 := a.AdminActs(t.Context(), who, 0, 10)
			for i, err := range []error{e1, e2, e3, e4, e5, a.RetryJob(t.Context(), who, dead.ID)} {
				if no, ok := errors.AsType[*workflow.Error](err); !ok || no.Kind != workflow.Forbidden {
					t.Errorf("%s, %d: %v", name, i, err)
				}
			}
		}
		if len(refused) != 4 {
			t.Error(refused)
		}
		state(storage.JobDead)
		if acts, err := a.AdminActs(t.Context(), admin, 0, 10); err != nil || len(acts) != 0 {
			t.Error(acts, err)
		}
		a.Handlers["greet"] = func(context.Context, storage.Job) (*app.Command, error) { return nil, nil }
		if err := a.RetryJob(t.Context(), admin, dead.ID); err != nil {
			t.Fatal(err)
		}
		for _, id := range []int64{dead.ID, 99999} { // neither twice nor what is not there
			if no, ok := errors.AsType[*workflow.Error](a.RetryJob(t.Context(), admin, id)); !ok || no.Kind != workflow.NotFound {
				t.Error(id, no)
			}
		}
		work()
		if jobs, err := a.Jobs(t.Context(), admin, "", 0, 10); err != nil || len(jobs) != 0 {
			t.Error(jobs, err)
		}
		acts, err := a.AdminActs(t.Context(), admin, 0, 10)
		if err != nil || len(acts) != 1 || acts[0].Person != "ann" || acts[0].Job != dead.ID || acts[0].Kind != "greet" || !acts[0].At.Equal(now) {
			t.Error(acts, err)
		}
		if s, err := a.SettingsInUse(admin); err != nil || len(s) != 1 {
			t.Error(s, err)
		}
	})
}

// TestHealth tells what is waiting and what went out, and whether all is well.
func TestHealth(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		a := peopled(t, url, ordering())
		opened(t, a)
		now := at("2025-02-10T10:00")
		a.Now = func() time.Time { return now }
		must(t, a, create("one"))
		err := a.Store.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
			for i, m := range []storage.Mailed{{State: storage.MailSent, At: now}, {State: storage.MailBounced, At: now, Reason: "no such mailbox"}, {State: storage.MailSent, At: now.AddDate(0, 0, -2)}} {
				m.MessageID, m.Person, m.Kind, m.Dossier = string(rune('a'+i)), "off", "E1", "t-1.one"
				tx.LogMail(m)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		admin := viewer(t, a, "ann", workflow.Admin)
		h, err := a.Health(t.Context(), admin)
		if err != nil || h.Why == nil || h.Sent != 1 || h.Bounced != 1 || len(h.Jobs) != 1 || h.Jobs[0].State != storage.JobWaiting || h.Jobs[0].N != 1 || h.Jobs[0].Since.IsZero() || !h.Checkpoint.IsZero() {
			t.Errorf("%+v, %v", h, err)
		}
		if m, err := a.MailLog(t.Context(), admin, storage.MailBounced, 0, 10); err != nil || len(m) != 1 || m[0].Reason != "no such mailbox" {
			t.Error(m, err)
		}
		all, err := a.MailLog(t.Context(), admin, "", 0, 2)
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		if rest, err := a.MailLog(t.Context(), admin, "", all[1].ID, 2); err != nil || len(rest) != 1 || rest[0].MessageID != "a" {
			t.Error(rest, err)
		}
	})
}

// TestReadyTellsTheTruth: without a clock, with one, with one that stands still,
// and without a database.
func TestReadyTellsTheTruth(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		a := peopled(t, url, ordering())
		if err := a.Ready(t.Context()); err == nil || err.Error() != "the clock does not run" {
			t.Error(err)
		}
		later := make(chan time.Duration, 1)
		later <- 0
		a.Now = func() time.Time {
			by := <-later
			later <- by
			return at("2025-02-10T10:00").Add(by)
		}
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- a.Serve(ctx) }()
		soon(t, func() bool { return a.Ready(t.Context()) == nil })
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		<-later
		later <- 4 * time.Minute
		if err := a.Ready(t.Context()); err == nil || err.Error() != "the clock is 4m0s behind" {
			t.Error(err)
		}
		if err := a.Store.Close(); err != nil {
			t.Fatal(err)
		}
		if err := a.Ready(t.Context()); err == nil || !app.Away(err) {
			t.Error(err)
		}
	})
}

func soon(t *testing.T, holds func() bool) {
	t.Helper()
	for range 1000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it never came")
}
