package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

// What the environment says of signing in.
const (
	secretEnv = "TREMPLIN_SECRET" //nolint:gosec // a name
	siteEnv   = "TREMPLIN_URL"
)

type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Register a person and print an invitation: also the first administrator."`
	List    userListCmd    `cmd:"" help:"List who there is, with roles and last sign-in."`
	Disable userDisableCmd `cmd:"" help:"Take an account out of use; its sessions end."`
}

// door is what people sign in by.
func door(s *streams, a *app.App) (*auth.Auth, error) {
	own, err := secret(s)
	if err != nil {
		return nil, err
	}
	return auth.New(a.Store, auth.Options{Secret: own}), nil
}

// secret is the server's own.
func secret(s *streams) (auth.Secret, error) {
	own, err := auth.ParseSecret(s.getenv(secretEnv))
	if err != nil {
		return own, fail(nonsense, "%s is not set, or makes no sense: set it to 32 random bytes in base64, as `openssl rand -base64 32` prints them, the same for every command", secretEnv)
	}
	return own, nil
}

// site is the address of the site, without a slash at its end.
func site(s *streams) (string, error) {
	text := strings.TrimRight(s.getenv(siteEnv), "/")
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fail(nonsense, "%s is not set, or makes no sense: set it to the address of the site, such as https://tremplin.example", siteEnv)
	}
	return text, nil
}

// signing opens database and door for one command.
func signing(ctx context.Context, s *streams, d database, f func(*app.App, *auth.Auth) error) error {
	target, err := d.url(s)
	if err != nil {
		return err
	}
	if _, err := door(s, &app.App{}); err != nil { // before anything is opened
		return err
	}
	a, err := open(ctx, target, s)
	if err != nil {
		return err
	}
	in, err := door(s, a)
	if err == nil {
		err = f(a, in)
	}
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		err = fail(failed, "%s", sentence(no))
	}
	return errors.Join(err, a.Store.Close())
}

type userAddCmd struct {
	Name         string   `arg:"" optional:"" help:"The person's name; left out with --id of somebody who is registered."`
	Email        string   `help:"The address to sign in by." placeholder:"ADDRESS"`
	Role         []string `help:"A role, such as admin; those that decide, sign or pay are granted by two administrators."`
	Organisation string   `help:"The id of the person's organisation." placeholder:"ID"`
	Language     string   `help:"fr, nl or en." enum:"fr,nl,en" default:"fr"`
	ID           string   `name:"id" help:"The person's id: of somebody who is there, to be invited anew; else chance's." placeholder:"ID"`
	database
}

func (c *userAddCmd) Run(ctx context.Context, s *streams) error {
	base, err := site(s)
	if err != nil {
		return err
	}
	for _, r := range c.Role {
		if r != string(workflow.Admin) && auth.Needs2FA([]workflow.Grant{{Role: workflow.Role(r)}}, "9999-12-31") {
			return fail(nonsense, "%s decides, signs or pays: two administrators grant it in the site", r)
		}
	}
	return signing(ctx, s, c.database, func(a *app.App, in *auth.Auth) error {
		if err := c.register(ctx, a, in); err != nil {
			return err
		}
		m, err := in.Invite(ctx, auth.Console, c.ID)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(s.out, "%s\n%s\n", c.ID, base+m.Path())
		if err == nil {
			_, err = fmt.Fprintf(s.err, "Send the link to its owner alone: whoever opens it first chooses the password. It holds until %s, once.\n", m.Until.Format(time.RFC3339))
		}
		return err
	})
}

// register makes the person, unless it is there.
func (c *userAddCmd) register(ctx context.Context, a *app.App, in *auth.Auth) error {
	h, err := a.House(ctx)
	if err != nil {
		return err
	}
	if c.ID != "" && h.Person(c.ID) != nil {
		if c.Name != "" || c.Email != "" || len(c.Role) > 0 {
			return fail(nonsense, "%s is registered already: give --id alone to make another invitation, or another id", c.ID)
		}
		return nil
	}
	if c.Name == "" || c.Email == "" {
		return fail(nonsense, "a person needs a name and an address: give NAME and --email ADDRESS")
	}
	if err := in.EmailFree(ctx, c.Email); err != nil {
		return err
	}
	if c.ID == "" { // a name would stay in the trail when the person is erased
		b := make([]byte, 5)
		_, _ = rand.Read(b) // cannot fail
		c.ID = "p-" + strings.ToLower(base32.StdEncoding.EncodeToString(b))
	}
	v := map[string]any{"name": c.Name, "email": c.Email, "language": c.Language}
	if c.Organisation != "" {
		v["organisation"] = c.Organisation
	}
	roles := make([]any, 0, len(c.Role))
	for _, r := range c.Role {
		roles = append(roles, map[string]any{"role": r, "from": string(workflow.DateOf(a.Now()))})
	}
	if len(roles) > 0 {
		v["roles"] = roles
	}
	_, err = a.Import(ctx, app.Draft{Entity: workflow.EntityPerson, ID: c.ID, Values: v}, "console", a.Now())
	return err
}

type userListCmd struct {
	Email bool `help:"Show names and addresses too."`
	database
}

func (c *userListCmd) Run(ctx context.Context, s *streams) error {
	return signing(ctx, s, c.database, func(_ *app.App, in *auth.Auth) error {
		people, err := in.People(ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(s.out, 0, 8, 2, ' ', 0)
		head := "id\tstate\tfactor\tlast sign-in\troles"
		if c.Email {
			head += "\tname\taddress"
		}
		fmt.Fprintln(w, head) //nolint:errcheck // Flush tells
		for _, p := range people {
			row := strings.Join([]string{p.Person, string(p.Condition), yes(p.Factor), moment(p.SignedIn), rolesOf(p.Grants)}, "\t")
			if c.Email {
				row += "\t" + p.Name + "\t" + p.Email
			}
			fmt.Fprintln(w, row) //nolint:errcheck // Flush tells
		}
		return w.Flush()
	})
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "-"
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format(time.RFC3339)
}

// rolesOf shows what a person holds, with the dates where there are any.
func rolesOf(grants []workflow.Grant) string {
	var out []string
	for _, g := range grants {
		r := string(g.Role)
		if g.Org != "" {
			r += "@" + g.Org
		}
		if g.From != "" || g.Until != "" {
			r += fmt.Sprintf(" (%s..%s)", g.From, g.Until)
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return "-"
	}
	return strings.Join(out, ", ")
}

type userDisableCmd struct {
	ID   string `arg:"" name:"id" help:"The person's id, as user list shows it."`
	Undo bool   `help:"Take the account back into use."`
	database
}

func (c *userDisableCmd) Run(ctx context.Context, s *streams) error {
	return signing(ctx, s, c.database, func(_ *app.App, in *auth.Auth) error {
		do, said := in.Disable, "is out of use; its sessions have ended"
		if c.Undo {
			do, said = in.Enable, "is back in use"
		}
		err := do(ctx, auth.Console, c.ID)
		if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
			return fail(failed, "there is no account of %s in this database: see tremplin user list", c.ID)
		}
		if err == nil {
			_, err = fmt.Fprintf(s.out, "the account of %s %s\n", c.ID, said)
		}
		return err
	})
}
