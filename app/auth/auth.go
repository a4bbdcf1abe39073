// Package auth says who asks: passwords, second factor, sessions, invitations.
// It knows no pages and sends no mail: callers get what a mail has to say. What
// somebody may do is not its business: that is in the house's grants.
package auth

import (
	"context"
	"crypto/rand"
	"io"
	"net/netip"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/alexedwards/scs/v2"

	"tremplin/storage"
	"tremplin/workflow"
)

// How long things hold.
const (
	Idle        = 8 * time.Hour      // a session that nobody uses
	Lifetime    = 24 * time.Hour     // any session
	FreshFor    = 5 * time.Minute    // password or code, before one signs or pays
	HalfwayFor  = 10 * time.Minute   // between the password and the code
	InviteFor   = 7 * 24 * time.Hour // an invitation
	ResetFor    = time.Hour          // a link to choose a new password
	DeviceFor   = 180 * 24 * time.Hour
	resetPause  = 2 * time.Minute // before another mail goes to the same person
	recoverySet = 10              // codes for who has lost the app
)

// Auth signs people in and out.
type Auth struct {
	Store    *storage.Store
	Sessions *scs.SessionManager // its data may hold what the pages need; keys that begin with "auth." are ours
	Now      func() time.Time
	Chance   io.Reader
	// Params is what a hash costs. Memory is in KiB.
	Params *argon2id.Params
	// Level is how long an answer takes that must not tell whether an address is
	// known, at least.
	Level time.Duration
	// Demo lets [Auth.SignInAs] sign anybody in without proof, and takes every
	// session for fresh.
	Demo bool

	keys   keys
	hasher *hasher
}

// Options are what differs from one installation to another.
type Options struct {
	Secret Secret
	Secure bool // cookies are for https alone; false only on one's own machine
	Demo   bool
}

// New is an Auth over a store, with the machine's clock and chance.
func New(s *storage.Store, o Options) *Auth {
	a := &Auth{
		Store: s, Now: time.Now, Chance: rand.Reader, Demo: o.Demo, //nolint:forbidigo // others take it from here
		Params: &argon2id.Params{Memory: 64 << 10, Iterations: 3, Parallelism: 2, SaltLength: 16, KeyLength: 32},
		Level:  400 * time.Millisecond,
		keys:   o.Secret.keys(), hasher: newHasher(4, 32),
	}
	a.Sessions = sessions(a, o.Secure)
	return a
}

func (a *Auth) now() time.Time { return a.Now().UTC().Truncate(time.Microsecond) }

// Visitor is from where a request comes.
type Visitor struct {
	Addr   netip.Addr // of the client, as the proxies that we trust tell it
	Agent  string     // its User-Agent
	Device string     // the value of the cookie of [Auth.DeviceCookie], if any
}

// house is who there is, without names. It is shared: nobody edits it.
func (a *Auth) house(ctx context.Context) (*workflow.House, error) {
	return a.Store.House(ctx)
}

// person is somebody who may sign in, with name and address; not found where
// there is no such one, or no longer.
func (a *Auth) person(ctx context.Context, id string) (*workflow.Person, error) {
	h, err := a.Store.People(ctx)
	if err != nil {
		return nil, err
	}
	p := h.Person(id)
	if p == nil || p.State() != workflow.PersonActive {
		return nil, workflow.NotThere()
	}
	return p, nil
}

// random is n bytes of chance.
func (a *Auth) random(n int) ([]byte, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(a.Chance, b)
	return b, err
}

func refuse(kind workflow.Kind, code workflow.Code, field string) *workflow.Error {
	return &workflow.Error{Kind: kind, Code: code, Field: field}
}
