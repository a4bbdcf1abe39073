package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

type tokenCmd struct {
	Create tokenCreateCmd `cmd:"" help:"Make a token by which a program signs in as a person, and print it once."`
	Revoke tokenRevokeCmd `cmd:"" help:"End a token at once, for good."`
}

type tokenCreateCmd struct {
	Person string `arg:"" help:"The person's id, or the address to sign in by."`
	Name   string `help:"What it is for, as its owner will see it." required:"" placeholder:"TEXT"`
	Scope  string `help:"What it may do at most: read looks, write acts, decide acts by roles that decide; none signs or pays." enum:"read,write,decide" default:"read"`
	Days   int    `help:"How long it holds, 366 days at most." default:"90"`
	database
}

func (c *tokenCreateCmd) Run(ctx context.Context, s *streams) error {
	sender, err := mailServer(s)
	if err != nil {
		return err
	}
	return signing(ctx, s, c.database, func(a *app.App, in *auth.Auth) error {
		person, err := in.PersonBy(ctx, c.Person)
		if isNotThere(err) {
			return fail(failed, "there is nobody %s in this database: see tremplin user list", c.Person)
		}
		if err != nil {
			return err
		}
		secret, t, err := in.CreateTokenOf(ctx, auth.Console, person, auth.NewToken{Name: c.Name, Scope: auth.Scope(c.Scope), Days: c.Days})
		if err != nil {
			return err
		}
		if _, err = fmt.Fprintln(s.out, secret); err != nil {
			return err
		}
		if _, err = fmt.Fprintf(s.err, "Keep it where nobody else reads it: it is shown this once. Its id is %s, it holds until %s; tremplin token revoke %s ends it.\n", t.ID, t.Expires.Format(time.RFC3339), t.ID); err != nil {
			return err
		}
		a.Mailer = sender // the site's process sends
		told := "By mail its owner is told that it was made."
		if err := a.TellToken(ctx, person, t.ID); err != nil {
			return fail(failed, "the token is made and holds, but its owner is not told (%s)", err)
		}
		if sender == nil {
			told = "Tell its owner: " + smtpEnv + " is not set, so no mail does."
		}
		_, err = fmt.Fprintln(s.err, told)
		return err
	})
}

type tokenRevokeCmd struct {
	ID string `arg:"" name:"id" help:"The token's id, as token create and the page of the account show it."`
	database
}

func (c *tokenRevokeCmd) Run(ctx context.Context, s *streams) error {
	return signing(ctx, s, c.database, func(_ *app.App, in *auth.Auth) error {
		err := in.RevokeTokenOf(ctx, auth.Console, c.ID)
		if isNotThere(err) {
			return fail(failed, "there is no token %s in this database, or it has ended already", c.ID)
		}
		if err == nil {
			_, err = fmt.Fprintf(s.out, "the token %s has ended\n", c.ID)
		}
		return err
	})
}

func isNotThere(err error) bool {
	no, ok := errors.AsType[*workflow.Error](err)
	return ok && no.Kind == workflow.NotFound
}
