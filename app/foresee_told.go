package app

import (
	"cmp"
	"slices"

	"tremplin/app/document"
	"tremplin/storage"
	"tremplin/workflow"
)

// Reached is whom the mails of an act would reach: so many people by a role, for
// an organisation where the role is tied to one.
type Reached struct {
	Role workflow.Role
	Org  string
	N    int
}

// reached is whom a decision's mails would tell, as the dossier would then be.
// Nobody, where nothing is sent.
func (a *App) reached(tx *storage.Tx, c *workflow.Case, d *workflow.Decision) ([]Reached, error) {
	if a.Mailer == nil {
		return nil, nil
	}
	house, err := tx.People() // with addresses
	if err != nil {
		return nil, err
	}
	now := after(c, d)
	told := map[string]workflow.Role{}
	var out []Reached
	for _, j := range d.Jobs {
		name, tells := workflow.MailOf(j.Kind)
		if !tells {
			continue
		}
		on := aimedAt(now, d, j.On)
		if on == nil {
			continue
		}
		n := &news{mail: name, now: now, src: &document.Source{House: house, Call: now.Call, File: now.File, On: on}}
		if name == "E07" { // all projects under way
			all, err := tx.Load(storage.Ask{Call: c.Call.Ref().Dossier, All: true, Now: c.Now})
			if err != nil {
				return nil, err
			}
			now.All = all.All
		}
		for _, r := range n.readers() {
			id := r.person.Ref().ID
			if _, again := told[id]; again || id == c.Actor.Person {
				continue
			}
			told[id] = r.role
			out = append(out, Reached{r.role, orgOf(now, r), 1})
		}
	}
	return merged(out), nil
}

// after is the case as a decision would leave it.
func after(c *workflow.Case, d *workflow.Decision) *workflow.Case {
	now := *c
	for _, x := range d.Changes {
		switch y := x.Dossier.(type) {
		case *workflow.Call:
			now.Call = y
		case *workflow.Submission:
			if now.File == nil || now.File.Ref() == y.Ref() {
				now.File = y
			}
		}
	}
	return &now
}

// aimedAt is what a mail is about, as a decision would leave it; nil if it is not
// there.
func aimedAt(now *workflow.Case, d *workflow.Decision, ref workflow.Ref) workflow.Subject {
	var all []workflow.Subject
	for _, x := range d.Changes {
		all = append(append(all, x.Dossier), x.Parts...)
	}
	if now.Call != nil {
		all = append(append(all, now.Call), now.Call.Parts()...)
	}
	if now.File != nil {
		all = append(append(all, now.File), now.File.Parts()...)
	}
	for _, x := range all {
		if x.Ref() == ref {
			return x
		}
	}
	return nil
}

// orgOf is the organisation for which somebody is told: after a merger its heir.
func orgOf(c *workflow.Case, r reader) string {
	for _, g := range c.House.GrantsOf(r.person) {
		if g.Role == r.role && g.On(c.Today) {
			return c.House.Heir(g.Org)
		}
	}
	return ""
}

func merged(all []Reached) []Reached {
	slices.SortStableFunc(all, func(a, b Reached) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Org, b.Org))
	})
	var out []Reached
	for _, r := range all {
		if n := len(out); n > 0 && out[n-1].Role == r.Role && out[n-1].Org == r.Org {
			out[n-1].N++
			continue
		}
		out = append(out, r)
	}
	return out
}
