package app

import (
	"context"
	"strings"

	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// ContractsOnly has an application make the papers that parties sign and leave
// out all others, for tests in which letters only cost time.
func ContractsOnly(a *App) {
	for kind := range a.Handlers {
		name, paper := strings.CutPrefix(kind, workflow.JobDocument("").Kind)
		if paper && name != "convention" && !strings.HasPrefix(name, "avenant_") {
			a.Handlers[kind] = func(context.Context, storage.Job) (*Command, error) { return nil, nil }
		}
	}
}

// Glance has desks read so many dossiers at once.
func Glance(a *App, n int) { a.glance = n }

// LibraryName is text as a name of a folder or a file.
var LibraryName = fileName

// Told is what a job's mail says to each person whom it tells now: in French, in
// Dutch, and as it is sent.
func Told(ctx context.Context, a *App, j storage.Job) (map[string][3]mail.Message, error) {
	name, _ := workflow.MailOf(j.Kind)
	n, err := a.news(ctx, name, j)
	if err != nil {
		return nil, err
	}
	for _, role := range []workflow.Role{workflow.SispSig, workflow.Officer, workflow.FunderSig} { // whoever it may be
		for _, l := range document.Languages {
			if _, err := a.words(n, reader{&workflow.Person{}, role}, l); err != nil {
				return nil, err
			}
		}
	}
	out := map[string][3]mail.Message{}
	for _, r := range n.to {
		var said [3]mail.Message
		for i, l := range []locale.Language{locale.FR, locale.NL, n.language(r.person)} {
			if said[i], err = a.words(n, r, l); err != nil {
				return nil, err
			}
		}
		out[r.person.Ref().ID] = said
	}
	return out, nil
}

// PostLinks sends the links that wait.
func PostLinks(ctx context.Context, a *App) {
	for {
		select {
		case l := <-a.links:
			a.postLink(ctx, l)
		default:
			return
		}
	}
}

// OrderNightly is what each round of the clock does.
func OrderNightly(ctx context.Context, a *App) { a.orderNightly(ctx) }

// ForgetTyped is what each round of the clock does.
func ForgetTyped(ctx context.Context, a *App) { a.forgetTyped(ctx) }
