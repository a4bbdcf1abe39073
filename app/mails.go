package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
)

// An act orders a mail about itself. Its job finds out whom to tell, as roles and
// rights are by then, and orders a message for each: one bad address holds up
// nobody. A message is put into words when it is sent; nothing keeps its text.

// noServer is said of mails where nothing can be sent.
const (
	noServer      = "not sent: no mail server, or a replay"
	surfaceReplay = "replay"
)

// mailHandlers find out whom the acts' mails tell.
func (a *App) mailHandlers(into map[string]Handler) {
	for _, name := range document.Mails() {
		into[workflow.JobMail(name).Kind] = a.tell
	}
}

// unsent says of which jobs nothing will come: mails, where there is no server,
// and those of a replay, whose acts are nobody's news.
func (a *App) unsent(cmd Command) func(workflow.Job) string {
	return func(j workflow.Job) string {
		if _, tells := workflow.MailOf(j.Kind); tells && (a.Mailer == nil || cmd.quiet || cmd.Surface == surfaceReplay) {
			return noServer
		}
		return ""
	}
}

// news is what a mail tells, and whom.
type news struct {
	mail string
	src  *document.Source
	now  *workflow.Case // as the dossier stands by now
	say  locale.Facts
	to   []reader
}

// reader is somebody whom a mail tells, and as what.
type reader struct {
	person *workflow.Person
	role   workflow.Role
}

// tell orders a message for each person whom a mail tells.
func (a *App) tell(ctx context.Context, j storage.Job) (*Command, error) {
	if a.Mailer == nil {
		return nil, nil //nolint:nilnil // nothing leaves the house, and nothing is to be filed
	}
	name, _ := workflow.MailOf(j.Kind)
	n, err := a.news(ctx, name, j)
	if errors.Is(err, document.ErrNothingToTell) {
		return nil, nil //nolint:nilnil // as above
	}
	if err != nil {
		return nil, err
	}
	for _, l := range document.Languages { // what cannot be said is one job's fault, not each message's
		if len(n.to) == 0 {
			break
		}
		if _, err := a.words(n, n.to[0], l); err != nil {
			return nil, err
		}
	}
	return nil, a.Store.Update(ctx, storage.Ask{}, func(tx *storage.Tx) error {
		for _, r := range n.to {
			tx.EnqueueFor(j, message(name, j, r.person.Ref().ID), a.now())
		}
		tx.After(a.wakePost)
		return nil
	})
}

// message is the job that tells one person. Its key names it: the mail, what it
// is about, which act, to whom. Sheets come one by one; their member hears of a
// call's once a day.
func message(name string, j storage.Job, person string) workflow.Job {
	on, which := j.On, strconv.FormatInt(j.Version, 10)
	switch {
	case name == "E10":
		call, _ := parseDossier(j.On.Dossier)
		on, which = workflow.Ref{Entity: workflow.EntityCall, Dossier: call}, string(workflow.DateOf(asked(j)))
	case j.Version == 0: // a reminder's own key says which
		which = strings.ReplaceAll(j.Unique, " ", "_")
	}
	return workflow.Job{Kind: storage.Post, On: on, Unique: strings.Join([]string{storage.Post, name, on.String(), which, person}, " ")}
}

// keyed reads what a message's key says of it.
func keyed(key string) (name, person string) {
	f := strings.Fields(key)
	if len(f) != 5 {
		return "", ""
	}
	return f[1], f[4]
}

// asked is the moment of the act that a job is about.
func asked(j storage.Job) time.Time {
	if j.Asked.IsZero() {
		return j.Ordered
	}
	return j.Asked
}

// news reads what a mail tells and whom. Facts are as the act had left them,
// people and what they may see as they are now.
func (a *App) news(ctx context.Context, name string, j storage.Job) (*news, error) {
	n := &news{mail: name, src: &document.Source{At: asked(j), Settings: a.Settings}}
	call, submission := parseDossier(j.On.Dossier)
	err := a.Store.View(ctx, func(tx *storage.Tx) error {
		if err := readCall(tx, n.src, call, n.src.At); err != nil {
			return err
		}
		var err error
		if n.src.Programme, err = a.of(n.src.Call); err != nil {
			return err
		}
		if submission != "" {
			if err := readFile(tx, n.src, submission, j.Version); err != nil {
				return err
			}
		}
		return aimAt(tx, n.src, j)
	})
	if err != nil {
		return nil, err
	}
	if n.say, err = document.MailFacts(name, n.src); err != nil {
		return nil, err
	}
	err = a.Store.View(ctx, func(tx *storage.Tx) error {
		n.now, err = tx.Load(storage.Ask{Call: call, Submission: submission, All: name == "E07" || name == mailOwing, Now: a.now()})
		return err
	})
	if err != nil {
		return nil, err
	}
	n.to = n.readers()
	return n, nil
}

// words are a mail's, as one person reads it.
func (a *App) words(n *news, r reader, l locale.Language) (mail.Message, error) {
	f := locale.Facts{Is: map[string]locale.Fact{}, If: map[string]bool{}, Each: n.say.Each}
	maps.Copy(f.Is, n.say.Is)
	maps.Copy(f.If, n.say.If)
	link := a.Settings.Site + n.path(r)
	f.Is["action_url"] = locale.Said(link)
	f.Is["recipient_role"] = locale.Named("role." + string(r.role))
	f.If["to_funder"] = slices.Contains(ofFunder, r.role)
	f.If["recipient_decides"] = r.role == workflow.FunderSig
	text, err := locale.ComposeMail(locale.MailEdition(string(workflow.DateOf(n.src.At))), l, n.mail, f)
	if err != nil {
		return mail.Message{}, fmt.Errorf("app: mail %s: %w", n.mail, err)
	}
	return mail.Message{
		To: r.person.Email.Body, Name: r.person.Name.Body, Language: l,
		Subject: "[" + n.src.Call.Reference + "] " + text.Subject, Body: mail.Write(l, text.Blocks, link),
	}, nil
}

// path is where a mail leads, below the site's address. Opening it does nothing.
func (n *news) path(r reader) string {
	switch id := n.src.Call.Ref().Dossier; {
	case n.src.File != nil:
		return "/dossiers/" + n.src.File.Ref().Dossier
	case n.mail == "E07":
		return "/faq"
	case slices.Contains(ofFunder, r.role) || r.role == workflow.CommitteeMember || r.role == workflow.CommitteeChair:
		return "/calls/" + id + "/work"
	default:
		return "/calls/" + id
	}
}

// language is the one in which somebody is written to: their own, or else their
// organisation's; mails are in the two of the law.
func (n *news) language(p *workflow.Person) locale.Language {
	said := []string{p.Language}
	if o := n.src.House.Org(p.Org); o != nil {
		said = append(said, o.Language)
	}
	for _, l := range said {
		if slices.Contains(document.Languages, locale.Language(l)) {
			return locale.Language(l)
		}
	}
	return locale.FR
}
