package empowerment

import w "tremplin/workflow"

// Organisations are legal entities. What one is called and where it is paid is
// changed by an administrator, who takes away nothing by which a conflict of
// interest is found: that takes two. So does it that one was absorbed into another,
// or was not after all, which hands on what its people sign (docs/adr/0015).
var organisation = []w.Rule{
	{Action: "register", To: w.OrganisationOn, By: by(w.Import, w.Admin), Does: w.Takes(registerOrganisation, freeOrganisation, checkedNumber[organisationIn](), checkedAccount[organisationIn]()).Like(likeOrganisation)},
	{Action: "update", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), Does: w.Takes(updateOrganisation, checkedNumber[updateOrganisationIn](), checkedAccount[updateOrganisationIn]()).Like(likeUpdated), StepUp: true},
	{Action: "ask_strike", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), When: when(strikeable, nothingAsked), Does: w.Takes(askStrike, somethingStruck, knownStruck).Like(likeStrike), StepUp: true},
	{Action: "strike", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), Apart: askedOneself, When: when(isWaiting(actStrike)), Does: w.Takes(strike, strikeAsAsked).Like(likeRepeated), StepUp: true},
	{Action: "strike", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Director), Apart: askedOneself, When: when(forASecond(actStrike)), Does: w.Takes(strike, strikeAsAsked).Like(likeRepeated), StepUp: true},
	{Action: "refuse_strike", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), When: when(isWaiting(actStrike)), Does: w.Takes(dropAsked).Like(likeOrg)},
	{Action: "refuse_strike", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Director), When: when(forASecond(actStrike)), Does: w.Takes(dropAsked).Like(likeOrg)},
	{Action: "ask_merge", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), When: when(mergeable, nothingAsked), Does: w.Takes(askMerge, notItself, knownHeir, heirStands, heirFits, mergedByNow).Like(likeMerge), StepUp: true},
	{Action: "merge", From: from(w.OrganisationOn), To: w.OrganisationAbsorbed, By: by(w.Admin), Apart: askedOneself, When: when(isWaiting(actMerge), heirStandsStill), Does: w.Takes(merge, mergeAsAsked).Like(likeRepeated), StepUp: true},
	{Action: "merge", From: from(w.OrganisationOn), To: w.OrganisationAbsorbed, By: by(w.Director), Apart: askedOneself, When: when(forASecond(actMerge), heirStandsStill), Does: w.Takes(merge, mergeAsAsked).Like(likeRepeated), StepUp: true},
	{Action: "refuse_merge", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Admin), When: when(isWaiting(actMerge)), Does: w.Takes(dropAsked).Like(likeOrg)},
	{Action: "refuse_merge", From: from(w.OrganisationOn), To: w.Stay, By: by(w.Director), When: when(forASecond(actMerge)), Does: w.Takes(dropAsked).Like(likeOrg)},
	{Action: "ask_unmerge", From: from(w.OrganisationAbsorbed), To: w.Stay, By: by(w.Admin), When: when(nothingAsked), Does: w.Takes(askUnmerge).Like(likeOrg), StepUp: true},
	{Action: "unmerge", From: from(w.OrganisationAbsorbed), To: w.OrganisationOn, By: by(w.Admin), Apart: askedOneself, When: when(isWaiting(actUnmerge)), Does: w.Takes(unmerge, unmergeAsAsked).Like(likeRepeated), StepUp: true},
	{Action: "unmerge", From: from(w.OrganisationAbsorbed), To: w.OrganisationOn, By: by(w.Director), Apart: askedOneself, When: when(forASecond(actUnmerge)), Does: w.Takes(unmerge, unmergeAsAsked).Like(likeRepeated), StepUp: true},
	{Action: "refuse_unmerge", From: from(w.OrganisationAbsorbed), To: w.Stay, By: by(w.Admin), When: when(isWaiting(actUnmerge)), Does: w.Takes(dropAsked).Like(likeOrg)},
	{Action: "refuse_unmerge", From: from(w.OrganisationAbsorbed), To: w.Stay, By: by(w.Director), When: when(forASecond(actUnmerge)), Does: w.Takes(dropAsked).Like(likeOrg)},
}

type (
	organisationIn struct {
		ID string `name:"id" need:"yes" max:"100"`
		w.Organisation
	}
	// updateOrganisationIn takes the place of what there was: what is left out is
	// taken away, but for names and numbers that conflicts are found by.
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

func absorbedFacts(c *w.Case, org string) map[string]any {
	o := c.House.Org(org)
	if o == nil || o.Into == "" {
		return nil
	}
	return map[string]any{"into": c.House.Heir(org), "since": o.MergedOn}
}

func registerOrganisation(k *w.Work, in organisationIn) {
	o := in.Organisation
	w.Make(k, w.EntityOrganisation, in.ID, &o)
}

// updateOrganisation keeps a name and a number that go, by which conflicts of
// interest and searches still find it.
func updateOrganisation(k *w.Work, in updateOrganisationIn) {
	o := w.On[*w.Organisation](&k.Case)
	o.Rename(in.Name, in.Aliases)
	o.Renumber(in.Enterprise)
	o.Language, o.Account, o.Address = in.Language, in.Account, in.Address
}
