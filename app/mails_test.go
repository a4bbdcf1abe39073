package app_test

import (
	"errors"
	"maps"
	"mime"
	"slices"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/app/mail/mailtest"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// mailWorld has the people of tiny-2025, each with an address, up to its first
// step, and a server that takes mail. The other steps are for the test to take.
func mailWorld(t *testing.T) (w *world, s *mailtest.Server, rest []*scenario.Step) {
	t.Helper()
	return mailWorldOn(t, storagetest.SQLite(t))
}

func mailWorldOn(t testing.TB, url string) (w *world, s *mailtest.Server, rest []*scenario.Step) {
	t.Helper()
	w, done := newWorld(t, url, 1)
	t.Cleanup(done)
	f, complaints := scenario.Embedded("tiny-2025")
	if len(complaints) > 0 {
		t.Fatal(complaints)
	}
	for _, p := range f.People {
		p.Values["email"] = p.ID + "@house.test"
	}
	rest, f.Steps = f.Steps[1:], f.Steps[:1]
	w.now = f.Steps[0].At.Add(time.Minute)
	_, err := (&scenario.Runner{App: w.app, Say: (*workflow.Error).Error}).Run(w.ctx, f)
	w.must(err)
	app.ContractsOnly(w.app)
	s = mailtest.Start(t)
	w.app.Mailer, err = mail.New(mail.Settings{URL: "smtp://" + s.Addr, From: "Tremplin <noreply@house.test>", Roots: s.Roots, Timeout: 5 * time.Second})
	w.must(err)
	t.Cleanup(w.app.Mailer.Close)
	return w, s, rest
}

// take does one step of the scenario as people do, now.
func (w *world) take(s *scenario.Step) error {
	w.Helper()
	w.now = s.At
	w.tick()
	w.post()
	name, part, _ := strings.Cut(s.On, "/")
	on := "tiny-2025"
	if name != "tiny" {
		on += "." + name
	}
	if part != "" {
		on += "/" + part
	}
	_, err := w.app.Perform(w.ctx, app.Command{Actor: s.By, Surface: "web", Entity: s.Entity, Action: s.Action, On: on, Values: maps.Clone(s.With), Name: s.As, At: w.now})
	w.post()
	return err
}

// post does all that has been ordered, and sends it.
func (w *world) post() {
	w.Helper()
	w.must(w.app.Work(w.ctx, time.Time{}))
	w.must(w.app.Post(w.ctx))
	jobs, err := w.app.Store.FailedJobs(w.ctx, 1)
	w.must(err)
	for _, j := range jobs {
		w.Fatalf("%s on %s: %s", j.Kind, j.On, j.Error)
	}
}

// logged is what was told since the last look: "E17 ed_alfa, off".
func (w *world) logged(seen *int) string {
	w.Helper()
	rows, err := w.look.QueryContext(w.ctx, "SELECT id, kind, person FROM mail_log WHERE id > ? AND state = 'sent' ORDER BY kind, person", *seen)
	w.must(err)
	defer rows.Close()
	told := map[string][]string{}
	for rows.Next() {
		var id int
		var kind, person string
		w.must(rows.Scan(&id, &kind, &person))
		*seen = max(*seen, id)
		told[kind] = append(told[kind], person)
	}
	w.must(rows.Err())
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(told)) {
		out = append(out, kind+" "+strings.Join(told[kind], " "))
	}
	return strings.Join(out, ", ")
}

// TestWhoIsTold walks an edition from its opening to its archive: after each act
// exactly those have a mail whom it concerns.
func TestWhoIsTold(t *testing.T) {
	w, s, rest := mailWorld(t)
	want := map[string][]string{
		"submission.create": {"E01 ed_alfa sig_alfa sig_beta, E15 sig_asbl", ""}, // the clock has opened
		"party.confirm":     {"E16 ed_alfa sig_alfa"},
		"submission.submit": {"E17 ed_alfa off sig_alfa sig_asbl", "E17 off sig_beta"},

		"submission.declare_eligible": {"E19 ed_alfa sig_alfa sig_asbl", "E19 sig_beta"},
		"call.convene":                {"E11 chair jury1"},
		"sheet.assign":                {"E10 chair", "E10 jury1", "", ""}, // once a day
		"call.conclude":               {"E14 dg jury1"},                   // the chair knows
		"submission.award":            {""},
		"submission.reject":           {""}, // nobody hears before the letters
		"call.decide":                 {"E21 ed_alfa sig_alfa sig_asbl, E23 sig_beta"},
		"submission.issue_convention": {"E28 dg sig_alfa sig_asbl"},
		"submission.sign":             {"", "", "E30 ed_alfa fin off sig_alfa sig_asbl, E44 ed_alfa sig_alfa"},
		"instalment.claim":            {"E45 dir"},
		"instalment.approve":          {"E45 fin"},
		"instalment.pay":              {"E46 ed_alfa sig_alfa"},
		"submission.hold_midterm":     {"E34 ed_alfa sig_alfa sig_asbl"},

		"submission.submit_final_report": {"E39 ed_alfa off sig_alfa"},
		"deliverable.accept":             {"E36 ed_alfa sig_alfa"},
		"meeting.invite":                 {"E41 ed_alfa sig_alfa sig_asbl"},
		"submission.review":              {"E42 ed_alfa sig_alfa sig_asbl"},
		"submission.close":               {"E43 ed_alfa sig_alfa sig_asbl"},
	}
	seen, sent := 0, 0
	for _, step := range rest {
		err := w.take(step)
		got := w.logged(&seen)
		if err != nil {
			if got != "" {
				t.Errorf("%s was refused (%v), and told: %s", step.Do, err, got)
			}
			continue
		}
		expected := ""
		if all := want[step.Do]; len(all) > 0 {
			expected, want[step.Do] = all[0], all[1:]
		}
		if got != expected {
			t.Errorf("%s on %s told\n%q, want\n%q", step.Do, step.On, got, expected)
		}
		if expected != "" {
			sent += len(strings.Fields(expected)) - len(strings.Split(expected, ", "))
		}
	}
	if n := len(s.Inbox()); n != sent {
		t.Errorf("%d messages came, %d are logged", n, sent)
	}
	names := map[string]bool{}
	for _, m := range s.Inbox() {
		id, language := m.Header.Get("Message-Id"), m.Header.Get("Content-Language")
		if names[id] {
			t.Errorf("%s came twice", id)
		}
		names[id] = true
		if want := map[bool]string{true: "nl", false: "fr"}[strings.HasPrefix(m.To, "sig_beta")]; language != want {
			t.Errorf("%s is written to in %s", m.To, language)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		if err != nil || !strings.HasPrefix(subject, "[TINY-2025] ") {
			t.Errorf("subject %q, %v", subject, err)
		}
	}
	w.verified()
}

// everyMailOf lists the jobs of mails that a replay has ordered.
func (w *world) everyMailOf() (out []storage.Job) {
	w.Helper()
	rows, err := w.look.QueryContext(w.ctx, "SELECT kind, dossier_id, entity, part_id, event_seq, state, asked_at FROM jobs WHERE kind LIKE 'mail.%' ORDER BY id")
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var j storage.Job
		var entity string
		w.must(rows.Scan(&j.Kind, &j.On.Dossier, &entity, &j.On.ID, &j.Version, &j.State, &j.Asked))
		j.On.Entity, j.Asked = workflow.Entity(entity), j.Asked.UTC()
		if j.State != "done" {
			w.Errorf("%s on %s is %s: a replay is nobody's news", j.Kind, j.On, j.State)
		}
		out = append(out, j)
	}
	w.must(rows.Err())
	return out
}

// TestEveryMailOfTheEdition can be written, in both languages, to whom it tells;
// and nobody hears of what they may not see.
func TestEveryMailOfTheEdition(t *testing.T) {
	w, done := newWorld(t, storagetest.SQLite(t), 2)
	defer done()
	app.ContractsOnly(w.app)
	w.replay("empowerment-2023", 0)
	written, kinds := 0, map[string]int{}
	for _, j := range w.everyMailOf() {
		told, err := app.Told(w.ctx, w.app, j)
		if errors.Is(err, document.ErrNothingToTell) {
			continue
		}
		if err != nil {
			t.Errorf("%s on %s: %v", j.Kind, j.On, err)
			continue
		}
		kinds[j.Kind]++
		for person, both := range told {
			written++
			w.mayHear(j, person)
			for _, m := range both {
				if strings.ContainsAny(m.Body.Text, "{}[]\x01\x02") || strings.Contains(m.Body.Text, "à compléter") {
					t.Errorf("%s to %s: %s", j.Kind, person, m.Body.Text)
				}
			}
		}
	}
	if written < 500 || len(kinds) < 25 {
		t.Errorf("only %d mails of %d kinds: %v", written, len(kinds), kinds)
	}
	t.Logf("%d mails of %d kinds", written, len(kinds))
}

func (w *world) mayHear(j storage.Job, person string) {
	w.Helper()
	call, _, of := strings.Cut(j.On.Dossier, ".")
	submission := j.On.Dossier
	if !of {
		submission = ""
	}
	c := w.load(call, submission)
	p := c.House.Person(person)
	s := workflow.SightOf(c.House, workflow.Actor{Person: person, Grants: p.Grants}, workflow.DateOf(w.now))
	if c.File != nil && !s.Submission(c.Call, c.File) || !s.Call(c.Call) {
		w.Errorf("%s tells %s of what they may not see", j.Kind, person)
	}
}

// TestConflictsAndDraftsAreNotTold: a chair with a conflict in a dossier hears
// nothing of it, the funder nothing of a draft.
func TestConflictsAndDraftsAreNotTold(t *testing.T) {
	w, _, rest := mailWorld(t)
	seen := 0
	for _, step := range rest {
		if step.Do == "sheet.save" {
			break
		}
		if step.Do == "submission.submit" && step.On == "b" {
			w.now = step.At
			w.mustDo("sig_beta", "submission.withdraw", "tiny-2025.b", nil)
			w.post()
			if got := w.logged(&seen); strings.Contains(got, "off") && strings.Contains(got, "E24") {
				t.Errorf("a draft that was withdrawn is told: %s", got)
			}
			continue
		}
		_ = w.take(step) // what is about b is refused
		got := w.logged(&seen)
		if step.Do == "submission.create" || step.Do == "party.confirm" {
			if strings.Contains(got, "off") || strings.Contains(got, "dir") {
				t.Errorf("a draft is told: %s", got)
			}
		}
	}
	w.logged(&seen)
	w.mustDo("chair", "sheet.declare_conflict", "tiny-2025.a/sheet/chair", map[string]any{"reasons": "cousine"})
	w.post()
	if got := w.logged(&seen); got != "E13 off" {
		t.Errorf("told %q", got)
	}
}
