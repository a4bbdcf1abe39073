package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// Organisations are legal entities. What one is called and where it is paid is
// changed by an administrator. That one was absorbed into another hands on what
// its people sign, so that it takes two, as such roles do (docs/adr/0015).
var organisation = []w.Rule{
	{Action: "register", To: w.OrganisationOn, By: by(w.Import, w.Admin), Does: w.Takes(registerOrganisation, freeOrganisation, checkedNumber[organisationIn](), checkedAccount[organisationIn]()).Like(likeOrganisation)},
	{Action: "update", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), Does: w.Takes(updateOrganisation, checkedNumber[updateOrganisationIn](), checkedAccount[updateOrganisationIn]()).Like(likeUpdated), StepUp: true},
	{Action: "ask_merge", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), When: when(mergeable, noMergerAsked), Does: w.Takes(askMerge, notItself, knownHeir, heirStands, heirFits, mergedByNow).Like(likeMerge), StepUp: true},
	{Action: "merge", From: from(w.OrganisationOn), To: w.OrganisationAbsorbed, By: by(w.Admin), Apart: askedMerge, When: when(mergerAsked, heirStandsStill), Does: w.Takes(merge).Like(likeOrg), StepUp: true},
	{Action: "merge", From: from(w.OrganisationOn), To: w.OrganisationAbsorbed, By: by(w.Director), Apart: askedMerge, When: when(mergerForASecond, heirStandsStill), Does: w.Takes(merge).Like(likeOrg), StepUp: true},
	{Action: "refuse_merge", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), When: when(mergerAsked), Does: w.Takes(refuseMerge).Like(likeOrg)},
	{Action: "refuse_merge", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Director), When: when(mergerForASecond), Does: w.Takes(refuseMerge).Like(likeOrg)},
	{Action: "unmerge", From: from(w.OrganisationAbsorbed), To: w.OrganisationOn, By: by(w.Admin), Does: w.Takes(unmerge).Like(likeOrg), StepUp: true},
}

type (
	organisationIn struct {
		ID string `name:"id" need:"yes" max:"100"`
		w.Organisation
	}
	// updateOrganisationIn takes the place of what there was: what is left out is
	// taken away.
	updateOrganisationIn struct {
		Org        string   `name:"organisation" need:"yes"`
		Name       w.Words  `name:"name" need:"yes"`
		Language   string   `name:"language" oneof:"fr,nl"`
		Account    string   `name:"account" max:"50"`
		Enterprise string   `name:"enterprise_number" max:"30"`
		Address    string   `name:"address" max:"300"`
		Aliases    []string `name:"aliases"`
	}
	askMergeIn struct {
		Org     string `name:"organisation" need:"yes"`
		Into    string `name:"into" need:"yes"`
		On      w.Date `name:"on" need:"yes"`
		Reasons w.Text `name:"reasons" need:"yes" max:"4000"`
	}
	onOrganisationIn struct {
		Org string `name:"organisation" need:"yes"`
	}
	unmergeIn struct {
		Org     string `name:"organisation" need:"yes"`
		Reasons w.Text `name:"reasons" need:"yes" max:"4000"`
	}
)

// identified are inputs that name a legal entity's numbers.
type identified interface {
	numbers() (enterprise, account string)
}

func (in organisationIn) numbers() (enterprise, account string) { return in.Enterprise, in.Account }
func (in updateOrganisationIn) numbers() (enterprise, account string) {
	return in.Enterprise, in.Account
}

// checkedNumber: the number in the Crossroads Bank for Enterprises holds by its
// last two digits. What an import brings in is taken as it stands in its source.
func checkedNumber[I identified]() w.Check[I] {
	return w.Check[I]{Code: "enterprise_number", Kind: w.Invalid, Field: "enterprise_number", Holds: func(c *w.Case, in I) bool {
		n, _ := in.numbers()
		return n == "" || c.Has(w.Import, false) || isEnterpriseNumber(n)
	}}
}

// checkedAccount: so does the IBAN.
func checkedAccount[I identified]() w.Check[I] {
	return w.Check[I]{Code: "account", Kind: w.Invalid, Field: "account", Holds: func(c *w.Case, in I) bool {
		_, n := in.numbers()
		return n == "" || c.Has(w.Import, false) || isIBAN(n)
	}}
}

var (
	freeOrganisation = w.Check[organisationIn]{Code: "taken", Kind: w.Conflict, Field: "id", Holds: func(c *w.Case, in organisationIn) bool { return c.House.Org(in.ID) == nil }}

	// mergeable: the funder is absorbed into nobody; somebody else of the kind is there.
	mergeable     = w.Guard{Code: "no_heir", Holds: func(c *w.Case) bool { return len(heirsOf(c)) > 0 }}
	noMergerAsked = w.Guard{Code: "merge_asked", Holds: func(c *w.Case) bool { return w.On[*w.Organisation](c).Asked == nil }, Facts: mergerFacts}
	mergerAsked   = w.Guard{Code: "nothing_merged", Holds: func(c *w.Case) bool { return w.On[*w.Organisation](c).Asked != nil }}
	// mergerForASecond: to a director, who is only ever the second, there is no such
	// act where nothing is asked.
	mergerForASecond = w.Guard{Code: w.CodeRole, Kind: w.Forbidden, Holds: mergerAsked.Holds, Facts: onlyAdmin}
	// heirStandsStill: between the asking and the answer the heir may have been
	// absorbed itself.
	heirStandsStill = w.Guard{Code: "absorbed", Holds: func(c *w.Case) bool {
		a := w.On[*w.Organisation](c).Asked
		return a == nil || standing(c.House.Org(a.Into))
	}, Facts: mergerFacts}

	notItself = w.Check[askMergeIn]{Code: "merge_itself", Kind: w.Invalid, Field: "into", Holds: func(c *w.Case, in askMergeIn) bool {
		return in.Into != w.On[*w.Organisation](c).Ref().ID
	}}
	knownHeir  = w.Check[askMergeIn]{Code: "unknown", Kind: w.Invalid, Field: "into", Holds: func(c *w.Case, in askMergeIn) bool { return c.House.Org(in.Into) != nil }}
	heirStands = w.Check[askMergeIn]{Code: "absorbed", Field: "into", Holds: func(c *w.Case, in askMergeIn) bool {
		o := c.House.Org(in.Into)
		return o == nil || standing(o)
	}, Facts: func(c *w.Case, in askMergeIn) map[string]any { return absorbedFacts(c, in.Into) }}
	heirFits = w.Check[askMergeIn]{Code: "merge_kind", Field: "into", Holds: func(c *w.Case, in askMergeIn) bool {
		o := c.House.Org(in.Into)
		return o == nil || !standing(o) || fitsAsHeir(w.On[*w.Organisation](c), o)
	}}
	mergedByNow = w.Check[askMergeIn]{Code: "date_future", Kind: w.Invalid, Field: "on", Holds: func(c *w.Case, in askMergeIn) bool { return in.On <= c.Today }}
)

func standing(o *w.Organisation) bool { return o != nil && o.State() == w.OrganisationOn }

// fitsAsHeir: a SISP is absorbed into a SISP; a partner into any other partner, or
// into a SISP, which may be one too. The funder takes no part.
func fitsAsHeir(o, heir *w.Organisation) bool {
	if o.Kind == "funder" || heir.Kind == "funder" {
		return false
	}
	return o.Kind != "sisp" || heir.Kind == "sisp"
}

// heirsOf are the organisations that this one could be absorbed into.
func heirsOf(c *w.Case) (out []string) {
	me := w.On[*w.Organisation](c)
	for _, o := range c.House.Organisations {
		if o.Ref() != me.Ref() && standing(o) && fitsAsHeir(me, o) {
			out = append(out, o.Ref().ID)
		}
	}
	return out
}

func mergerFacts(c *w.Case) map[string]any {
	if a := w.On[*w.Organisation](c).Asked; a != nil {
		return map[string]any{"into": a.Into, "since": a.On}
	}
	return nil
}

func absorbedFacts(c *w.Case, org string) map[string]any {
	o := c.House.Org(org)
	if o == nil || o.Into == "" {
		return nil
	}
	return map[string]any{"into": c.House.Heir(org), "since": o.MergedOn}
}

// askedMerge: what one asked for, another has to repeat.
func askedMerge(c *w.Case) (w.Code, bool) {
	o := w.On[*w.Organisation](c)
	return "organisation.ask_merge", o != nil && o.Asked != nil && o.Asked.By == c.Actor.Person
}

func registerOrganisation(k *w.Work, in organisationIn) {
	o := in.Organisation
	w.Make(k, w.EntityOrganisation, in.ID, &o)
}

// updateOrganisation keeps a name that goes among the others, by which conflicts
// of interest and searches still find it.
func updateOrganisation(k *w.Work, in updateOrganisationIn) {
	o := w.On[*w.Organisation](&k.Case)
	o.Aliases = slices.Clone(in.Aliases)
	for _, old := range []string{o.Name.FR, o.Name.NL} {
		if old != "" && old != in.Name.FR && old != in.Name.NL && !slices.Contains(o.Aliases, old) {
			o.Aliases = append(o.Aliases, old)
		}
	}
	o.Name, o.Language, o.Account, o.Enterprise, o.Address = in.Name, in.Language, in.Account, in.Enterprise, in.Address
}

func askMerge(k *w.Work, in askMergeIn) {
	w.On[*w.Organisation](&k.Case).Asked = &w.Merger{Into: in.Into, On: in.On, Reasons: in.Reasons, By: k.Actor.Person}
}

func merge(k *w.Work, _ onOrganisationIn) {
	o := w.On[*w.Organisation](&k.Case)
	if a := o.Asked; a != nil { // mergerAsked says so
		o.Into, o.MergedOn, o.Reasons, o.Asked = a.Into, a.On, a.Reasons, nil
	}
}

func refuseMerge(k *w.Work, _ onOrganisationIn) { w.On[*w.Organisation](&k.Case).Asked = nil }

func unmerge(k *w.Work, in unmergeIn) {
	o := w.On[*w.Organisation](&k.Case)
	o.Into, o.MergedOn, o.Reasons = "", "", in.Reasons
}
