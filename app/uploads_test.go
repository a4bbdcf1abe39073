package app_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"tremplin/app"
)

// TestUploadsTakeTurns: one person's wait for each other, nobody else does, and
// who gives up makes room.
func TestUploadsTakeTurns(t *testing.T) {
	u := app.NewUploads(1)
	over, err := u.Turn(t.Context(), "ann")
	if err != nil {
		t.Fatal(err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := u.Turn(soon, "ann"); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	bobs, err := u.Turn(t.Context(), "bob")
	if err != nil {
		t.Fatal(err)
	}
	next := make(chan error)
	go func() {
		over, err := u.Turn(t.Context(), "ann")
		if err == nil {
			over()
		}
		next <- err
	}()
	over()
	bobs()
	if err := <-next; err != nil {
		t.Error(err)
	}
}

// TestUploadsLieOnTheDisk until there is room in memory, and nothing is left.
func TestUploadsLieOnTheDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	u := app.NewUploads(1)
	file, err := app.Spool(strings.NewReader("four"), 3)
	if err != nil || file.Size != 4 {
		t.Fatal(file, err)
	}
	data, done, err := u.Open(t.Context(), file)
	if err != nil || string(data) != "four" {
		t.Fatalf("%q %v", data, err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, _, err := u.Open(soon, file); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	done()
	if _, done, err = u.Open(t.Context(), file); err != nil {
		t.Error(err)
	}
	done()
	file.Close()
	away := errors.New("away")
	if _, err := app.Spool(iotest.ErrReader(away), 3); !errors.Is(err, away) || errors.Is(err, app.ErrSpool) {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Error(left, err)
	}
	t.Setenv("TMPDIR", dir+"/nowhere")
	if _, err := app.Spool(bytes.NewReader(nil), 3); !errors.Is(err, app.ErrSpool) {
		t.Error(err)
	}
}
