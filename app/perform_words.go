package app

import (
	"slices"
	"strings"

	"tremplin/storage"
	"tremplin/workflow"
)

// The words that an act is about: those of its dossier, of others of the call, and
// those that name a person.

// copied tells whether the reasons that a rule wants to be a dossier's own were
// given to another of the call, where its rules ask for reasons at all.
func copied(tx *storage.Tx, p *workflow.Programme, c *workflow.Case, cmd Command) (bool, error) {
	field := p.Needs(cmd.Entity, cmd.Action).Own
	if field == "" || c.File == nil || c.Call.Edition(c.File.Edition).ReasonsMin <= 1 {
		return false, nil
	}
	said, _ := cmd.Values[field].(string)
	return tx.SaidElsewhere(c.Call.Ref().Dossier, c.File.Ref().Dossier, strings.TrimSpace(said))
}

// said are the words of the proposal as it stands, for rules that keep them. An
// erased text has no words any more, and is kept by nobody.
func said(tx *storage.Tx, p *workflow.Programme, c *workflow.Case, cmd Command) (map[string]string, error) {
	if c.File == nil || c.File.Proposal == nil || !p.Needs(cmd.Entity, cmd.Action).Said {
		return nil, nil //nolint:nilnil // nothing is kept
	}
	return tx.Words(c.File.Proposal)
}

// naming lists the texts that hold a person's name or address, wherever they are.
func naming(tx *storage.Tx, p *workflow.Person) (refs []string, err error) {
	if p == nil || p.Name.Ref == "" {
		return nil, nil
	}
	own, err := tx.Texts([]string{p.Name.Ref, p.Email.Ref})
	if err != nil {
		return nil, err
	}
	for _, t := range []workflow.Text{p.Name, p.Email} {
		if own[t.Ref] == "" {
			continue
		}
		found, err := tx.TextsNaming(p.Ref().ID, own[t.Ref])
		if err != nil {
			return nil, err
		}
		refs = append(refs, found...)
	}
	slices.Sort(refs)
	return slices.Compact(refs), nil
}
