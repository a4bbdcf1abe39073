package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// Why no link is made.
const (
	CodeNoEmail      workflow.Code = "no_email"      // refused: the house knows no address of this person
	CodeAccountThere workflow.Code = "account_there" // refused: the person signs in already
)

// Purpose is what a link is for.
type Purpose string

// The purposes.
const (
	Invitation Purpose = "invite" // a first password
	Reset      Purpose = "reset"  // another one
)

// Mail is what a mail has to say. Whoever reads its token may choose the
// person's password.
type Mail struct {
	Purpose  Purpose
	Person   string
	To       string // the address
	Language string // the person's; "" unknown
	Token    string
	Until    time.Time
}

// Path is where the link leads, below the site's address. Opening it does
// nothing: [Auth.Look] shows, [Auth.Accept] acts.
func (m Mail) Path() string { return LinkPath + url.PathEscape(m.Token) }

// LinkPath is where links lead; the token follows.
const LinkPath = "/link/"

// Send hands a mail on: to the job table, not to a server.
type Send func(ctx context.Context, m Mail) error

// Invite makes an invitation for a person of the house, valid for a week and
// once, in the place of earlier ones. Errors: forbidden/role and not_found;
// refused/no_email, refused/account_there, refused/account_disabled;
// conflict/email_taken.
func (a *Auth) Invite(ctx context.Context, by By, person string) (Mail, error) {
	if err := a.mayManage(ctx, by, ""); err != nil {
		return Mail{}, err
	}
	p, err := a.person(ctx, person)
	if err != nil {
		return Mail{}, err
	}
	if p.Email.Body == "" {
		return Mail{}, refuse(workflow.Refused, CodeNoEmail, "")
	}
	email, err := Normalised(p.Email.Body)
	if err != nil {
		return Mail{}, err
	}
	acc, err := a.Store.Account(ctx, person)
	switch {
	case err != nil && !missing(err):
		return Mail{}, err
	case !acc.Disabled.IsZero():
		return Mail{}, refuse(workflow.Refused, CodeDisabled, "")
	case acc.Password != "":
		return Mail{}, refuse(workflow.Refused, CodeAccountThere, "")
	}
	err = a.Store.OpenAccount(ctx, storage.Account{Person: person, EmailHash: a.keys.hash("email", email), Language: p.Language}, a.now())
	if err != nil {
		return Mail{}, err
	}
	return a.link(ctx, Invitation, person, p, InviteFor)
}

// link makes one and keeps its hash; for nobody it keeps one that opens nothing.
func (a *Auth) link(ctx context.Context, purpose Purpose, person string, p *workflow.Person, valid time.Duration) (Mail, error) {
	b, err := a.random(32)
	if err != nil {
		return Mail{}, err
	}
	m := Mail{Purpose: purpose, Person: person, Token: base64.RawURLEncoding.EncodeToString(b), Until: a.now().Add(valid)}
	if p != nil {
		m.To, m.Language = p.Email.Body, p.Language
	}
	return m, a.Store.AddLink(ctx, storage.Link{Hash: linkHash(m.Token), Purpose: string(purpose), Person: person, Created: a.now(), Until: m.Until})
}

// linkHash need not be keyed: nobody guesses 256 bits.
func linkHash(token string) string {
	sum := sha256.Sum256([]byte("link " + token))
	return hex.EncodeToString(sum[:])
}

// Forgot sends, if the address is that of an account in use, a link to choose
// another password, valid for an hour and once. The answer is the same if not,
// and takes as long. Errors: too_many/throttled, and what send answers.
func (a *Auth) Forgot(ctx context.Context, v Visitor, email string, send Send) error {
	level := time.NewTimer(a.Level)
	defer level.Stop()
	err := a.forgot(ctx, v, a.emailHash(email), send)
	select {
	case <-level.C:
	case <-ctx.Done():
	}
	return err
}

func (a *Auth) forgot(ctx context.Context, v Visitor, hash string, send Send) error {
	if err := a.brake(ctx, resetBrakes(a, v, hash)); err != nil {
		return err
	}
	acc, err := a.Store.AccountByEmail(ctx, hash)
	if err != nil && !missing(err) {
		return err
	}
	p, err := a.reachable(ctx, acc)
	if err != nil {
		return err
	}
	to := ""
	if p != nil {
		to = acc.Person
	}
	m, err := a.link(ctx, Reset, to, p, ResetFor)
	if err != nil || p == nil {
		return err
	}
	return send(ctx, m)
}

// resetBrakes: mails cost the reader attention, so that few are free.
func resetBrakes(a *Auth, v Visitor, hash string) brakes {
	net := network(v)
	return brakes{shared: []storage.Brake{
		{Key: a.keys.hash("brake", useReset, "account", hash, net), Free: 3, First: time.Minute, Most: time.Hour, Forget: 2 * time.Hour},
		{Key: a.keys.hash("brake", useReset, "network", net), Free: 20, First: 10 * time.Second, Most: 5 * time.Minute, Forget: time.Hour},
	}}
}

// reachable is the person of an account that may have a mail now; nil if none.
// Who has just had one has it still.
func (a *Auth) reachable(ctx context.Context, acc storage.Account) (*workflow.Person, error) {
	active, err := a.allowed(ctx, acc)
	if err != nil || active == nil {
		return nil, err
	}
	sent, err := a.Store.Links(ctx, acc.Person, a.now())
	if err != nil {
		return nil, err
	}
	for _, l := range sent {
		if Purpose(l.Purpose) == Reset && a.now().Sub(l.Created) < resetPause {
			return nil, nil //nolint:nilnil // no mail
		}
	}
	p, err := a.person(ctx, acc.Person)
	if err != nil || p.Email.Body == "" {
		return nil, err
	}
	return p, nil
}

// Seen is what opening a link shows.
type Seen struct {
	Purpose Purpose
	Person  string
	Name    string
	Until   time.Time
}

// Look shows what a link is for; not_found/link_dead if it never was, was used,
// or has expired. It changes nothing.
func (a *Auth) Look(ctx context.Context, token string) (Seen, error) {
	l, p, err := a.open(ctx, token)
	if err != nil {
		return Seen{}, err
	}
	return Seen{Purpose: Purpose(l.Purpose), Person: l.Person, Name: p.Name.Body, Until: l.Until}, nil
}

func (a *Auth) open(ctx context.Context, token string) (storage.Link, *workflow.Person, error) {
	l, err := a.Store.Link(ctx, linkHash(token), a.now())
	if err != nil {
		return l, nil, err
	}
	p, err := a.person(ctx, l.Person)
	if missing(err) {
		err = storage.ErrLink
	}
	return l, p, err
}

// Accept uses a link: the password is set, the person's other links, all
// sessions and all tokens end, the second factor stays as it was. Nobody is signed in by it. Of
// many at once one wins. Errors: not_found/link_dead, invalid/password_…,
// unavailable/busy.
func (a *Auth) Accept(ctx context.Context, v Visitor, token, password string) error {
	l, p, err := a.open(ctx, token)
	if err != nil {
		return err
	}
	if err := CheckPassword(password, own(p)...); err != nil {
		return err
	}
	hash, err := a.hash(ctx, composed(password))
	if err != nil {
		return err
	}
	if err := a.Store.UseLink(ctx, l, hash, a.now()); err != nil {
		return err
	}
	acc, err := a.Store.Account(ctx, l.Person)
	if err != nil {
		return err
	}
	return a.Store.Passed(ctx, names(a.brakes(v, usePassword, acc.EmailHash, acc.Person).own), nil)
}
