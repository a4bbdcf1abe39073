package scenario

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"tremplin/app"
	"tremplin/workflow"
)

// Surface is what events of a replay say that they come from.
const Surface = "replay"

// Runner drives scenarios through an application.
type Runner struct {
	App  *app.App
	Say  func(*workflow.Error) string // the sentence of a refusal
	Tell func(done, total int)        // of the steps; may be nil
}

// ErrStopped says that a replay was asked to stop between two steps.
var ErrStopped = errors.New("stopped between two steps: start the same replay again and it goes on from there")

var (
	errStepChanged = &workflow.Error{Kind: workflow.Conflict, Code: "step_changed"}
	errItemChanged = &workflow.Error{Kind: workflow.Conflict, Code: "import_changed"}
)

// run is a scenario being driven.
type run struct {
	*Runner
	f        *File
	ids      map[string]string // name in the file → id, or the ref of a part
	calls    []string          // ids of the calls of the scenario
	last     time.Time         // of the step before
	resuming bool              // the steps so far had all been done before
}

// Prepare complains about what the database says otherwise than the files; it
// stores nothing.
func (r *Runner) Prepare(ctx context.Context, files []*File) (Complaints, error) {
	g, err := r.Ground(ctx, files)
	if err != nil {
		return nil, err
	}
	all := Check(files, r.App.Programme(), g)
	if len(all) > 0 {
		return all, nil
	}
	for _, f := range files {
		more, err := r.prepare(ctx, f, g)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// Ground is what of the files' beginnings the database has.
func (r *Runner) Ground(ctx context.Context, files []*File) (Ground, error) {
	house, err := r.App.House(ctx)
	g := Ground{House: house, Calls: map[string]bool{}, Now: r.App.Now(), Say: r.Say}
	for _, f := range files {
		for _, d := range f.drafts() {
			if d.Entity != workflow.EntityCall || err != nil {
				continue
			}
			g.Calls[d.ID], err = r.App.HasCall(ctx, d.ID)
		}
	}
	return g, err
}

func (r *Runner) prepare(ctx context.Context, f *File, g Ground) (all Complaints, err error) {
	for _, d := range f.drafts() {
		if !g.has(d) {
			continue
		}
		_, done, err := r.App.Kept(ctx, d.Key)
		_, refused := errors.AsType[*workflow.Error](err)
		switch {
		case err != nil && !refused:
			return all, err
		case d.Entity == workflow.EntityCall && !done:
			all = append(all, Complaint{f.Path, d.line, fmt.Sprintf("the database has a call %q already, made otherwise: give this one another reference, or replay into another database", d.ID)})
		case !done:
			all = append(all, Complaint{f.Path, d.line, fmt.Sprintf("the database says otherwise of the %s %q: make them the same, or give this one another id", d.Entity, d.ID)})
		}
	}
	return all, nil
}

// draft is an import with its line.
type draft struct {
	app.Draft
	line int
	name string // of a call in the file
	node *yaml.Node
}

// drafts are what the scenario brings in, in the order in which they refer to
// each other.
func (f *File) drafts() []draft {
	var out []draft
	add := func(e workflow.Entity, items []*Item, scope string) {
		for _, it := range items {
			d := draft{Draft: app.Draft{Entity: e, ID: it.ID, By: it.By, Values: it.Values}, line: it.Line, name: it.ID, node: it.node}
			if e == workflow.EntityCall {
				ref, _ := it.Values["reference"].(string)
				d.ID = app.CallID(ref)
			}
			d.Key = &app.Key{Scope: scope, Name: string(e) + " " + it.ID, Hash: digest([]any{it.By, it.Values}), Changed: errItemChanged}
			d.Seed = seed(d.Key)
			out = append(out, d)
		}
	}
	add(workflow.EntityOrganisation, f.Organisations, "import")
	add(workflow.EntityPerson, f.People, "import")
	add(workflow.EntityCall, f.Calls, f.scope())
	return out
}

func (f *File) scope() string { return Surface + "/" + f.Name }

// seed is the chance of a replay: salts grow from what is replayed, so that the
// trail, and what is printed from it, is the same each time. Whoever could guess
// such a salt has the text already.
func seed(k *app.Key) []byte {
	sum := sha256.Sum256([]byte(k.Scope + "\x00" + k.Name + "\x00" + k.Hash))
	return sum[:16]
}

func digest(v any) string {
	sum := sha256.Sum256([]byte(canonical(v)))
	return hex.EncodeToString(sum[:])
}

// Run drives a scenario from where it was left to its end. The error says why it
// could not go on; steps that did not end as expected are in the result.
func (r *Runner) Run(ctx context.Context, f *File) (*Result, error) {
	x := &run{Runner: r, f: f, ids: map[string]string{}, calls: []string{}, resuming: true}
	if err := x.bring(ctx); err != nil {
		return nil, err
	}
	out := &Result{Scenario: f.Name, OK: true, Steps: []StepResult{}, Documents: []Document{}}
	for i, s := range f.Steps {
		if ctx.Err() != nil {
			return out, ErrStopped
		}
		sr, err := x.step(context.WithoutCancel(ctx), s)
		if err != nil {
			return out, fmt.Errorf("%s:%d: step %d, %s: %w", f.Path, s.Line, s.N, s.Do, err)
		}
		out.Steps = append(out.Steps, sr)
		out.OK = out.OK && met(sr.Expected, sr.Outcome)
		if r.Tell != nil {
			r.Tell(i+1, len(f.Steps))
		}
	}
	if err := x.App.Work(context.WithoutCancel(ctx), x.last); err != nil {
		return out, err
	}
	return out, x.standing(context.WithoutCancel(ctx), out)
}

// bring imports what the scenario begins with, as of its first step.
func (x *run) bring(ctx context.Context) error {
	first := x.f.begins(x.App.Now())
	x.last = first
	for _, d := range x.f.drafts() {
		if ctx.Err() != nil {
			return ErrStopped
		}
		out, err := x.App.Import(context.WithoutCancel(ctx), d.Draft, Surface, first)
		if no, ok := errors.AsType[*workflow.Error](err); ok {
			return fmt.Errorf("%s:%d: %s", x.f.Path, d.line, refused(d.Entity, d.name, no, x.Say))
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %s %s: %w", x.f.Path, d.line, d.Entity, d.name, err)
		}
		if d.Entity == workflow.EntityCall {
			x.ids[d.name] = out.On.Dossier
			x.calls = append(x.calls, out.On.Dossier)
		}
	}
	return nil
}

// step does one step, after what fell due before it.
func (x *run) step(ctx context.Context, s *Step) (StepResult, error) {
	cmd, err := x.command(ctx, s)
	if err != nil {
		return StepResult{}, err
	}
	if x.resuming {
		out, done, err := x.App.Kept(ctx, cmd.Key)
		no, refused := errors.AsType[*workflow.Error](err)
		switch {
		case done || refused:
			x.learn(s, out, err)
			return x.result(s, no, out.Said), nil
		case err != nil:
			return StepResult{}, err
		}
		x.resuming = false
	}
	if err := x.meanwhile(ctx, s.At); err != nil {
		return StepResult{}, err
	}
	out, err := x.perform(ctx, s, cmd)
	no, refused := errors.AsType[*workflow.Error](err)
	if err != nil && !refused {
		return StepResult{}, err
	}
	x.learn(s, out, err)
	return x.result(s, no, out.Said), nil
}

// meanwhile is what happens by itself before the next step.
func (x *run) meanwhile(ctx context.Context, until time.Time) error {
	tick := app.Tick{Until: until, Replay: true, Since: x.last, Surface: Surface, Calls: x.calls}
	if _, err := x.App.Clock(ctx, tick); err != nil {
		return fmt.Errorf("the clock: %w", err)
	}
	return x.App.Work(ctx, until)
}

// command is the step as app knows it.
func (x *run) command(ctx context.Context, s *Step) (app.Command, error) {
	cmd := app.Command{
		Actor: s.By, Surface: Surface, Entity: s.Entity, Action: s.Action,
		Values: maps.Clone(s.With), FilledIn: s.FilledIn, Name: s.As, At: s.At,
	}
	content := []any{s.At.UTC().Format(time.RFC3339Nano), s.By, s.Do, s.On, s.As, s.With}
	if s.path != "" {
		data, err := x.f.bytes(s)
		if err != nil {
			return cmd, err
		}
		facts, err := x.App.Attach(ctx, data)
		if err != nil {
			return cmd, err
		}
		delete(cmd.Values, "file")
		maps.Copy(cmd.Values, facts)
		content = append(content, facts["hash"])
	}
	cmd.Key = &app.Key{Scope: x.f.scope(), Name: strconv.Itoa(s.N), Hash: digest(content), Refusals: true, Say: x.Say, Changed: errStepChanged}
	cmd.Seed = seed(cmd.Key)
	return cmd, nil
}

// perform sends the step.
func (x *run) perform(ctx context.Context, s *Step, cmd app.Command) (app.Outcome, error) {
	if s.On != "" {
		name, rest, part := strings.Cut(s.On, "/")
		id, ok := x.ids[name]
		if !ok {
			id = "?" // names nothing: what was to make it was refused
		}
		cmd.On = id
		if part {
			cmd.On = x.part(id+"/", rest)
		}
	}
	return x.App.Perform(ctx, cmd)
}

// part is the ref of a part, which may be named as a step has named it:
// "a/sheet/first".
func (x *run) part(dossier, rest string) string {
	entity, name, _ := strings.Cut(rest, "/")
	if ref := x.ids[name]; strings.HasPrefix(ref, dossier+entity+"/") {
		return ref
	}
	return dossier + rest
}

// learn keeps what the step's name stands for.
func (x *run) learn(s *Step, out app.Outcome, err error) {
	x.last = s.At
	if err != nil {
		return
	}
	if s.As != "" {
		x.ids[s.As] = out.On.String()
	}
	if s.Entity == workflow.EntityCall && s.Action == "create" {
		x.calls = append(x.calls, out.On.Dossier)
	}
}
