package app

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"tremplin/app/document"
	"tremplin/locale"
	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// letters are the documents and the mails that tell a decision, by its kind.
var letters = map[string]struct{ document, mail string }{
	"award": {"award", "E21"}, "reserve": {"reserve", "E22"}, "reject": {"rejection", "E23"},
}

// Lettered is how the letters of a call's decisions fare, by dossier.
type Lettered struct {
	Board *Awarding
	By    map[string]*LetterState
	All   LetterState // summed over the whole call
	Sends bool        // mails leave the house

	SignedIn map[string]workflow.Date // of a dossier whose letter went: when one of its SISP last signed in since
}

// LetterState counts letters: of one dossier, or of all.
type LetterState struct {
	Ordered, Made, Failed     int   // documents
	Mailed, Bounced, Unmailed int   // messages; unmailed wait, or are tried again
	Dead                      int64 // a job that stands still; 0: none
	Why                       string
}

// Pending reports whether anything is still under way.
func (s *LetterState) Pending() bool { return s.Ordered > s.Made+s.Failed || s.Unmailed > 0 }

// Letters is the board of a call's awards with how the letters of its decisions
// fare.
func (a *App) Letters(ctx context.Context, who *Viewer, call, after string, limit int) (*Lettered, error) {
	b, err := a.AwardBoard(ctx, who, call, after, limit)
	if err != nil {
		return nil, err
	}
	out := &Lettered{Board: b, By: map[string]*LetterState{}, Sends: a.Mailer != nil}
	id := b.Call.Ref().Dossier
	kinds, mails := []string{storage.Post}, []string{}
	for _, l := range letters {
		kinds = append(kinds, workflow.JobDocument(l.document).Kind, workflow.JobMail(l.mail).Kind)
		mails = append(mails, l.mail)
	}
	jobs, err := a.Store.JobsIn(ctx, id, kinds)
	if err != nil {
		return nil, err
	}
	for i := range jobs {
		out.take(&jobs[i], mails)
	}
	told, err := a.Store.MailsIn(ctx, id, mails)
	for dossier, n := range told {
		s := out.of(dossier)
		s.Mailed, s.Bounced = n[storage.MailSent], n[storage.MailBounced]
	}
	if err == nil {
		err = a.signedInSince(ctx, who.House, out)
	}
	for _, s := range out.By {
		out.All.Ordered, out.All.Made, out.All.Failed = out.All.Ordered+s.Ordered, out.All.Made+s.Made, out.All.Failed+s.Failed
		out.All.Mailed, out.All.Bounced, out.All.Unmailed = out.All.Mailed+s.Mailed, out.All.Bounced+s.Bounced, out.All.Unmailed+s.Unmailed
	}
	return out, err
}

// signedInSince finds out of whose SISP somebody has signed in since the letter: it
// lies open to them there. That is who held a role for it at the time; after a merger,
// for its heir.
func (a *App) signedInSince(ctx context.Context, h *workflow.House, x *Lettered) error {
	accounts, err := a.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	sent, err := a.Store.LettersSent(ctx, x.Board.Call.Ref().Dossier)
	if err != nil {
		return err
	}
	last := map[string]time.Time{} // by SISP
	for i := range accounts {
		at, p := accounts[i].SignedIn, h.Person(accounts[i].Person)
		if p == nil || at.IsZero() {
			continue
		}
		for _, g := range h.GrantsOf(p) {
			own := g.Role == workflow.Editor || g.Role == workflow.SispSig
			if own && g.On(workflow.DateOf(at)) && at.After(last[g.Org]) {
				last[g.Org] = at
			}
		}
	}
	x.SignedIn = map[string]workflow.Date{}
	for i := range x.Board.Lines {
		f := x.Board.Lines[i].File
		at, then := last[f.Sisp], sent[f.Ref().Dossier]
		if f.LetterOn != "" && !at.IsZero() && !then.IsZero() && !at.Before(then) {
			x.SignedIn[f.Ref().Dossier] = workflow.DateOf(at)
		}
	}
	return nil
}

func (x *Lettered) of(dossier string) *LetterState {
	if x.By[dossier] == nil {
		x.By[dossier] = &LetterState{}
	}
	return x.By[dossier]
}

func (x *Lettered) take(j *storage.LetterJob, mails []string) {
	if name, _ := keyed(j.Unique); j.Kind == storage.Post && !slices.Contains(mails, name) {
		return // of another mail
	}
	s := x.of(j.Dossier)
	if j.State == "dead" {
		s.Dead, s.Why = j.N, j.Error
	}
	if _, mail := workflow.MailOf(j.Kind); mail { // a message is one as well: mail.send
		if j.State == "ready" || j.State == "running" {
			s.Unmailed++
		}
		return
	}
	s.Ordered++
	switch j.State {
	case "done":
		s.Made++
	case "dead":
		s.Failed++
	}
}

// Why there is no letter yet.
var (
	ErrUndecided = errors.New("app: nothing was decided")
	ErrLacking   = errors.New("app: the letter lacks what it has to say")
)

// LetterDue reports whether a decision stands whose letter has not gone yet. What was
// withdrawn meanwhile gets none.
func LetterDue(f *workflow.Submission) bool {
	switch f.State() {
	case workflow.SubmissionAwarded, workflow.SubmissionReserve, workflow.SubmissionRejected:
		return f.LetterOn == ""
	}
	return false
}

// LetterPreview is the letter that deciding the call would send for a dossier, in a
// language, as a piece of a web page. It is made from the dossier as it stands,
// with the days that sending it today would begin; once it has gone, from the
// dossier as it then stood, with the days of then. It is filed nowhere. The error
// is [ErrUndecided], or [ErrLacking].
func (a *App) LetterPreview(ctx context.Context, who *Viewer, id string, l locale.Language) (view *View, title, body string, err error) {
	view, err = a.Look(ctx, who, id)
	if err != nil {
		return nil, "", "", err
	}
	if err := a.Store.View(ctx, func(tx *storage.Tx) error { _, err := booksOf(tx, who, view.Call.Ref().Dossier); return err }); err != nil {
		return nil, "", "", err
	}
	if view.File.Verdict == nil || view.File.LetterOn == "" && !LetterDue(view.File) {
		return view, "", "", ErrUndecided
	}
	src, k, err := a.source(ctx, view.letter(a.now()))
	if err != nil {
		return view, "", "", err
	}
	src.Unfiled = true
	if f := src.File; f.LetterOn == "" {
		empowerment.DateLetter(f, src.Call.Edition(f.Edition), workflow.DateOf(src.At))
	}
	p, err := document.Make(k, src)
	if errors.Is(err, document.ErrMayNot) {
		err = errors.Join(ErrLacking, err)
	}
	if err != nil {
		return view, "", "", err
	}
	in, err := p.In(l)
	if err != nil {
		return view, "", "", err
	}
	var b bytes.Buffer
	err = p.HTML(&b, l)
	return view, in.Title, b.String(), err
}

// letter is the order for the letter of the decision that stands: of the dossier as
// it was when the letter went, or as it is if it has not gone yet.
func (v *View) letter(now time.Time) storage.Job {
	j := storage.Job{Kind: workflow.JobDocument(letters[v.File.Verdict.Kind].document).Kind, On: v.File.Ref(), Version: v.Version, Asked: now}
	if v.File.LetterOn == "" {
		return j
	}
	for i := range slices.Backward(v.Past) {
		if p := &v.Past[i]; p.On == j.On && p.Action == "notify" {
			j.Version, j.Asked = p.Seq, p.At
			break
		}
	}
	return j
}
