package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/workflow"
)

// Done is what an act has done.
type Done struct {
	On     string `json:"on" doc:"What was acted on, or made" example:"emp-2023.bottin"`
	State  string `json:"state" doc:"Where it stands now, as this person is shown it"`
	ETag   string `json:"etag,omitempty" doc:"Of the dossier as this person sees it now; none if it is out of sight"`
	Events int    `json:"events" doc:"What happened, as far as it may be told"`
}

// keyFor is how long an Idempotency-Key counts.
const keyFor = 24 * time.Hour

// triesAtOnce is how often an act is tried that something got in the way of which
// its asker may not know.
const triesAtOnce = 5

// order is an act that somebody asks for.
type order struct {
	*act

	id, n  string
	values map[string]any
	key    *app.Key
	match  string // If-Match
}

// ordered reads what is asked: the address, the headers, the body.
func (v *visit) ordered(a *act, id, n string) (*order, error) {
	if no := v.within(a); no != nil {
		return nil, no
	}
	if a.stepUp && !v.Auth.Fresh(v.ctx) {
		return nil, &workflow.Error{Kind: workflow.Forbidden, Code: auth.CodeStepUp}
	}
	if strings.Contains(id, "/") || strings.Contains(n, "/") {
		return nil, workflow.NotThere()
	}
	o := &order{act: a, id: id, n: n, match: v.r.Header.Get("If-Match")}
	if a.replaces() && o.match == "" {
		return nil, &workflow.Error{Kind: workflow.Conflict, Code: CodePrecondition}
	}
	read := v.object
	if a.upload() {
		read = v.form
		if err := v.mayAttach(id); err != nil { // before any bytes are kept
			return nil, err
		}
	}
	var err error
	if o.values, err = read(); err != nil {
		return nil, err
	}
	if err := o.nameWhom(); err != nil {
		return nil, err
	}
	o.key, err = v.key(o)
	return o, err
}

// nameWhom fills in the person, or the organisation, that the address names.
func (o *order) nameWhom() error {
	if !o.named {
		return nil
	}
	field := workflow.Naming(o.entity)
	if _, twice := o.values[field]; twice {
		return &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeUnknownField, Field: field}
	}
	o.values[field] = o.n
	if o.entity != workflow.EntityMember {
		o.values[field] = o.id
	}
	return nil
}

// on is what the act is done on, as commands name it.
func (o *order) on() string {
	switch {
	case o.entity == workflow.EntityPerson || o.entity == workflow.EntityOrganisation || o.entity == workflow.EntityCall && o.makes:
		return ""
	case o.n != "":
		return o.dossier() + "/" + string(o.entity) + "/" + o.n
	default:
		return o.dossier()
	}
}

// dossier is the id; a call is found by its reference too.
func (o *order) dossier() string {
	if strings.HasPrefix(o.path, pathCalls) {
		return app.CallID(o.id)
	}
	return o.id
}

// key is what the request says to happen once by.
func (v *visit) key(o *order) (*app.Key, error) {
	name := v.r.Header.Get("Idempotency-Key")
	if name == "" {
		return nil, nil //nolint:nilnil // none was sent
	}
	if len(name) > 255 || strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: CodeKey, Field: "Idempotency-Key", Facts: map[string]any{"max": 255}}
	}
	b, err := json.Marshal([]any{o.act.name(), o.on(), o.values}) // maps come in the order of their keys
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b)
	return &app.Key{Scope: "api " + v.who.ID(), Name: name, Hash: hex.EncodeToString(sum[:]), Until: time.Now().Add(keyFor)}, nil //nolint:forbidigo // for the machine's own keeping
}

// do performs what is asked, and tells what it led to.
func (v *visit) do(o *order) (*answer, error) {
	at, through := v.App.Arrive()
	defer through()
	cmd := app.Command{
		Actor: v.who.ID(), Surface: surface, Entity: o.entity, Action: o.action, On: o.on(), Values: o.values, Key: o.key, At: at,
	}
	for try := 1; ; try++ {
		if kept, err := v.match(o, &cmd); kept != nil || err != nil {
			return kept, err
		}
		out, err := v.App.Perform(v.ctx, cmd)
		if no, stale := errors.AsType[*workflow.Error](err); o.match != "" && stale && no.Code == workflow.CodeStale && try < triesAtOnce {
			continue // if what this person sees has not changed, nor has the answer
		}
		if err != nil {
			return nil, err
		}
		return v.done(o, out, at)
	}
}

// match compares If-Match with what this person sees, and has the act done on
// just that. Where it was done already under the same key, it is the first
// answer that counts.
func (v *visit) match(o *order, cmd *app.Command) (*answer, error) {
	if o.match == "" {
		return nil, nil //nolint:nilnil // nothing to compare with
	}
	tag, version, err := v.present(o)
	if err == nil && matches(o.match, tag, false) {
		cmd.IfVersion = version
		return nil, nil //nolint:nilnil // it is as it was
	}
	if o.key != nil {
		if out, done, kerr := v.App.Kept(v.ctx, o.key); kerr != nil || done {
			if kerr != nil {
				return nil, kerr
			}
			return v.done(o, out, time.Time{})
		}
	}
	if err == nil {
		err = staleMatch{&workflow.Error{Kind: workflow.Conflict, Code: workflow.CodeStale}}
	}
	return nil, err
}

// present is the ETag and the version of what an act is about.
func (v *visit) present(o *order) (tag string, version int64, err error) {
	switch on := o.on(); {
	case on != "":
		tag, view, err := v.tagged(on)
		if err != nil {
			return "", 0, err
		}
		return tag, view.Version, nil
	case o.entity == workflow.EntityPerson && !o.makes:
		return v.somebody(o.id)
	case o.entity == workflow.EntityOrganisation && !o.makes:
		return v.legalEntity(o.id)
	default:
		return "", 0, nil // of what is not there yet
	}
}

// somebody is the ETag of a person, and the version of the house.
func (v *visit) somebody(id string) (tag string, version int64, err error) {
	view, err := v.App.LookAtPerson(v.ctx, v.who, id, 0)
	if err != nil {
		return "", 0, err
	}
	tag, err = seen(personOf(view))
	return tag, view.Version, err
}

// tagged is a dossier as this person sees it, with its ETag.
func (v *visit) tagged(on string) (string, *app.View, error) {
	id, _, _ := strings.Cut(on, "/")
	if strings.Contains(id, ".") {
		view, err := v.App.Look(v.ctx, v.who, id)
		if err != nil {
			return "", nil, err
		}
		tag, err := seen(submissionOf(view))
		return tag, view, err
	}
	view, err := v.App.LookAtCall(v.ctx, v.who, id)
	if err != nil {
		return "", nil, err
	}
	tag, err := seen(callOf(view.Call, v.who))
	return tag, view, err
}

// done is the answer to what was done, the first time or again.
func (v *visit) done(o *order, out app.Outcome, at time.Time) (*answer, error) {
	a := &answer{status: http.StatusOK}
	if o.makes {
		a.status = http.StatusCreated
	}
	said := out.Said
	if said == "" {
		d, err := v.told(out, at)
		if err != nil {
			return nil, err
		}
		b, err := json.Marshal(d)
		if err != nil {
			return nil, err
		}
		if said = string(b); o.key != nil {
			if said, err = v.App.Answered(v.ctx, o.key, said); err != nil {
				return nil, err
			}
		}
	}
	var d Done
	if err := json.Unmarshal([]byte(said), &d); err != nil {
		return nil, err
	}
	a.body, a.tag = d, d.ETag
	if o.makes {
		a.location = placeOf(out.On)
	}
	return a, nil
}

// told is what the person may know of what was done. What has gone out of sight
// by it tells nothing but itself.
// legalEntity is the ETag of an organisation, and the version of the house. Who may
// do nothing about it is refused by the act, not by its tag.
func (v *visit) legalEntity(id string) (tag string, version int64, err error) {
	o, err := v.App.Organisation(v.who, id)
	if err != nil {
		return "", 0, err
	}
	view, err := v.App.LookAtOrganisation(v.ctx, v.who, id, 0)
	if notThere(err) {
		err = nil
	}
	if view != nil {
		version = view.Version
	}
	if err == nil {
		tag, err = seen(organisationOf(o, v.who))
	}
	return tag, version, err
}

func (v *visit) told(out app.Outcome, at time.Time) (Done, error) {
	d := Done{On: out.On.String(), State: string(out.State), Events: 1}
	var err error
	if v.who, err = v.App.Viewer(v.ctx, v.who.ID(), surface); err != nil { // what was done may have changed what may be seen
		return d, err
	}
	if out.On.Dossier == workflow.HouseID {
		d.Events = out.Events
		switch out.On.Entity {
		case workflow.EntityPerson:
			d.ETag, _, err = v.somebody(out.On.ID)
		case workflow.EntityOrganisation:
			d.ETag, _, err = v.legalEntity(out.On.ID)
		}
		if notThere(err) {
			err = nil
		}
		return d, err
	}
	tag, view, err := v.tagged(out.On.String())
	if notThere(err) {
		return d, nil
	}
	if err != nil {
		return d, err
	}
	d.ETag = tag
	if x := view.Part(out.On); x != nil {
		d.State = string(x.State())
	}
	if n := happened(view, out, at); n > 0 {
		d.Events = n
	}
	return d, nil
}

// happened counts what the trail tells this person of an act.
func happened(view *app.View, out app.Outcome, at time.Time) (n int) {
	for i := range view.Past {
		if p := &view.Past[i]; p.At.Equal(at) && p.Seq <= out.Version {
			n++
		}
	}
	return n
}

func notThere(err error) bool {
	no, ok := errors.AsType[*workflow.Error](err)
	return ok && no.Kind == workflow.NotFound
}

// placeOf is the address of what was made.
func placeOf(on workflow.Ref) string {
	switch {
	case on.Entity == workflow.EntityPerson:
		return pathPeople + "/" + segment(on.ID)
	case on.Entity == workflow.EntityOrganisation:
		return pathOrgs + "/" + segment(on.ID)
	case strings.Contains(on.Dossier, "."):
		return pathSubmissions + "/" + segment(on.Dossier)
	default:
		return pathCalls + "/" + segment(on.Dossier)
	}
}
