package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"tremplin/app/document"
	"tremplin/storage"
	"tremplin/workflow"
)

// documentHandlers make the documents that the programmes' acts order.
func (a *App) documentHandlers() map[string]Handler {
	out := map[string]Handler{}
	for _, p := range a.Programmes {
		for _, k := range p.Documents {
			out[workflow.JobDocument(k.Name).Kind] = a.makeDocument
		}
	}
	return out
}

// makeDocument prints what a job asks for, from the case as the act that ordered
// it had left it, and has it filed.
func (a *App) makeDocument(ctx context.Context, j storage.Job) (*Command, error) {
	src, k, err := a.source(ctx, j)
	if err != nil {
		return nil, hopeless(err)
	}
	paper, err := document.Make(k, src)
	if err != nil {
		return nil, hopeless(err)
	}
	return a.filing(paper, j)
}

// hopeless gives up what no other attempt would make: a job's case never changes.
func hopeless(err error) error {
	if errors.Is(err, document.ErrMayNot) || errors.Is(err, document.ErrUnknownKind) {
		return fmt.Errorf("%w: %w", err, storage.ErrGiveUp)
	}
	return err
}

// prints are the bytes of a paper in each of its languages, side by side.
func (a *App) prints(p *document.Paper) ([][]byte, error) {
	out, errs := make([][]byte, len(document.Languages)), make([]error, len(document.Languages))
	sideBySide(len(out), func(i int) {
		a.printers <- struct{}{}
		defer func() {
			<-a.printers
			if broken := recover(); broken != nil { // as in attempt, which cannot see it from there
				errs[i] = fmt.Errorf("app: printing %s: %v", p.Number, broken)
			}
		}()
		var b bytes.Buffer
		errs[i] = p.Print(&b, document.Languages[i])
		out[i] = b.Bytes()
	})
	return out, errors.Join(errs...)
}

// filing is the command that files a paper, with the bytes that it names.
func (a *App) filing(p *document.Paper, j storage.Job) (*Command, error) {
	facts, err := p.JSON()
	if err != nil {
		return nil, err
	}
	cmd := &Command{Machine: workflow.Engine, Surface: "job", Entity: workflow.EntityDocument, Action: "file", On: j.On.Dossier, brings: [][]byte{facts}}
	bytes, err := a.prints(p)
	if err != nil {
		return nil, err
	}
	cmd.brings = append(cmd.brings, bytes...)
	var prints []any
	for i, l := range document.Languages {
		prints = append(prints, map[string]any{"language": string(l), "hash": hashOf(bytes[i]), "size": strconv.Itoa(len(bytes[i]))})
	}
	to := ""
	if j.On.ID != "" {
		to = string(j.On.Entity) + "/" + j.On.ID
	}
	cmd.Values = map[string]any{
		"kind": p.Kind, "to": to, "number": p.Number, "version": strconv.Itoa(p.Version), "edition": p.Edition, "layout": strconv.Itoa(p.Layout),
		"facts": hashOf(facts), "size": strconv.Itoa(len(facts)), "made": p.Made.Format(time.RFC3339Nano), "prints": prints,
	}
	return cmd, nil
}

// source reads what a document is made from: the dossier after the event that
// ordered it, the call and its ledger at that moment. People and organisations
// are as they are called now.
func (a *App) source(ctx context.Context, j storage.Job) (*document.Source, *workflow.DocumentKind, error) {
	at := j.Asked
	if at.IsZero() {
		at = j.Ordered
	}
	s := &document.Source{At: at, Settings: a.Settings}
	var k *workflow.DocumentKind
	err := a.Store.View(ctx, func(tx *storage.Tx) error {
		call, submission := parseDossier(j.On.Dossier)
		if err := readCall(tx, s, call, at); err != nil {
			return err
		}
		p, err := a.of(s.Call)
		if err != nil {
			return err
		}
		s.Programme = p
		if k = p.Document(j.Kind); k == nil {
			return fmt.Errorf("%w: %s", document.ErrUnknownKind, j.Kind)
		}
		if submission != "" {
			err = readFile(tx, s, submission, j.Version)
		}
		if err == nil && k.All {
			s.All, err = allThen(tx, call, at)
		}
		if err == nil && k.For == workflow.ForCommittee {
			var then workflow.Dossier
			then, _, err = tx.Then(workflow.EntityHouse, workflow.HouseID, storage.Until{At: at})
			if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
				err = nil // the house is younger than the edition that was brought into it: as today
			}
			s.HouseThen, _ = then.(*workflow.House)
		}
		if err == nil {
			err = aimAt(tx, s, j)
		}
		return err
	})
	return s, k, err
}

func readCall(tx *storage.Tx, s *document.Source, id string, at time.Time) (err error) {
	if s.House, err = tx.People(); err != nil {
		return err
	}
	call, past, err := tx.Then(workflow.EntityCall, id, storage.Until{At: at})
	if err != nil {
		return err
	}
	s.Call, _ = call.(*workflow.Call)
	s.CallPast = events(past)
	s.Past = s.CallPast
	s.Initial, err = initialEnvelope(tx, s.Call)
	return err
}

func readFile(tx *storage.Tx, s *document.Source, id string, version int64) error {
	file, past, err := tx.Then(workflow.EntitySubmission, id, storage.Until{Seq: version})
	if err != nil {
		return err
	}
	s.File, _ = file.(*workflow.Submission)
	s.Past = events(past)
	return nil
}

// allThen are the call's dossiers as they stood, in the order of their ids.
func allThen(tx *storage.Tx, call string, at time.Time) (all []*workflow.Submission, err error) {
	c, err := tx.Load(storage.Ask{Call: call, All: true, Now: at})
	if err != nil {
		return nil, err
	}
	for _, f := range c.All {
		then, _, err := tx.Then(workflow.EntitySubmission, f.Ref().Dossier, storage.Until{At: at})
		if no, ok := errors.AsType[*workflow.Error](err); ok && no.Kind == workflow.NotFound {
			continue // made since
		}
		if err != nil {
			return nil, err
		}
		s, _ := then.(*workflow.Submission)
		all = append(all, s)
	}
	return all, nil
}

// aimAt finds what the document is about, and the documents that there are by now.
func aimAt(tx *storage.Tx, s *document.Source, j storage.Job) error {
	var d workflow.Dossier = s.Call
	if s.File != nil {
		d = s.File
	}
	s.On = d
	if j.On.ID != "" {
		s.On = nil
		for _, x := range d.Parts() {
			if x.Ref() == j.On {
				s.On = x
			}
		}
	}
	if s.On == nil {
		return workflow.NotThere()
	}
	filed, err := tx.DocumentsOf(j.On.Dossier)
	for _, f := range filed {
		s.Filed = append(s.Filed, f.Document)
	}
	return err
}

func events(past []storage.Past) []document.Event {
	out := make([]document.Event, 0, len(past))
	for _, p := range past {
		out = append(out, document.Event{Happened: p.Happened, At: p.At})
	}
	return out
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
