package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// Mails about somebody's own account or powers are about no call: no act orders
// them, and they go to the one person alone.
const (
	mailToken   = "A03" // a token for programs was made
	mailMandate = "A04" // the right to sign for an organisation ends soon (texts, E32)
)

// remindMandate is how many days before its last day whoever signs for an
// organisation hears that the right ends. The same that a report gets.
const remindMandate = remindReport

// TellToken orders a mail to the owner of a token that was just made: whoever did
// not make it learns of it. It is told once, however often it is ordered. Where
// this installation sends no mail there is nothing to order.
func (a *App) TellToken(ctx context.Context, person, token string) error {
	if a.Mailer == nil {
		return nil
	}
	return a.tellOwn(ctx, ownMail(mailToken, token, person))
}

// RemindMandates orders mails to those whose right to sign for a SISP or a partner
// ends within the month, each once: an end that moves is another one.
func (a *App) RemindMandates(ctx context.Context) error {
	if a.Mailer == nil {
		return nil
	}
	h, err := a.House(ctx)
	if err != nil {
		return err
	}
	today := workflow.DateOf(a.now())
	var jobs []workflow.Job
	for _, p := range h.People {
		for _, g := range h.GrantsOf(p) {
			// The right to sign for what was absorbed ends with that for its heir.
			if p.State() == workflow.PersonActive && ending(g, today) && h.Heir(g.Org) == g.Org {
				jobs = append(jobs, ownMail(mailMandate, powers(g), p.Ref().ID))
			}
		}
	}
	return a.tellOwn(ctx, jobs...)
}

// ending tells a right to sign that holds today and ends within the month.
func ending(g workflow.Grant, today workflow.Date) bool {
	signs := g.Role == workflow.SispSig || g.Role == workflow.PartnerSig
	return signs && g.On(today) && g.Until != "" && g.Until <= today.Plus(0, remindMandate)
}

// powers name a right with its end, as a message's key holds them.
func powers(g workflow.Grant) string {
	return strings.Join([]string{string(g.Role), g.Org, string(g.Until)}, "/")
}

func ownMail(name, which, person string) workflow.Job {
	on := workflow.Ref{Entity: workflow.EntityPerson, ID: person}
	return workflow.Job{Kind: storage.Post, On: on, Unique: strings.Join([]string{storage.Post, name, on.String(), which, person}, " ")}
}

func (a *App) tellOwn(ctx context.Context, jobs ...workflow.Job) error {
	if len(jobs) == 0 {
		return nil
	}
	return a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
		for _, j := range jobs {
			tx.EnqueueOnce(j, a.now())
		}
		tx.After(a.wakePost)
		return nil
	})
}

// ownWords are such a mail's, as its reader's language has them; nothing to tell
// where the person is gone, has no address, or what it tells is no longer so.
func (a *App) ownWords(ctx context.Context, name string, j storage.Job) (*workflow.Person, mail.Message, error) {
	h, err := storage.Get(ctx, a.Store, func(tx *storage.Tx) (*workflow.House, error) { return tx.People() }) // with their names
	if err != nil {
		return nil, mail.Message{}, err
	}
	f := strings.Fields(j.Unique)
	p := h.Person(f[len(f)-1])
	if p == nil || p.State() != workflow.PersonActive || p.Email.Body == "" {
		return nil, mail.Message{}, document.ErrNothingToTell
	}
	path, facts := "/account/tokens", document.TokenFacts(a.Settings, asked(j))
	if name == mailMandate {
		grants := h.GrantsOf(p)
		i := slices.IndexFunc(grants, func(g workflow.Grant) bool { return powers(g) == f[len(f)-2] })
		if i < 0 || !grants[i].On(workflow.DateOf(a.now())) {
			return nil, mail.Message{}, document.ErrNothingToTell
		}
		path, facts = "/account", document.MandateFacts(a.Settings, h, p, grants[i])
	}
	link, l := a.Settings.Site+path, (&news{src: &document.Source{House: h}}).language(p)
	facts.Is["action_url"] = locale.Said(link)
	text, err := locale.ComposeMail(locale.MailEdition(string(workflow.DateOf(asked(j)))), l, name, facts)
	if err != nil {
		return nil, mail.Message{}, fmt.Errorf("app: mail %s: %w", name, err)
	}
	return p, mail.Message{To: p.Email.Body, Name: p.Name.Body, Language: l, Subject: text.Subject, Body: mail.Write(l, text.Blocks, link)}, nil
}
