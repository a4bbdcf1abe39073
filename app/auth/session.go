package auth

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"

	"tremplin/workflow"
)

// Stage is how far somebody has come with signing in.
type Stage string

// The stages.
const (
	Out   Stage = ""      // nobody knows who this is
	Code  Stage = "code"  // the password was right; the second factor comes next
	Enrol Stage = "enrol" // a role asks for a second factor; [Auth.Enrol] comes next
	In    Stage = "in"    // signed in
)

// Session is what the request's session says.
type Session struct {
	ID         string
	Person     string // who it is, or says to be while the stage is not In
	Stage      Stage
	Language   string // that the person chose; "" none
	PasswordAt time.Time
	FactorAt   time.Time // zero: no second factor was asked
}

// Actor is the id of the person who acts; "" for anybody who is not signed in.
func Actor(s Session) string {
	if s.Stage != In {
		return ""
	}
	return s.Person
}

// state is what a session keeps of its person.
type state struct {
	ID         string    `json:"id,omitempty"`
	Person     string    `json:"person,omitempty"`
	Epoch      int64     `json:"epoch,omitempty"`
	Stage      Stage     `json:"stage,omitempty"`
	Language   string    `json:"language,omitempty"`
	PasswordAt time.Time `json:"password_at,omitzero"`
	FactorAt   time.Time `json:"factor_at,omitzero"`
	Device     string    `json:"device,omitempty"`
	Network    string    `json:"network,omitempty"`
}

const stateKey = "auth.state"

// sessions is a manager whose sessions end by our clock, in the database.
func sessions(a *Auth, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = &sessionStore{a: a}
	m.HashTokenInStore = true
	m.Lifetime = Lifetime // idle sessions end in the store: scs would write each time
	m.Cookie.Name, m.Cookie.Secure = "tremplin", secure
	if secure {
		m.Cookie.Name = "__Host-tremplin"
	}
	m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Path = true, http.SameSiteLaxMode, "/"
	return m
}

func (a *Auth) state(ctx context.Context) (st state) {
	if json.Unmarshal([]byte(a.Sessions.GetString(ctx, stateKey)), &st) != nil {
		return state{}
	}
	return st
}

func (a *Auth) keep(ctx context.Context, st state) error {
	b, err := json.Marshal(st)
	if err == nil {
		a.Sessions.Put(ctx, stateKey, string(b))
	}
	return err
}

// begin keeps the state under a new token, so that whoever knew the one before
// knows nothing. What the pages kept for another person goes.
func (a *Auth) begin(ctx context.Context, st state) error {
	if was := a.state(ctx).Person; was != "" && was != st.Person {
		if err := a.Sessions.Clear(ctx); err != nil {
			return err
		}
	}
	if err := a.Sessions.RenewToken(ctx); err != nil {
		return err
	}
	return a.keep(ctx, st)
}

// Current is who asks. The request must have come through [Auth.Sessions]'
// LoadAndSave. Who holds a role that asks for a second factor, and has none,
// stands at Enrol whenever the role came.
func (a *Auth) Current(ctx context.Context) (Session, error) {
	st := a.state(ctx)
	if st.Person == "" {
		return Session{}, nil
	}
	h, err := a.house(ctx)
	if err != nil {
		return Session{}, err
	}
	p := h.Person(st.Person)
	if p == nil || p.State() != workflow.PersonActive {
		return Session{}, nil
	}
	s := Session{ID: st.ID, Person: st.Person, Stage: st.Stage, Language: st.Language, PasswordAt: st.PasswordAt, FactorAt: st.FactorAt}
	now := a.now()
	switch {
	case st.Stage == In && st.FactorAt.IsZero() && Needs2FA(p.Grants, workflow.DateOf(now)):
		s.Stage = Enrol
	case st.Stage != In && now.Sub(st.PasswordAt) > HalfwayFor:
		return Session{}, nil
	}
	return s, nil
}

// Fresh reports whether the person has shown password or code within [FreshFor]:
// signing and paying ask for it.
func (a *Auth) Fresh(ctx context.Context) bool { return a.Demo || a.fresh(a.state(ctx)) }

func (a *Auth) fresh(st state) bool {
	last := st.PasswordAt
	if st.FactorAt.After(last) {
		last = st.FactorAt
	}
	return st.Stage != Out && a.now().Sub(last) <= FreshFor
}

// SignOut ends the session.
func (a *Auth) SignOut(ctx context.Context) error { return a.Sessions.Destroy(ctx) }

// Seat is a session as its owner sees it.
type Seat struct {
	ID      string
	Current bool   // the one that asks
	Device  string // "Firefox, Windows"; "" unknown
	Network string // "203.0.113.0/24"; "" unknown
	Since   time.Time
	Seen    time.Time // to the minute
}

// Seats are the sessions of who asks, the last seen first.
func (a *Auth) Seats(ctx context.Context) ([]Seat, error) {
	st := a.state(ctx)
	if st.Stage != In {
		return nil, nobody()
	}
	all, err := a.Store.Sessions(ctx, st.Person, a.now(), Idle)
	out := make([]Seat, 0, len(all))
	for _, x := range all {
		out = append(out, Seat{ID: x.ID, Current: x.ID == st.ID, Device: x.Device, Network: x.Network, Since: x.Created, Seen: x.Seen})
	}
	return out, err
}

// EndSeat ends one of the sessions of who asks; not found if it is no such one.
func (a *Auth) EndSeat(ctx context.Context, id string) error {
	st := a.state(ctx)
	switch {
	case st.Stage != In:
		return nobody()
	case st.ID == id:
		return a.SignOut(ctx)
	}
	ended, err := a.Store.EndSessionOf(ctx, st.Person, id, a.now())
	if err == nil && !ended {
		err = workflow.NotThere()
	}
	return err
}

// EndOtherSeats ends all sessions of who asks but this one, and all tokens.
func (a *Auth) EndOtherSeats(ctx context.Context) error {
	st := a.state(ctx)
	if st.Stage != In {
		return nobody()
	}
	return a.Store.EndSessions(ctx, st.Person, st.ID, a.now())
}
