package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tremplin/storage"
	"tremplin/workflow"
)

// Scope is what a token may be used for, at most: never for more than its owner
// may at that moment.
type Scope string

// The scopes; each includes those before it.
const (
	ScopeRead   Scope = "read"   // look
	ScopeWrite  Scope = "write"  // act, but not decide
	ScopeDecide Scope = "decide" // acts by roles that decide
)

// Scopes are all there are, the narrowest first.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeWrite, ScopeDecide} }

// TokenPrefix is how every token begins, so that one that was left lying about is
// known for what it is.
const TokenPrefix = "tremplin_"

// TokenDays is how long a token holds at most.
const TokenDays = 366

const (
	tokenBytes  = 32
	tokenName   = 100 // letters
	tokensAtOne = 20  // of one person that hold
	tokenNoted  = time.Minute
)

// Why a token does not open, or is not made.
const (
	CodeToken workflow.Code = "token" // unauthenticated: none of ours, ended, or its owner is out of use: which is not said
	CodeScope workflow.Code = "scope" // forbidden: the token is for less
)

// Token is what its owner may know of a token.
type Token struct {
	ID      string
	Name    string
	Person  string
	Scope   Scope
	Created time.Time
	Expires time.Time
	Used    time.Time // last, to the minute; zero: never
	Revoked time.Time
}

// Allows reports whether the token is for acts of that scope.
func (t *Token) Allows(s Scope) bool {
	return slices.Index(Scopes(), s) <= slices.Index(Scopes(), t.Scope)
}

// Holds reports whether the token can still be used.
func (t *Token) Holds(now time.Time) bool { return t.Revoked.IsZero() && now.Before(t.Expires) }

// NewToken is what a token shall be.
type NewToken struct {
	Name  string
	Scope Scope
	Days  int
	Key   string // of the form: what is sent again makes no second one; "": none
}

// wrong is what makes no sense in it.
func (n *NewToken) wrong() *workflow.Error {
	n.Name = strings.TrimSpace(n.Name)
	switch length := utf8.RuneCountInString(n.Name); {
	case length == 0 || !utf8.ValidString(n.Name):
		return refuse(workflow.Invalid, workflow.CodeMissing, "name")
	case length > tokenName:
		return &workflow.Error{Kind: workflow.Invalid, Code: "too_long", Field: "name", Facts: map[string]any{"max": tokenName}}
	case !slices.Contains(Scopes(), n.Scope):
		return &workflow.Error{Kind: workflow.Invalid, Code: "choice", Field: "scope", Facts: map[string]any{"one_of": Scopes()}}
	case n.Days < 1 || n.Days > TokenDays:
		return &workflow.Error{Kind: workflow.Invalid, Code: "range", Field: "days", Facts: map[string]any{"min": 1, "max": TokenDays}}
	}
	return nil
}

// CreateToken makes a token of who is signed in, and gives it: it is shown once
// and kept nowhere. Errors: unauthenticated/signed_out, forbidden/step_up,
// invalid/missing, too_long, choice, range, refused/too_many_tokens,
// conflict/token_shown.
func (a *Auth) CreateToken(ctx context.Context, n NewToken) (secret string, t Token, err error) {
	st := a.state(ctx)
	switch {
	case st.Stage != In:
		return "", t, nobody()
	case !a.Fresh(ctx):
		return "", t, refuse(workflow.Forbidden, CodeStepUp, "")
	}
	return a.newToken(ctx, st.Person, n)
}

// CreateTokenOf makes one for somebody, by whoever runs commands on the server.
func (a *Auth) CreateTokenOf(ctx context.Context, by By, person string, n NewToken) (secret string, t Token, err error) {
	if !by.console {
		return "", t, refuse(workflow.Forbidden, workflow.CodeRole, "")
	}
	return a.newToken(ctx, person, n)
}

func (a *Auth) newToken(ctx context.Context, person string, n NewToken) (secret string, t Token, err error) {
	if no := n.wrong(); no != nil {
		return "", t, no
	}
	if _, err := a.person(ctx, person); err != nil {
		return "", t, err
	}
	b, err := a.random(tokenBytes)
	if err != nil {
		return "", t, err
	}
	id, err := a.random(8)
	if err != nil {
		return "", t, err
	}
	secret = TokenPrefix + base64.RawURLEncoding.EncodeToString(b)
	now := a.now()
	kept := storage.Token{
		ID: hex.EncodeToString(id), Hash: tokenHash(secret), Person: person, Name: n.Name, Scopes: string(n.Scope),
		Created: now, Expires: now.AddDate(0, 0, n.Days),
	}
	if err := a.Store.AddToken(ctx, kept, tokensAtOne, n.Key); err != nil {
		return "", t, err
	}
	return secret, tokenOf(&kept), nil
}

// tokenHash needs no salt and no key: nobody guesses 32 random bytes.
func tokenHash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

func tokenOf(t *storage.Token) Token {
	return Token{ID: t.ID, Name: t.Name, Person: t.Person, Scope: Scope(t.Scopes), Created: t.Created, Expires: t.Expires, Used: t.Used, Revoked: t.Revoked}
}

// Bearer is the token that somebody shows. Whether its owner is still there, and
// in use, is looked up each time. Error: unauthenticated/token.
func (a *Auth) Bearer(ctx context.Context, secret string) (Token, error) {
	return a.BearerIn(ctx, secret, func(string) (*workflow.House, error) { return a.house(ctx) })
}

// BearerIn is [Auth.Bearer] for who reads the house anyway: it is asked for once
// it is known whose the token is.
func (a *Auth) BearerIn(ctx context.Context, secret string, house func(person string) (*workflow.House, error)) (Token, error) {
	if !strings.HasPrefix(secret, TokenPrefix) {
		return Token{}, refuse(workflow.Unauthenticated, CodeToken, "")
	}
	kept, err := a.Store.TokenByHash(ctx, tokenHash(secret))
	if missing(err) {
		return Token{}, refuse(workflow.Unauthenticated, CodeToken, "")
	}
	if err != nil {
		return Token{}, err
	}
	t, now := tokenOf(&kept), a.now()
	if !t.Holds(now) || kept.Disabled {
		return Token{}, refuse(workflow.Unauthenticated, CodeToken, "")
	}
	h, err := house(t.Person)
	if err != nil {
		return Token{}, err
	}
	p := h.Person(t.Person)
	switch {
	case p == nil || p.State() != workflow.PersonActive,
		!a.Demo && !kept.Factor && Needs2FA(p.Grants, workflow.DateOf(now)): // whom the site would not let in either
		return Token{}, refuse(workflow.Unauthenticated, CodeToken, "")
	}
	if now.Sub(t.Used) >= tokenNoted {
		if err := a.Store.NoteToken(ctx, t.ID, now); err != nil {
			return Token{}, err
		}
	}
	return t, nil
}

// Tokens are those of who is signed in, the newest first.
func (a *Auth) Tokens(ctx context.Context) ([]Token, error) {
	st := a.state(ctx)
	if st.Stage != In {
		return nil, nobody()
	}
	kept, err := a.Store.TokensOf(ctx, st.Person)
	out := make([]Token, 0, len(kept))
	for i := range kept {
		out = append(out, tokenOf(&kept[i]))
	}
	return out, err
}

// RevokeToken ends a token of who is signed in; not found if it is no such one.
func (a *Auth) RevokeToken(ctx context.Context, id string) error {
	st := a.state(ctx)
	if st.Stage != In {
		return nobody()
	}
	return a.Store.RevokeToken(ctx, st.Person, id, a.now())
}

// EndTokens ends all tokens of another person. Errors as of [Auth.Disable].
func (a *Auth) EndTokens(ctx context.Context, by By, person string) error {
	if err := a.mayManage(ctx, by, person); err != nil {
		return err
	}
	return a.Store.EndTokens(ctx, person, a.now())
}

// holding is how many tokens of a person hold.
func (a *Auth) holding(ctx context.Context, person string) (n int, err error) {
	kept, err := a.Store.TokensOf(ctx, person)
	for i := range kept {
		if t := tokenOf(&kept[i]); t.Holds(a.now()) {
			n++
		}
	}
	return n, err
}

// RevokeTokenOf ends anybody's, by whoever runs commands on the server.
func (a *Auth) RevokeTokenOf(ctx context.Context, by By, id string) error {
	if !by.console {
		return refuse(workflow.Forbidden, workflow.CodeRole, "")
	}
	return a.Store.RevokeToken(ctx, "", id, a.now())
}

// PersonBy is the id of somebody who is named by it, or by the address to sign in
// by; not found if there is no such one.
func (a *Auth) PersonBy(ctx context.Context, idOrEmail string) (string, error) {
	if _, err := a.person(ctx, idOrEmail); err == nil || !missing(err) || !strings.Contains(idOrEmail, "@") {
		return idOrEmail, err
	}
	acc, err := a.Store.AccountByEmail(ctx, a.emailHash(idOrEmail))
	if err != nil {
		return "", err
	}
	return acc.Person, nil
}
