package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"tremplin/app"
	"tremplin/storage"
)

// keyEnv holds the seed of the key that signs checkpoints, in base64.
const keyEnv = "TREMPLIN_CHECKPOINT_KEY"

// beside is where a checkpoint signed by a key of its own has its public half.
const beside = ".pub"

type verifyCmd struct {
	database
	Checkpoint string `help:"A checkpoint kept outside: finds what was cut off, or put back, since. It is checked by TREMPLIN_CHECKPOINT_KEY, or FILE.pub beside it." placeholder:"FILE"`
	JSON       bool   `name:"json" help:"Print what does not hold as JSON."`
}

// found is a finding as JSON has it.
type found struct {
	Table   string `json:"table"`
	Key     string `json:"key"`
	Problem string `json:"problem"`
}

func (c *verifyCmd) Run(ctx context.Context, s *streams) error {
	url, err := c.url(s)
	if err != nil {
		return err
	}
	since, err := c.since(s)
	if err != nil {
		return err
	}
	a, err := open(ctx, url, s, storage.ReadOnly())
	if err != nil {
		return err
	}
	findings, err := a.Verify(ctx, since)
	if err = errors.Join(err, a.Store.Close()); err != nil {
		return err
	}
	if err := c.tell(s, findings); err != nil {
		return err
	}
	if len(findings) > 0 {
		return exit{code: failed}
	}
	return nil
}

func (c *verifyCmd) tell(s *streams, findings []storage.Finding) error {
	if c.JSON {
		list := make([]found, 0, len(findings))
		for _, f := range findings {
			list = append(list, found(f))
		}
		return printJSON(s.out, map[string]any{"ok": len(list) == 0, "findings": list})
	}
	for _, f := range findings {
		if _, err := fmt.Fprintln(s.out, f); err != nil {
			return err
		}
	}
	last := "all chains, ledgers and rows hold"
	if n := len(findings); n > 0 {
		last = fmt.Sprintf("%d rows do not hold: compare with a backup", n)
	}
	_, err := fmt.Fprintln(s.out, last)
	return err
}

// since reads the checkpoint to compare with; nil without one.
func (c *verifyCmd) since(s *streams) (*storage.Checkpoint, error) {
	if c.Checkpoint == "" {
		return nil, nil //nolint:nilnil // nothing to compare with
	}
	f, err := os.Open(c.Checkpoint)
	if err != nil {
		return nil, fail(nonsense, "the checkpoint %s cannot be read: name the file that `tremplin checkpoint` wrote", c.Checkpoint)
	}
	defer f.Close() //nolint:errcheck // only read
	public, err := publicKey(s, c.Checkpoint)
	if err != nil {
		return nil, err
	}
	point, err := storage.ReadCheckpoint(f, public)
	if err != nil {
		return nil, fail(failed, "the checkpoint %s does not hold (%s): take another copy of it", c.Checkpoint, err)
	}
	return point, nil
}

// publicKey is that of the environment's key, or else the one beside the file.
func publicKey(s *streams, path string) (ed25519.PublicKey, error) {
	private, err := signingKey(s)
	if err != nil {
		return nil, err
	}
	if private != nil {
		return private.Public().(ed25519.PublicKey), nil //nolint:forcetypeassert // an ed25519 key's
	}
	text, err := os.ReadFile(path + beside) //nolint:gosec // whoever runs the program names it
	public, bad := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || bad != nil || len(public) != ed25519.PublicKeySize {
		return nil, fail(nonsense, "there is no key to check %s with: set %s, or put %s beside it", path, keyEnv, path+beside)
	}
	return public, nil
}

// signingKey is the environment's; nil without one.
func signingKey(s *streams) (ed25519.PrivateKey, error) {
	text := strings.TrimSpace(s.getenv(keyEnv))
	if text == "" {
		return nil, nil
	}
	seed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fail(nonsense, "%s is no key: set it to 32 random bytes in base64, as `openssl rand -base64 32` prints them", keyEnv)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

type checkpointCmd struct {
	File  string `arg:"" help:"Where to write it, and, unless TREMPLIN_CHECKPOINT_KEY is set, FILE.pub with the key to check it by."`
	Force bool   `help:"Replace an older checkpoint."`
	database
}

func (c *checkpointCmd) Run(ctx context.Context, s *streams) error {
	url, err := c.url(s)
	if err != nil {
		return err
	}
	key, err := signingKey(s)
	if err != nil {
		return err
	}
	if err := c.free(); err != nil {
		return err
	}
	own := key == nil
	if own {
		if _, key, err = ed25519.GenerateKey(rand.Reader); err != nil {
			return err
		}
	}
	a, err := open(ctx, url, s, storage.ReadOnly())
	if err != nil {
		return err
	}
	err = errors.Join(c.write(ctx, a, key, own), a.Store.Close())
	if err != nil {
		return err
	}
	said := "wrote " + c.File
	if own {
		said += " and its key " + c.File + beside + ": keep both outside, or set " + keyEnv
	}
	_, err = fmt.Fprintln(s.out, said)
	return err
}

// free keeps an older checkpoint: one that says otherwise would be lost with it.
func (c *checkpointCmd) free() error {
	for _, path := range []string{c.File, c.File + beside} {
		if _, err := os.Lstat(path); err == nil && !c.Force {
			return fail(failed, "%s is there already: name another file, or give --force to replace it", path)
		}
	}
	return nil
}

// write replaces an older file only once the new one is whole.
func (c *checkpointCmd) write(ctx context.Context, a *app.App, key ed25519.PrivateKey, own bool) error {
	part := c.File + ".part"
	f, err := os.OpenFile(part, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // whoever runs the program names it
	if err != nil {
		return fail(failed, "the checkpoint cannot be written to %s: name another file", c.File)
	}
	if err := errors.Join(a.Checkpoint(ctx, f, key), f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	if own {
		public := base64.StdEncoding.EncodeToString(key.Public().(ed25519.PublicKey)) //nolint:forcetypeassert // an ed25519 key's
		if err := os.WriteFile(c.File+beside, []byte(public+"\n"), 0o600); err != nil {
			return err
		}
	}
	return os.Rename(part, c.File)
}
