package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tremplin/app"
	"tremplin/app/mail/mailtest"
	"tremplin/storage/storagetest"
)

// overnight has the clock serve as `tremplin serve` would with these settings, in
// the small hours of a day of March 2027, until something has been kept outside.
func overnight(t *testing.T, day int, env map[string]string, kept func() bool) {
	t.Helper()
	s := &streams{getenv: func(k string) string { return env[k] }, err: t.Output(), out: t.Output()}
	sender, err := mailServer(s)
	if err != nil {
		t.Fatal(err)
	}
	outside, err := nightly(s, sender)
	if err != nil {
		t.Fatal(err)
	}
	a, err := open(t.Context(), env["TREMPLIN_DATABASE_URL"], s)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, time.March, day, 2, 0, 0, 0, time.UTC)
	a.Now, a.Handlers = func() time.Time { return now }, map[string]app.Handler{}
	a.KeepCheckpoints(*outside)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx) }()
	for range 600 {
		if kept() {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(50 * time.Millisecond) // its job ends
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if err := a.Store.Close(); err != nil {
		t.Error(err)
	}
}

// TestTheNightsCheckpoint goes into a folder, and to an address; either holds
// against the database as it goes on, and against a backup that was restored; a
// database without what it knows is told.
func TestTheNightsCheckpoint(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		dir := t.TempDir()
		env := map[string]string{secretEnv: aSecret, siteEnv: aSite, keyEnv: aSecret, "TREMPLIN_DATABASE_URL": url}
		want := func(code int, says string, args ...string) {
			t.Helper()
			if got, stdout, stderr := tremplin(t, env, args...); got != code || !strings.Contains(stdout+stderr, says) {
				t.Errorf("%v: code %d, %s%s", args, got, stdout, stderr)
			}
		}
		early := filepath.Join(dir, "early.gz")
		want(fine, "", "backup", early)
		want(fine, "", "replay", tiny, "--database", url)

		env[checkpointsEnv] = dir
		inFolder := filepath.Join(dir, "tremplin-2027-03-02.checkpoint")
		overnight(t, 2, env, func() bool { _, err := os.Stat(inFolder); return err == nil })

		late := filepath.Join(dir, "late.gz")
		want(fine, "", "backup", late)
		want(fine, "", "user", "add", "Zoé Lefèvre", "--email", "zoe@slrb.example") // the chains go on
		want(fine, "all chains, ledgers and rows hold", "verify", "--checkpoint", inFolder)
		want(fine, "hold", "restore", late, "--database", storagetest.EmptySQLite(t), "--checkpoint", inFolder)
		want(failed, "tiny-2025", "restore", early, "--database", storagetest.EmptySQLite(t), "--checkpoint", inFolder)

		server := mailtest.Start(t, mailtest.Bare)
		env[checkpointsEnv], env[smtpEnv] = "mailto:keeper@outside.example", "smtp://"+server.Addr+"?tls=none&from=tremplin@slrb.example"
		overnight(t, 3, env, func() bool { return len(server.Inbox()) > 0 })
		in := server.Inbox()
		if len(in) != 1 || in[0].To != "keeper@outside.example" {
			t.Fatalf("%d messages", len(in))
		}
		name, point := attached(t, in[0])
		if name != "tremplin-2027-03-03.checkpoint" {
			t.Error(name)
		}
		mailed := filepath.Join(dir, name)
		if err := os.WriteFile(mailed, point, 0o600); err != nil {
			t.Fatal(err)
		}
		want(fine, "all chains, ledgers and rows hold", "verify", "--checkpoint", mailed)
		last := filepath.Join(dir, "last.gz")
		want(fine, "", "backup", last)
		want(fine, "hold", "restore", last, "--database", storagetest.EmptyPostgres(t), "--checkpoint", mailed)
		want(failed, "", "restore", late, "--database", storagetest.EmptySQLite(t), "--checkpoint", mailed) // without Zoé
		if err := os.WriteFile(mailed, bytes.Replace(point, []byte("tiny-2025"), []byte("tiny-2024"), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		want(failed, "does not hold", "verify", "--checkpoint", mailed)
	})
}

// attached is the file of a message, as a mail program would save it.
func attached(t *testing.T, m mailtest.Received) (name string, content []byte) {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := mail.ReadMessage(strings.NewReader(m.Raw))
	if err != nil {
		t.Fatal(err)
	}
	for r := multipart.NewReader(whole.Body, params["boundary"]); ; {
		part, err := r.NextPart()
		if err != nil {
			t.Fatal("nothing is attached")
		}
		if part.FileName() == "" {
			continue
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if err != nil {
			t.Fatal(err)
		}
		return part.FileName(), content
	}
}
