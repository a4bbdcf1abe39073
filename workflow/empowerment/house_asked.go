package empowerment

import (
	"slices"

	w "tremplin/workflow"
)

// What takes two on an organisation: one asks, another repeats it or turns it down.
// One thing waits at a time.

// The acts that a second repeats.
const (
	actMerge   w.Action = "merge"
	actUnmerge w.Action = "unmerge"
	actStrike  w.Action = "strike"
)

type (
	askUnmergeIn struct {
		Org     string `name:"organisation" need:"yes"`
		Reasons w.Text `name:"reasons" need:"yes" max:"4000"`
	}
	// What a second repeats is what was asked, word for word: it may have been asked
	// anew since it was read.
	mergeIn struct {
		Org  string `name:"organisation" need:"yes"`
		Into string `name:"into" need:"yes"`
		On   w.Date `name:"on" need:"yes"`
	}
	unmergeIn struct {
		Org  string `name:"organisation" need:"yes"`
		Into string `name:"into" need:"yes"`
	}
	strikeIn struct {
		Org     string   `name:"organisation" need:"yes"`
		Aliases []string `name:"aliases"`
		Numbers []string `name:"former_numbers"`
	}
	askStrikeIn struct {
		Org     string   `name:"organisation" need:"yes"`
		Aliases []string `name:"aliases"`
		Numbers []string `name:"former_numbers"`
		Reasons w.Text   `name:"reasons" need:"yes" max:"4000"`
	}
)

var (
	// mergeable: the funder is absorbed into nobody; somebody else of the kind is there.
	mergeable = w.Guard{Code: "no_heir", Holds: func(c *w.Case) bool { return len(heirsOf(c)) > 0 }}
	// strikeable: there is a name or a number beside those that it bears.
	strikeable = w.Guard{Code: "nothing_to_strike", Holds: func(c *w.Case) bool {
		o := w.On[*w.Organisation](c)
		return len(o.Aliases)+len(o.FormerNumbers) > 0
	}}
	nothingAsked = w.Guard{Code: "merge_asked", Holds: func(c *w.Case) bool { return w.On[*w.Organisation](c).Asked == nil }, Facts: askedFacts}
	// heirStandsStill: between the asking and the answer the heir may have been
	// absorbed itself.
	heirStandsStill = w.Guard{Code: "absorbed", Holds: func(c *w.Case) bool {
		a := w.On[*w.Organisation](c).Asked
		return a == nil || standing(c.House.Org(a.Into))
	}, Facts: askedFacts}

	somethingStruck = w.Check[askStrikeIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "aliases", Holds: func(_ *w.Case, in askStrikeIn) bool {
		return len(in.Aliases)+len(in.Numbers) > 0
	}}
	knownStruck = w.Check[askStrikeIn]{Code: "unknown", Kind: w.Invalid, Field: "aliases", Holds: func(c *w.Case, in askStrikeIn) bool {
		o := w.On[*w.Organisation](c)
		return within(in.Aliases, o.Aliases) && within(in.Numbers, o.FormerNumbers)
	}}
)

var (
	mergeAsAsked   = repeats("into", func(a *w.Merger, in mergeIn) bool { return in.Into == a.Into && in.On == a.On })
	unmergeAsAsked = repeats("into", func(a *w.Merger, in unmergeIn) bool { return in.Into == a.Into })
	strikeAsAsked  = repeats("aliases", func(a *w.Merger, in strikeIn) bool {
		return within(in.Aliases, a.Aliases) && within(a.Aliases, in.Aliases) && within(in.Numbers, a.Numbers) && within(a.Numbers, in.Numbers)
	})
)

// repeats: a second does what was asked, and nothing else.
func repeats[I any](field string, same func(*w.Merger, I) bool) w.Check[I] {
	return w.Check[I]{Code: "asked_otherwise", Field: field, Holds: func(c *w.Case, in I) bool {
		a := w.On[*w.Organisation](c).Asked
		return a == nil || same(a, in)
	}, Facts: func(c *w.Case, _ I) map[string]any { return askedFacts(c) }}
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(x string) bool { return !slices.Contains(all, x) })
}

func waiting(c *w.Case, act w.Action) bool {
	a := w.On[*w.Organisation](c).Asked
	return a != nil && a.What() == act
}

// isWaiting: an administrator answers what was asked.
func isWaiting(act w.Action) w.Guard {
	return w.Guard{Code: "nothing_merged", Holds: func(c *w.Case) bool { return waiting(c, act) }}
}

// forASecond: to a director, who is only ever the second, there is no such act
// where nothing is asked.
func forASecond(act w.Action) w.Guard {
	return w.Guard{Code: w.CodeRole, Kind: w.Forbidden, Holds: func(c *w.Case) bool { return waiting(c, act) }, Facts: onlyAdmin}
}

func askedFacts(c *w.Case) map[string]any {
	a := w.On[*w.Organisation](c).Asked
	if a == nil {
		return nil
	}
	did := "organisation.ask_" + string(a.What())
	switch names := slices.Concat(a.Aliases, a.Numbers); {
	case len(names) > 0:
		return map[string]any{"did": did, "names": names}
	case a.Into != "":
		return map[string]any{"did": did, "into": a.Into, "since": a.On}
	default:
		return map[string]any{"did": did}
	}
}

// askedOneself: what one asked for, another has to repeat.
func askedOneself(c *w.Case) (w.Code, bool) {
	o := w.On[*w.Organisation](c)
	if o == nil || o.Asked == nil {
		return "", false
	}
	return w.Code("organisation.ask_" + o.Asked.What()), o.Asked.By == c.Actor.Person
}

func askMerge(k *w.Work, in askMergeIn) {
	w.On[*w.Organisation](&k.Case).Asked = &w.Merger{Into: in.Into, On: in.On, Reasons: in.Reasons, By: k.Actor.Person}
}

func askUnmerge(k *w.Work, in askUnmergeIn) {
	o := w.On[*w.Organisation](&k.Case)
	o.Asked = &w.Merger{Act: actUnmerge, Into: o.Into, On: o.MergedOn, Reasons: in.Reasons, By: k.Actor.Person}
}

func askStrike(k *w.Work, in askStrikeIn) {
	w.On[*w.Organisation](&k.Case).Asked = &w.Merger{Act: actStrike, Aliases: in.Aliases, Numbers: in.Numbers, Reasons: in.Reasons, By: k.Actor.Person}
}

func merge(k *w.Work, _ mergeIn) {
	o := w.On[*w.Organisation](&k.Case)
	if a := o.Asked; a != nil { // isWaiting says so
		o.Into, o.MergedOn, o.Reasons, o.Asked = a.Into, a.On, a.Reasons, nil
	}
}

func unmerge(k *w.Work, _ unmergeIn) {
	o := w.On[*w.Organisation](&k.Case)
	if a := o.Asked; a != nil {
		o.Into, o.MergedOn, o.Reasons, o.Asked = "", "", a.Reasons, nil
	}
}

// strike takes from an organisation what it was known by: what was asked, as far as
// it is still there.
func strike(k *w.Work, _ strikeIn) {
	o := w.On[*w.Organisation](&k.Case)
	if a := o.Asked; a != nil {
		o.Aliases = slices.DeleteFunc(o.Aliases, func(x string) bool { return slices.Contains(a.Aliases, x) })
		o.FormerNumbers = slices.DeleteFunc(o.FormerNumbers, func(x string) bool { return slices.Contains(a.Numbers, x) })
		o.Reasons, o.Asked = a.Reasons, nil
	}
}

func dropAsked(k *w.Work, _ onOrganisationIn) { w.On[*w.Organisation](&k.Case).Asked = nil }
