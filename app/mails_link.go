package app

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/locale"
	"tremplin/workflow"
)

// Link is a mail with a link that lets its reader choose a password. No table
// keeps it: whoever could read that could sign in. One that a crash loses is
// asked for again.
type Link struct {
	Invitation bool // else somebody forgot their password
	Person     string
	To         string // the address
	Language   string
	Path       string // below the site's address
	Until      time.Time
}

var (
	// ErrNoMailer says that this installation sends no mail.
	ErrNoMailer = errors.New("app: there is no mail server")
	// ErrTooManyLinks says that more links wait than anybody asks for.
	ErrTooManyLinks = errors.New("app: too many links wait to be sent")
)

const (
	linksWaiting = 200
	linkTries    = 4
)

// SendLink hands a link to the runner of messages, and waits for nothing: how
// long it takes says nothing of who has an account.
func (a *App) SendLink(l Link) error {
	if a.Mailer == nil {
		return ErrNoMailer
	}
	select {
	case a.links <- l:
		return nil
	default:
		return ErrTooManyLinks
	}
}

// postLink sends a link, now or a little later.
func (a *App) postLink(ctx context.Context, l Link) {
	m, err := a.linkWords(ctx, l)
	for try := 1; err == nil; try++ {
		if err = a.Mailer.Send(ctx, m); err == nil {
			return
		}
		if try == linkTries || errors.Is(err, mail.ErrRefused) || ctx.Err() != nil {
			break
		}
		a.Log.LogAttrs(ctx, slog.LevelWarn, "link not sent yet", slog.Bool("invitation", l.Invitation), slog.Any("why", err))
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(try) * linkPause):
		}
		err = nil
	}
	a.Log.LogAttrs(ctx, slog.LevelError, "link not sent", slog.Bool("invitation", l.Invitation), slog.Any("why", err))
}

const linkPause = 2 * time.Second

func (a *App) linkWords(ctx context.Context, l Link) (mail.Message, error) {
	h, err := a.House(ctx)
	if err != nil {
		return mail.Message{}, err
	}
	language := locale.Language(l.Language)
	if p := h.Person(l.Person); p != nil && !slices.Contains(document.Languages, language) {
		language = locale.FR
		if o := h.Org(p.Org); o != nil && o.Language == string(locale.NL) {
			language = locale.NL
		}
	}
	if !slices.Contains(document.Languages, language) {
		language = locale.FR
	}
	text, link := "A02", a.Settings.Site+l.Path
	if l.Invitation {
		text = "A01"
	}
	filled, err := locale.ComposeMail(locale.MailEdition(string(workflow.DateOf(a.now()))), language, text, document.LinkFacts(a.Settings, link, l.Until))
	if err != nil {
		return mail.Message{}, err
	}
	return mail.Message{
		ID: a.Mailer.ID(link), To: l.To, Language: language, At: a.now(),
		Subject: filled.Subject, Body: mail.Write(language, filled.Blocks, link),
	}, nil
}
