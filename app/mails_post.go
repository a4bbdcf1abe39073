package app

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/storage"
)

const (
	postsAtOnce = 32
	postLease   = 15 * time.Minute // longer than a slow server takes for that many
	away        = 30 * time.Second // how long a server that is away is left alone
)

// Post sends the messages that are ready, until none is. A server that is away
// ends it early: the others would fare no better.
func (a *App) Post(ctx context.Context) error {
	for a.Mailer != nil && ctx.Err() == nil {
		jobs, err := a.Store.ClaimPosts(ctx, a.now(), postsAtOnce, postLease)
		if err != nil || len(jobs) == 0 {
			return err
		}
		gone := make([]error, len(jobs))
		errs := make([]error, len(jobs))
		sideBySide(len(jobs), func(i int) { gone[i], errs[i] = a.post(ctx, jobs[i]) })
		if err := errors.Join(errs...); err != nil {
			return err
		}
		if i := slices.IndexFunc(gone, func(err error) bool { return errors.Is(err, mail.ErrAway) }); i >= 0 {
			return gone[i]
		}
	}
	return ctx.Err()
}

// post sends one message and writes down what became of it: failure is the
// message's own, err the database's.
func (a *App) post(ctx context.Context, j storage.Job) (failure, err error) {
	sent, failure := a.send(ctx, j)
	if ctx.Err() != nil {
		return nil, nil // its lease ends by itself
	}
	if failure != nil {
		a.Log.LogAttrs(ctx, slog.LevelWarn, "message not sent", slog.Int64("job", j.ID), slog.String("dossier", j.On.Dossier), slog.Int("attempt", j.Attempt), slog.Any("why", failure))
		if errors.Is(failure, mail.ErrRefused) {
			failure = errors.Join(failure, storage.ErrGiveUp)
		}
	}
	err = a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
		tx.Finish(j, a.now(), failure)
		if sent == nil {
			return nil
		}
		sent.At, sent.State = a.now(), storage.MailSent
		if failure != nil {
			if j.Attempt < j.MaxTries && !errors.Is(failure, storage.ErrGiveUp) {
				return nil // it will be tried again
			}
			sent.State, sent.Reason = storage.MailBounced, failure.Error()
		}
		tx.LogMail(*sent)
		return nil
	})
	if errors.Is(err, storage.ErrLost) {
		err = nil // another runner has it
	}
	return failure, err
}

// send puts a message into words and hands it to the server. It is told to nobody
// who, by now, is not to be told: then there is nothing to log.
func (a *App) send(ctx context.Context, j storage.Job) (*storage.Mailed, error) {
	name, person := keyed(j.Unique)
	if name == mailToken || name == mailMandate {
		return a.sendOwn(ctx, name, person, j)
	}
	n, err := a.news(ctx, name, j)
	if errors.Is(err, document.ErrNothingToTell) {
		return nil, nil //nolint:nilnil // no longer news
	}
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(n.to, func(r reader) bool { return r.person.Ref().ID == person })
	if i < 0 {
		return nil, nil //nolint:nilnil // no longer theirs to know
	}
	m, err := a.words(n, n.to[i], n.language(n.to[i].person))
	if err != nil {
		return nil, err
	}
	m.ID, m.At = a.Mailer.ID(j.Unique), a.now()
	return &storage.Mailed{MessageID: m.ID, Person: person, Kind: name, Dossier: j.On.Dossier}, a.Mailer.Send(ctx, m)
}

// sendOwn sends a mail that is about nothing but its reader.
func (a *App) sendOwn(ctx context.Context, name, person string, j storage.Job) (*storage.Mailed, error) {
	_, m, err := a.ownWords(ctx, name, j)
	if errors.Is(err, document.ErrNothingToTell) {
		return nil, nil //nolint:nilnil // no longer news
	}
	if err != nil {
		return nil, err
	}
	m.ID, m.At = a.Mailer.ID(j.Unique), a.now()
	return &storage.Mailed{MessageID: m.ID, Person: person, Kind: name}, a.Mailer.Send(ctx, m)
}

// servePosts sends until ctx ends: what acts have ordered, what the clock reminds
// of, and links to sign in, which no table keeps.
func (a *App) servePosts(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	defer a.Mailer.Close()
	var reminded time.Time
	for {
		wait := time.Second
		select {
		case <-ctx.Done():
			return
		case l := <-a.links:
			a.postLink(ctx, l)
		case <-a.posted:
		case <-timer.C:
		}
		if now := a.now(); now.Sub(reminded) >= remindEvery {
			reminded = now
			if err := errors.Join(a.Remind(ctx), a.RemindMandates(ctx)); err != nil && ctx.Err() == nil {
				a.Log.LogAttrs(ctx, slog.LevelError, "reminders", slog.Any("why", err))
			}
		}
		if err := a.Post(ctx); err != nil && ctx.Err() == nil {
			a.Log.LogAttrs(ctx, slog.LevelError, "mail", slog.Any("why", err))
			wait = away
		}
		timer.Reset(max(wait, a.untilPost(ctx)))
	}
}

// untilPost is how long no message is due.
func (a *App) untilPost(ctx context.Context) time.Duration {
	wait := longest
	if at, ok, err := a.Store.NextPost(ctx); err == nil && ok {
		wait = min(wait, at.Sub(a.now()))
	}
	return wait
}

// wakePost tells the runner of messages that there may be some.
func (a *App) wakePost() {
	select {
	case a.posted <- struct{}{}:
	default: // told already
	}
}
