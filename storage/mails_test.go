package storage_test

import (
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// TestMessagesHaveARunnerOfTheirOwn, are ordered once for each act, and keep the
// act that they are of.
func TestMessagesHaveARunnerOfTheirOwn(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		whole := storage.Job{On: ref(workflow.EntitySubmission, "emp.1", ""), Version: 7, Asked: noon.Add(-time.Hour)}
		for range 2 {
			err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
				tx.EnqueueFor(whole, workflow.Job{Kind: storage.Post, On: whole.On, Unique: "E17 emp.1 7 ed"}, noon)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if n := len(claim(t, s, noon, 9)); n != 0 {
			t.Errorf("%d messages for the runner of documents", n)
		}
		if _, some, err := s.NextJob(t.Context()); some || err != nil {
			t.Errorf("a document waits: %v", err)
		}
		if at, some, err := s.NextPost(t.Context()); !some || err != nil || !at.Equal(noon) {
			t.Errorf("%v, %v, %v", at, some, err)
		}
		jobs, err := s.ClaimPosts(t.Context(), noon, 9, time.Minute)
		if err != nil || len(jobs) != 1 || jobs[0].Version != 7 || !jobs[0].Asked.Equal(whole.Asked) || jobs[0].MaxTries < 30 {
			t.Fatalf("%+v, %v", jobs, err)
		}
	})
}

// TestIdleJobs are written down, and nobody gets them.
func TestIdleJobs(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		on := ref(workflow.EntityCall, "emp", "")
		err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
			tx.Idle(func(j workflow.Job) string {
				if j.Kind == "mail.E01" {
					return "no server"
				}
				return ""
			})
			tx.Enqueue(workflow.Job{Kind: "mail.E01", On: on}, noon)
			tx.Enqueue(workflow.Job{Kind: "other", On: on}, noon)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if jobs := claim(t, s, noon, 9); len(jobs) != 1 || jobs[0].Kind != "other" {
			t.Errorf("%+v", jobs)
		}
		all, err := s.JobsOn(t.Context(), on, 9)
		if err != nil || len(all) != 2 || all[1].State != "done" || all[1].Error != "no server" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// TestMailLog keeps one line for each message, the last that was known of it.
func TestMailLog(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		for _, state := range []string{storage.MailBounced, storage.MailSent} {
			err := s.Update(t.Context(), storage.Ask{}, func(tx *storage.Tx) error {
				tx.LogMail(storage.Mailed{MessageID: "a@b", Person: "ed", Kind: "E17", Dossier: "emp.1", State: state, At: noon})
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		byDossier, err := s.Mails(t.Context(), ref(workflow.EntitySubmission, "emp.1", ""), 9)
		if err != nil || len(byDossier) != 1 || byDossier[0].State != storage.MailSent || !byDossier[0].At.Equal(noon) {
			t.Errorf("%+v, %v", byDossier, err)
		}
		byPerson, err := s.MailsTo(t.Context(), "ed", 9)
		if err != nil || len(byPerson) != 1 || byPerson[0] != byDossier[0] {
			t.Errorf("%+v, %v", byPerson, err)
		}
	})
}

func TestUpcoming(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		world(t, s)
		if _, err := s.Upcoming(t.Context(), noon, storage.Ahead{Draft: 7, Signing: 7, Report: 30, Deliverable: 14}); err != nil {
			t.Error(err)
		}
	})
}
