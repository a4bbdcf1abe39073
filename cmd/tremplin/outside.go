package main

import (
	"context"
	"fmt"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/mail"
	"tremplin/locale"
	"tremplin/workflow"
)

// nightly is where the checkpoints of the nights go; nil for nowhere.
func nightly(s *streams, sender *mail.Sender) (*app.Outside, error) {
	to := strings.TrimSpace(s.getenv(checkpointsEnv))
	key, err := signingKey(s)
	if err != nil || to == "" {
		return nil, err
	}
	if key == nil {
		return nil, fail(nonsense, "%s is set, but %s is not: without a key that is always the same nobody could tell a checkpoint from a forged one", checkpointsEnv, keyEnv)
	}
	if address, ok := strings.CutPrefix(to, "mailto:"); ok {
		if a, err := netmail.ParseAddress(address); err != nil || a.Address != address {
			return nil, fail(nonsense, "%s names %q, which is no address: write mailto:name@example.org", checkpointsEnv, address)
		}
		if sender == nil {
			return nil, fail(nonsense, "%s names an address, but %s is not set: set it, or name a folder", checkpointsEnv, smtpEnv)
		}
		return &app.Outside{Key: key, Keep: func(ctx context.Context, day workflow.Date, point []byte) error {
			return sender.Send(ctx, checkpointMail(sender, address, day, point))
		}}, nil
	}
	if info, err := os.Stat(to); err != nil || !info.IsDir() {
		return nil, fail(nonsense, "%s names %s, which is no folder: make it, or name another, or mailto:ADDRESS", checkpointsEnv, to)
	}
	return &app.Outside{Key: key, Keep: func(_ context.Context, day workflow.Date, point []byte) error {
		return keepIn(to, day, point)
	}}, nil
}

// keepIn writes a checkpoint beside the older ones. One that was made twice, when
// a process was lost in between, is there twice.
func keepIn(dir string, day workflow.Date, point []byte) error {
	for n := 1; ; n++ {
		name := fmt.Sprintf("tremplin-%s.checkpoint", day)
		if n > 1 {
			name = fmt.Sprintf("tremplin-%s-%d.checkpoint", day, n)
		}
		path := filepath.Join(dir, name)
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		return wholeFile(path, func(f *os.File) error {
			_, err := f.Write(point)
			return err
		})
	}
}

func checkpointMail(sender *mail.Sender, to string, day workflow.Date, point []byte) mail.Message {
	name := fmt.Sprintf("tremplin-%s.checkpoint", day)
	return mail.Message{
		ID: sender.ID("checkpoint " + string(day)), To: to, Subject: "Tremplin: checkpoint " + string(day), Language: locale.EN, At: time.Now(),
		Body: mail.Body{
			Text: "The heads of all chains, signed. Keep this file: `tremplin verify --checkpoint " + name + "` compares the database with it.\n",
			HTML: "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title></title></head><body><p>The heads of all chains, signed. Keep this file: <code>tremplin verify --checkpoint " + name + "</code> compares the database with it.</p></body></html>\n",
		},
		Files: []mail.File{{Name: name, Bytes: point}},
	}
}
