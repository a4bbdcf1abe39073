package app_test

import (
	"testing"
	"time"

	"tremplin/app"
	"tremplin/storage"
	"tremplin/workflow"
)

func state(t *testing.T, a *app.App) (workflow.State, []workflow.State) {
	t.Helper()
	c, all, err := a.Dossiers(t.Context(), "t-1")
	if err != nil {
		t.Fatal(err)
	}
	var of []workflow.State
	for _, s := range all {
		of = append(of, s.State())
	}
	return c.State(), of
}

func TestClock(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		if n := tick(t, a, "2030-01-01T00:00"); n != 0 {
			t.Errorf("%d acts on a draft", n)
		}
		opened(t, a)
		must(t, a, create("one"))
		if n := tick(t, a, "2025-03-14T16:59"); n != 0 {
			t.Errorf("%d acts before the deadline", n)
		}
		if n := tick(t, a, "2025-04-01T00:00"); n != 1 {
			t.Errorf("%d acts at the deadline, want the closing alone", n)
		}
		if call, all := state(t, a); call != "closed" || len(all) != 1 || all[0] != "expired" {
			t.Errorf("after the deadline: call %s, submissions %v", call, all)
		}
		if n := tick(t, a, "2025-04-01T00:00"); n != 0 {
			t.Errorf("%d acts the second time", n)
		}
		verified(t, a)
	})
}

// TestClockIsOnTime: in a replay an act is done as of when it fell due, but
// never before what was done last.
func TestClockIsOnTime(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		must(t, a, app.Command{Actor: "dir", Entity: "call", Action: "validate", On: "t-1", At: at("2025-02-05T10:00")})
		since := at("2025-02-05T10:00")
		if n, err := a.Clock(t.Context(), app.Tick{Until: at("2025-02-05T10:00"), Replay: true, Since: since, Surface: "replay", Calls: []string{"t-1"}}); n != 1 || err != nil {
			t.Fatalf("%d acts, %v", n, err)
		}
		a.Now = func() time.Time { return at("2025-03-20T10:00") }
		if n, err := a.Clock(t.Context(), app.Tick{Until: a.Now(), Calls: []string{"other"}}); n != 0 || err != nil {
			t.Fatalf("%d acts in another call, %v", n, err)
		}
		if n, err := a.Clock(t.Context(), app.Tick{Until: a.Now()}); n != 1 || err != nil {
			t.Fatalf("%d acts, %v", n, err)
		}
		want := []struct {
			action  workflow.Action
			at      time.Time
			surface string
		}{{"publish", since, "replay"}, {"close", at("2025-03-20T10:00"), "clock"}}
		past, err := storage.Get(t.Context(), a.Store, func(tx *storage.Tx) ([]storage.Past, error) { return tx.History("t-1", 0, 0) })
		if err != nil {
			t.Fatal(err)
		}
		past = past[len(past)-2:]
		for i, w := range want {
			if p := past[i]; p.Action != w.action || !p.At.Equal(w.at) || p.Surface != w.surface || p.By != "clock" {
				t.Errorf("event %s by %s at %s from %s, want %+v", p.Action, p.By, p.At, p.Surface, w)
			}
		}
	})
}

// TestRefusedDueActDoesNotLoop: a reopened deadline that lies behind is refused
// to be published; the clock goes on with what else is due.
func TestRefusedDueActDoesNotLoop(t *testing.T) {
	p := stubborn()
	each2(t, p, func(t *testing.T, a *app.App) {
		opened(t, a)
		must(t, a, create("one"))
		must(t, a, create("two"))
		if n := tick(t, a, "2025-04-01T00:00"); n != 1 {
			t.Errorf("%d acts, want the closing alone", n)
		}
		if call, _ := state(t, a); call != "closed" {
			t.Errorf("call %s: what is refused held up the rest", call)
		}
	})
}
