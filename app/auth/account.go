package auth

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

// CodeDisabled refuses to invite somebody whose account is out of use.
const CodeDisabled workflow.Code = "account_disabled"

// By is who manages accounts. Its zero value may nothing.
type By struct {
	person  string
	console bool
}

// Console is whoever runs commands on the server.
var Console = By{console: true}

// Administrator is a person; whether it is one is asked of the house.
func Administrator(person string) By { return By{person: person} }

// mayManage: an administrator, and not of the own account. To others it is
// forbidden/role or forbidden/apart.
func (a *Auth) mayManage(ctx context.Context, by By, person string) error {
	if by.console {
		return nil
	}
	h, err := a.house(ctx)
	if err != nil {
		return err
	}
	today := workflow.DateOf(a.now())
	p := h.Person(by.person)
	if p == nil || p.State() != workflow.PersonActive ||
		!slices.ContainsFunc(p.Grants, func(g workflow.Grant) bool { return g.Role == workflow.Admin && g.On(today) }) {
		return &workflow.Error{Kind: workflow.Forbidden, Code: workflow.CodeRole, Facts: map[string]any{"by": []workflow.Role{workflow.Admin}}}
	}
	if by.person == person {
		return refuse(workflow.Forbidden, workflow.CodeApart, "")
	}
	return nil
}

// ChangePassword sets another password of who is signed in; all other sessions
// and all tokens end. Errors: unauthenticated/signed_out or password_wrong,
// too_many/throttled, invalid/password_…, unavailable/busy.
func (a *Auth) ChangePassword(ctx context.Context, v Visitor, was, is string) error {
	st := a.state(ctx)
	if st.Stage != In {
		return nobody()
	}
	p, err := a.person(ctx, st.Person)
	if err != nil {
		return err
	}
	acc, err := a.Store.Account(ctx, st.Person)
	if err != nil {
		return err
	}
	if err := a.provePassword(ctx, v, acc, was); err != nil {
		return err
	}
	if err := CheckPassword(is, own(p)...); err != nil {
		return err
	}
	hash, err := a.hash(ctx, composed(is))
	if err != nil {
		return err
	}
	if err := a.Store.SetPassword(ctx, st.Person, hash, a.now()); err != nil {
		return err
	}
	st.PasswordAt, st.Epoch = a.now(), acc.Epoch+1
	return a.begin(ctx, st)
}

// own are the words that a person's password may not hold.
func own(p *workflow.Person) []string {
	local, _, _ := strings.Cut(p.Email.Body, "@")
	return []string{p.Name.Body, local}
}

// SetLanguage keeps what who is signed in wants to read: fr, nl or en.
func (a *Auth) SetLanguage(ctx context.Context, language string) error {
	st := a.state(ctx)
	if st.Stage != In {
		return nobody()
	}
	if !slices.Contains([]string{"fr", "nl", "en"}, language) {
		return &workflow.Error{Kind: workflow.Invalid, Code: "choice", Field: "language", Facts: map[string]any{"one_of": []string{"fr", "nl", "en"}}}
	}
	st.Language = language
	if err := a.keep(ctx, st); err != nil {
		return err
	}
	return a.Store.SetLanguage(ctx, st.Person, language)
}

// Disable takes an account out of use: its sessions, links and tokens end
// at once. Errors: forbidden/role, forbidden/apart, not_found.
func (a *Auth) Disable(ctx context.Context, by By, person string) error {
	if err := a.mayManage(ctx, by, person); err != nil {
		return err
	}
	return a.Store.Disable(ctx, person, a.now())
}

// Enable takes it back into use. Errors as of [Auth.Disable].
func (a *Auth) Enable(ctx context.Context, by By, person string) error {
	if err := a.mayManage(ctx, by, person); err != nil {
		return err
	}
	return a.Store.Enable(ctx, person, a.now())
}

// DropFactor takes away the second factor of who has lost the app and the
// recovery codes; sessions and tokens end, and whose roles ask for one
// enrols anew. Errors as of [Auth.Disable].
func (a *Auth) DropFactor(ctx context.Context, by By, person string) error {
	if err := a.mayManage(ctx, by, person); err != nil {
		return err
	}
	return a.Store.DropFactor(ctx, person, a.now())
}

// Condition is where an account stands.
type Condition string

// The conditions.
const (
	NoAccount Condition = "no_account" // nobody has invited the person
	Invited   Condition = "invited"    // the invitation can still be accepted
	Lapsed    Condition = "lapsed"     // it cannot; the person was never here
	Active    Condition = "active"
	Disabled  Condition = "disabled"
	Erased    Condition = "erased"
)

// Listed is a person with how it signs in.
type Listed struct {
	Person    string
	Name      string
	Email     string
	Org       string
	Grants    []workflow.Grant
	SignedIn  time.Time // last; zero: never
	Factor    bool
	Condition Condition
	Sent      time.Time // of the invitation that is open; zero: there is none
	Until     time.Time // and its end
	Tokens    int       // that hold; only [Auth.Listed] counts them
}

// People lists everybody of the house, in the order of their ids.
func (a *Auth) People(ctx context.Context) ([]Listed, error) {
	h, err := storage.Get(ctx, a.Store, (*storage.Tx).People)
	if err != nil {
		return nil, err
	}
	accounts, err := a.Store.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	links, err := a.Store.Links(ctx, "", a.now())
	if err != nil {
		return nil, err
	}
	byPerson, open := map[string]storage.Account{}, map[string]storage.Link{}
	for _, acc := range accounts {
		byPerson[acc.Person] = acc
	}
	for _, l := range slices.Backward(links) { // the newest last
		open[l.Person] = l
	}
	out := make([]Listed, 0, len(h.People))
	for _, p := range h.People {
		out = append(out, list(p, byPerson[p.Ref().ID], open[p.Ref().ID]))
	}
	slices.SortFunc(out, func(x, y Listed) int { return strings.Compare(x.Person, y.Person) })
	return out, nil
}

// Listed is one person of the house, with how it signs in; not found without one.
func (a *Auth) Listed(ctx context.Context, person string) (Listed, error) {
	h, err := storage.Get(ctx, a.Store, (*storage.Tx).People)
	if err != nil {
		return Listed{}, err
	}
	p := h.Person(person)
	if p == nil {
		return Listed{}, workflow.NotThere()
	}
	acc, err := a.Store.Account(ctx, person)
	if err != nil && !missing(err) {
		return Listed{}, err
	}
	links, err := a.Store.Links(ctx, person, a.now())
	if err != nil {
		return Listed{}, err
	}
	var open storage.Link
	if len(links) > 0 {
		open = links[0]
	}
	l := list(p, acc, open)
	l.Tokens, err = a.holding(ctx, person)
	return l, err
}

func list(p *workflow.Person, acc storage.Account, open storage.Link) Listed {
	l := Listed{
		Person: p.Ref().ID, Name: p.Name.Body, Email: p.Email.Body, Org: p.Org, Grants: p.Grants,
		SignedIn: acc.SignedIn, Factor: acc.Factor != "", Condition: condition(p, acc, open.Person != ""),
	}
	if l.Condition == Invited {
		l.Sent, l.Until = open.Created, open.Until
	}
	return l
}

func condition(p *workflow.Person, acc storage.Account, open bool) Condition {
	switch {
	case p.State() == workflow.PersonErased:
		return Erased
	case acc.Person == "":
		return NoAccount
	case !acc.Disabled.IsZero():
		return Disabled
	case acc.Password != "":
		return Active
	case open:
		return Invited
	default:
		return Lapsed
	}
}

// Tidy drops what has expired: sessions, links, failures. The clock calls it
// now and then.
func (a *Auth) Tidy(ctx context.Context) error {
	return errors.Join(a.Store.ForgetSignIns(ctx, a.now()), a.Store.ForgetTokens(ctx, a.now()))
}

// EmailFree refuses an address that makes no sense (invalid/email), or that
// somebody has already, for signing in or in the house (conflict/email_taken).
func (a *Auth) EmailFree(ctx context.Context, email string) error {
	plain, err := Normalised(email)
	if err != nil {
		return err
	}
	h, err := storage.Get(ctx, a.Store, (*storage.Tx).People)
	if err != nil {
		return err
	}
	for _, p := range h.People {
		if has, err := Normalised(p.Email.Body); err == nil && has == plain {
			return refuse(workflow.Conflict, storage.CodeEmailTaken, "email")
		}
	}
	_, err = a.Store.AccountByEmail(ctx, a.emailHash(email))
	switch {
	case err == nil:
		return refuse(workflow.Conflict, storage.CodeEmailTaken, "email")
	case missing(err):
		return nil
	default:
		return err
	}
}
