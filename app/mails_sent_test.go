package app_test

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/mail"
	"tremplin/app/mail/mailtest"
	"tremplin/storage"
	"tremplin/workflow"
)

// TestMailsWithoutServer are done at once, and nothing leaves later.
func TestMailsWithoutServer(t *testing.T) {
	w, s, rest := mailWorld(t)
	mailer := w.app.Mailer
	w.app.Mailer = nil
	for _, step := range rest[:4] {
		w.must(w.take(step))
	}
	jobs := w.everyMailOf()
	if len(jobs) == 0 {
		t.Fatal("nothing was ordered")
	}
	if err := w.app.SendLink(app.Link{}); !errors.Is(err, app.ErrNoMailer) {
		t.Errorf("a link: %v", err)
	}
	w.app.Mailer = mailer
	w.post()
	if n := len(s.Inbox()); n > 0 {
		t.Errorf("%d messages", n)
	}
}

// TestOneBadAddressHoldsUpNobody, and is not tried again; one that is only full is.
func TestOneBadAddressHoldsUpNobody(t *testing.T) {
	w, s, rest := mailWorld(t)
	full := true
	s.OnRcpt(func(to string) error {
		switch {
		case to == "ed_alfa@house.test":
			return mailtest.Refuse(550, "no such user "+to)
		case to == "sig_beta@house.test" && full:
			return mailtest.Refuse(452, "full")
		}
		return nil
	})
	w.now = rest[0].At
	w.tick() // opens
	w.must(w.app.Work(w.ctx, time.Time{}))
	w.must(w.app.Post(w.ctx))
	if in := s.Inbox(); len(in) != 1 || in[0].To != "sig_alfa@house.test" {
		t.Fatalf("%d messages", len(in))
	}
	dead, err := w.app.Store.DeadJobs(w.ctx, 10)
	w.must(err)
	if len(dead) != 1 || strings.Contains(dead[0].Error, "@house.test") || !strings.Contains(dead[0].Error, "550") {
		t.Errorf("dead: %+v", dead)
	}
	log, err := w.app.Store.Mails(w.ctx, workflow.Ref{Entity: workflow.EntityCall, Dossier: "tiny-2025"}, 10)
	w.must(err)
	if len(log) != 2 || !slices.ContainsFunc(log, func(m storage.Mailed) bool {
		return m.Person == "ed_alfa" && m.State == storage.MailBounced && strings.Contains(m.Reason, "550") && !strings.Contains(m.Reason, "@")
	}) {
		t.Errorf("log: %+v", log)
	}
	full = false
	w.now = w.now.Add(time.Hour)
	w.must(w.app.Post(w.ctx))
	if in := s.Inbox(); len(in) != 2 || in[1].To != "sig_beta@house.test" {
		t.Errorf("%d messages after an hour", len(in))
	}
}

// TestAMessageKeepsItsName however often it goes, and a server that is away
// costs nobody their mail.
func TestAMessageKeepsItsName(t *testing.T) {
	w, s, rest := mailWorld(t)
	good := w.app.Mailer
	gone, err := mail.New(mail.Settings{URL: "smtp://127.0.0.1:1", From: "noreply@house.test", Timeout: time.Second})
	w.must(err)
	w.app.Mailer = gone
	w.now = rest[0].At
	w.tick()
	w.must(w.app.Work(w.ctx, time.Time{}))
	for range 3 {
		if err := w.app.Post(w.ctx); !errors.Is(err, mail.ErrAway) {
			t.Fatalf("%v", err)
		}
		w.now = w.now.Add(time.Hour)
	}
	w.app.Mailer = good
	w.must(w.app.Post(w.ctx))
	first := names(s)
	if len(first) != 3 {
		t.Fatalf("%v", first)
	}
	// A runner that died after the server's yes sends once more, under the same name.
	w.again()
	w.must(w.app.Post(w.ctx))
	if again := names(s); len(again) != 3 || len(s.Inbox()) != 6 {
		t.Errorf("%v after %v", again, first)
	}
	log, err := w.app.Store.Mails(w.ctx, workflow.Ref{Entity: workflow.EntityCall, Dossier: "tiny-2025"}, 10)
	w.must(err)
	if len(log) != 3 {
		t.Errorf("%d lines in the log", len(log))
	}
}

// names are the different names of the messages that came.
func names(s *mailtest.Server) (out []string) {
	for _, m := range s.Inbox() {
		out = append(out, m.Header.Get("Message-Id"))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// again puts messages that were sent back, as if their runner had been lost.
func (w *world) again() {
	w.Helper()
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(w.url, "sqlite:")+"?_pragma=busy_timeout(5000)")
	w.must(err)
	defer db.Close()
	_, err = db.ExecContext(w.ctx, "UPDATE jobs SET state = 'ready' WHERE kind = 'mail.send'")
	w.must(err)
}

// TestLinksAreSentAndKeptNowhere.
func TestLinksAreSentAndKeptNowhere(t *testing.T) {
	w, s, _ := mailWorld(t)
	before := w.print()
	for _, l := range []app.Link{
		{Invitation: true, Person: "sig_beta", To: "sig_beta@house.test", Path: "/link/token1", Until: w.now},
		{Person: "off", To: "off@house.test", Language: "en", Path: "/link/token2", Until: w.now},
		{Person: "off", To: "off@house.test\r\nBcc: eve@x.test", Path: "/link/token3", Until: w.now},
	} {
		w.must(w.app.SendLink(l))
		app.PostLinks(w.ctx, w.app)
	}
	in := s.Inbox()
	if len(in) != 2 {
		t.Fatalf("%d messages", len(in))
	}
	for i, want := range []struct{ language, link string }{{"nl", "/link/token1"}, {"fr", "/link/token2"}} {
		if in[i].Header.Get("Content-Language") != want.language || !strings.Contains(strings.ReplaceAll(in[i].Body, "=\r\n", ""), w.app.Settings.Site+want.link) {
			t.Errorf("%s", in[i].Raw)
		}
	}
	if w.print() != before {
		t.Error("the database has changed")
	}
}

// TestServeSends what is ordered while it runs.
func TestServeSends(t *testing.T) {
	w, s, rest := mailWorld(t)
	w.now = rest[0].At
	served := make(chan error, 1)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go func() { served <- w.app.Serve(ctx) }()
	deadline := time.Now().Add(20 * time.Second)
	for len(s.Inbox()) < 3 && time.Now().Before(deadline) {
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	if err := <-served; err != nil || len(s.Inbox()) != 3 {
		t.Errorf("%d messages, %v", len(s.Inbox()), err)
	}
}

// TestReminders come once for each date, to those who can still keep it.
func TestReminders(t *testing.T) {
	w, _, rest := mailWorld(t)
	w.app.Now = func() time.Time { return w.now }
	seen := 0
	remind := func(day, want string) {
		t.Helper()
		w.now = at(day)
		for range 2 {
			w.must(w.app.Remind(w.ctx))
			w.post()
			if got := w.logged(&seen); got != want {
				t.Errorf("on %s: told %q, want %q", day, got, want)
			}
			want = ""
		}
	}
	for _, step := range rest {
		switch {
		case step.Do == "submission.submit" && step.On == "a":
			remind("2025-03-02T10:00", "")
		case step.Do == "submission.submit" && step.On == "b":
			w.now = step.At
			w.logged(&seen)
			remind("2025-03-08T10:00", "E04 sig_beta") // nobody but the one whose draft it is
		case step.Do == "submission.sign" && step.By == "sig_asbl":
			w.logged(&seen)
			remind("2025-06-16T10:00", "E29 dg ed_alfa off sig_alfa sig_asbl")
			w.now = step.At
		case step.Do == "deliverable.deliver":
			w.logged(&seen)
			remind("2026-02-13T10:00", "")
			remind("2026-02-16T10:00", "E35 ed_alfa sig_alfa")
			remind("2026-03-02T10:00", "E35 ed_alfa sig_alfa") // it has not come
			remind("2026-03-10T10:00", "")
			w.now = step.At
		case step.Do == "submission.submit_final_report":
			w.logged(&seen)
			remind("2026-07-05T10:00", "E38 ed_alfa sig_alfa sig_asbl")
		}
		if err := w.take(step); err != nil && step.Do == "instalment.claim" {
			t.Fatal(err)
		}
		w.logged(&seen)
	}
}
