package ui

import (
	"slices"

	"tremplin/workflow"
)

// Shape is how a status looks: a shape first, then a word, then a colour.
type Shape string

// The shapes of a status.
const (
	Plain Shape = ""     // a disc, neutral: it stands here
	Now   Shape = "now"  // a disc: under way
	Wait  Shape = "wait" // half a disc: somebody has to act
	OK    Shape = "ok"   // a tick: done
	Bad   Shape = "bad"  // a triangle: refused or late
	Off   Shape = "off"  // a ring: not, no more or not yet
)

// shapes are those of the states that are not plain. A state that is in no row
// is drawn as a neutral disc, which says nothing wrong.
var shapes = map[workflow.Entity]map[Shape][]workflow.State{
	workflow.EntityCall: {
		Now: {"in_committee", "deliberated", "decided", "running"},
		OK:  {"open", "reviewed"},
		Off: {"archived", "cancelled"},
	},
	workflow.EntitySubmission: {
		Now:  {"under_review", "in_progress", "midterm_held", "reported"},
		Wait: {"incomplete", "contracting", "under_appeal", "reserve"},
		OK:   {"eligible", "awarded", "reviewed", "closed"},
		Bad:  {"ineligible", "suspended", "terminated"},
		Off:  {"rejected", "withdrawn", "expired", "lapsed"},
	},
	workflow.EntityParty:        {Wait: {"asked"}, OK: {"confirmed"}, Bad: {"declined"}, Off: {"void"}},
	workflow.EntityMember:       {OK: {"appointed"}, Off: {"dismissed"}},
	workflow.EntityMeeting:      {Now: {"planned", "invited"}, OK: {"held"}, Off: {"void"}},
	workflow.EntityInterview:    {Now: {"planned", "invited"}, OK: {"held"}, Off: {"void"}},
	workflow.EntityQuestion:     {Wait: {"asked"}, Now: {"answered"}, OK: {"published"}},
	workflow.EntitySheet:        {Wait: {"assigned"}, OK: {"sealed", "moderated"}, Bad: {"conflict"}, Off: {"void"}},
	workflow.EntityCondition:    {Wait: {"open"}, OK: {"met"}, Off: {"waived", "void"}},
	workflow.EntityVersion:      {Wait: {"issued", "partly_signed"}, OK: {"signed"}, Off: {"void"}},
	workflow.EntityInstalment:   {Off: {"planned", "void"}, Wait: {"claimable", "claimed"}, Now: {"approved"}, OK: {"paid"}, Bad: {"held"}},
	workflow.EntitySpending:     {Now: {"claimed"}, OK: {"accepted"}, Bad: {"refused"}, Off: {"void"}},
	workflow.EntityRecovery:     {Wait: {"demanded"}, OK: {"received"}, Off: {"written_off", "void"}},
	workflow.EntityControl:      {OK: {"recorded"}},
	workflow.EntityDeliverable:  {Off: {"expected", "void"}, Now: {"delivered", "explained"}, OK: {"accepted"}, Bad: {"returned"}},
	workflow.EntityFile:         {OK: {"attached"}, Off: {"removed"}},
	workflow.EntityPerson:       {OK: {"active"}, Off: {"erased"}},
	workflow.EntityOrganisation: {OK: {"registered"}, Off: {"absorbed"}},
}

// ShapeOf is how a state looks.
func ShapeOf(e workflow.Entity, s workflow.State) Shape {
	for shape, states := range shapes[e] {
		if slices.Contains(states, s) {
			return shape
		}
	}
	return Plain
}
