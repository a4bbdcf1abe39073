// Package workflow is the engine and the domain's types. It is pure: what it
// decides follows from the case that it is given, without clock, chance, input
// or output. Callers read a [Case], ask [Programme.Decide], and write the
// [Decision]; nothing else moves a state.
package workflow

import (
	"time"
)

const (
	// Stay is the target of a rule that writes an event and moves nothing.
	Stay State = "(stay)"
	// Unborn is the state of what is being made and has no state yet.
	Unborn State = ""
)

// Ref names a dossier, or a part of one. Dossiers have no ID of a part; the
// dossier numbers or names its parts itself: no chance, so that two replays
// print the same bytes.
type Ref struct {
	Entity  Entity `json:"entity"`
	Dossier string `json:"dossier"`
	ID      string `json:"id,omitempty"` // "1", or the person or organisation it is for
}

// String is "emp-2023.bottin/sheet/jury1".
func (r Ref) String() string {
	if r.ID == "" {
		return r.Dossier
	}
	return r.Dossier + "/" + string(r.Entity) + "/" + r.ID
}

// Life is where a subject stands. Its fields are closed, so that only the
// engine moves it; storage refills it through [Revive].
type Life struct {
	ref   Ref
	state State
}

// Ref names the subject.
func (l *Life) Ref() Ref { return l.ref }

// State is where the subject stands.
func (l *Life) State() State { return l.state }
func (l *Life) life() *Life  { return l }

// Subject is anything with a lifecycle.
type Subject interface {
	Ref() Ref
	State() State
	life() *Life
	clone() Subject
}

// Dossier is a subject with a chain and a version of its own, and its parts.
type Dossier interface {
	Subject
	// Parts lists the parts in the order of their kinds, then of their making.
	Parts() []Subject
	// attach adds a part, or puts it in the place of the one with its Ref.
	attach(Subject)
}

// Grant is a role that a person holds; Org "" means that the role is not tied
// to an organisation (committee, administration). Dates include their days;
// empty ones are open.
type Grant struct {
	Role  Role   `json:"role" name:"role"`
	Org   string `json:"org,omitempty"`
	From  Date   `json:"from,omitempty" name:"from"`
	Until Date   `json:"until,omitempty" name:"until"`
}

// On reports whether the grant holds that day.
func (g Grant) On(d Date) bool { return d >= g.From && (g.Until == "" || d <= g.Until) }

// Actor is who asks: a person with the roles it holds, or the clock, or the
// engine. Surface is by which way the request came ("web", "api", "replay").
type Actor struct {
	Person  string
	Grants  []Grant
	Surface string
}

// Case is all that a decision may look at, read under one lock.
type Case struct {
	Now   time.Time // UTC, whole microseconds: when the request came in
	Today Date      // the day of Now in Brussels
	Actor Actor
	House *House      // people, roles and organisations, as they stand; never changed through a case but by the house's own acts
	Call  *Call       // the call acted in; nil for acts of the house
	File  *Submission // the dossier acted in, with all its parts; nil for an act on the call
	On    Subject     // what is acted on: House, Call, File, or a part of them
	All   []*Submission
	// All is every dossier of the call, only for rules that say NeedsAll; File is among them.
	Past    []Happened    // what happened in the dossier, only for rules that need it (Apart, Back)
	Counts  map[State]int // dossiers of the call per state
	Reserve []Placed      // the call's reserve list in its order
	Arrears []Arrear      // what the same SISP still owes elsewhere
	Hidden  []string      // calls in which the actor has a conflict by the mandates of today ([Sight.Hidden]), where not all dossiers are read
	Seed    []byte        // 16 bytes of chance from outside: salts grow from it
	Copied  bool          // what the rule's OwnReasons was given is said in another dossier of the call
	// Infected are the files of the dossier in which a virus was found: names by id.
	Infected map[string]string
	// Said are the words that the proposal has already, with their references; only for rules that say KeepsWords.
	Said   map[string]string
	Naming []string // refs of free texts that name the person to be erased
	NewID  string   // the id for the dossier that this act makes
}

// Happened is an event of the dossier's past, as far as rules look at it.
type Happened struct {
	On       Ref
	Action   Action
	By       string
	From, To State
}

// Placed is a place on the reserve list.
type Placed struct {
	Submission string
	Place      int
}

// Arrear is a project of the same SISP, or of one that a merger has made the same,
// signed earlier, whose report or repayment is past its date.
type Arrear struct {
	Submission string
	Signed     time.Time
	Owes       string // "report" or "repayment"
	Since      Date
}

// Guard needs no input: it decides what is offered. Facts fill its sentence.
type Guard struct {
	Code  Code
	Kind  Kind // Refused when left out
	Holds func(*Case) bool
	Facts func(*Case) map[string]any
}

// Check is a condition on an input of type I; Field says beside which field.
// Where, instead of Field and Holds, lists the places that do not hold.
type Check[I any] struct {
	Code  Code
	Kind  Kind // Refused when left out
	Field string
	Holds func(*Case, I) bool
	Where func(*Case, I) []string
	Facts func(*Case, I) map[string]any
}

// Act is what a rule does with its input; [Takes] makes one.
type Act interface {
	Fields() []Field // the form, the API schema and the scenario schema
	bind(*binder, map[string]any) (any, []Problem)
	checks() []Code
	check(*Case, any) []Problem
	do(*Work, any)
	example(*Case) map[string]any
}

// Rule is one line of a table.
type Rule struct {
	Action Action
	From   []State         // none: makes a new subject
	To     State           // a state, or Stay
	Back   map[State]State // instead of To: from the state that it left last, to where it goes now
	Once   func(*Case) bool
	// Once: the move is made only when this holds after the effect; until then the rule stays.
	By    []Role
	While []State                  // the call stands in one of these; none: any
	Apart func(*Case) (Code, bool) // separation of duties: true forbids this person
	When  []Guard
	Does  Act
	// Spends: writes the ledger. NeedsAll: looks at every dossier of the call.
	// NeedsPast: looks at the dossier's past (Back does without saying so).
	Spends, NeedsAll, NeedsPast bool
	KeepsWords                  bool                  // words given again as they stand keep their reference: what did not change is the same for its hash
	OwnReasons                  string                // the input that may not say what another dossier of the call was told
	Causes                      []Cause               // further actions in the same decision, in order
	Due                         func(*Case) time.Time // when the clock does it; zero: not as things stand
	Waits                       func(*Case) bool      // what has fallen due is left, and looked at again, while this holds
	Jobs                        []JobOf
	StepUp                      bool // asks for password or second factor again; no token may do it
	AnyDay                      bool // the dates of the role are a guard's matter here (refused/mandate)
}

// Cause sends an action on, done by the engine in the same decision, an event
// of its own. A refused Must refuses the whole; others are tried.
type Cause struct {
	Entity Entity
	Action Action
	On     func(*Case) []Subject
	Must   bool
}

// JobOf is work that a rule orders for after the commit. Unique jobs of the
// same kind and subject are kept once until they are done.
type JobOf struct {
	Kind   string
	Unique bool
}

// Job is one ordered piece of work.
type Job struct {
	Kind   string
	On     Ref
	Unique string // "" or the key under which only one may wait
}

// Decision is the outcome, not yet written anywhere.
type Decision struct {
	Changes []Change // the call first, then dossiers, each with its changed parts
	Events  []Event  // the asked first, then what it caused, in order
	Ledger  []Entry
	Texts   []Typed // free texts that rows and events refer to
	Jobs    []Job
	Erased  []string             // refs of texts whose salt and body go
	Due     map[string]time.Time // next due time of each changed dossier; zero: none
}

// Change is one dossier that differs: its row and those of its parts that
// changed or are new. Was tells whether it was there before.
type Change struct {
	New     bool
	Dossier Dossier
	Own     bool      // the dossier's own row differs
	Parts   []Subject // changed or new parts
}

// Event says that something was done. Its rows are those of the dossier's
// change if it is the dossier's last event in the decision.
type Event struct {
	On       Ref
	Action   Action
	By       string // person id, "engine" or "clock"
	As       string // the role by which a person acted, "das_officer", with the organisation for which it was held: "sisp_editor@lojega"
	Surface  string
	From, To State
	At       time.Time
	Cause    int      // 1 + index of the event that caused it; 0: asked for
	Input    any      // as bound: texts are references
	FilledIn []string // keys of the input that no source gives (demonstrations)
}

// Entry is one line of a call's ledger, in cents. Amounts are what they do to
// their sum: a release counts against commitments, a recovery against payments.
type Entry struct {
	Kind       EntryKind
	Submission string // "" for the envelope's own
	Amount     Money  // positive; envelope, change and write_off may be negative
	Event      int    // 1 + index of its event
}

// EntryKind is what an entry does (PROCESS.md, Money).
type EntryKind string

// The kinds of entries of a ledger.
const (
	EntryEnvelope   EntryKind = "envelope"   // at validate; taken back at reopen_draft
	EntryChange     EntryKind = "change"     // a decision of its own moves the cap
	EntryCommitment EntryKind = "commitment" // money is promised to a project
	EntryRelease    EntryKind = "release"    // promised money returns to the envelope
	EntryPayment    EntryKind = "payment"    // money went to a SISP
	EntryRecovery   EntryKind = "recovery"   // money came back
	EntryWriteOff   EntryKind = "write_off"  // money that will not come back
)

// Typed is a free text with its salt; Ref is their hash.
type Typed struct {
	Ref, Salt, Body string
}

// Lifecycle is the table of one entity.
type Lifecycle struct {
	Entity Entity
	Rules  []Rule
}

// Programme is a set of tables; a call pins one at validation, and old ones
// stay in the code.
type Programme struct {
	Name       string
	Version    int
	Lifecycles []Lifecycle
	Documents  []DocumentKind
	Objectives []Objective    // of the strategy: a new call may take them
	Terms      map[string]int // what a call's rules may set, and as it is proposed
	Leads
	machines  map[Entity]*machine
	leading   map[Entity][]Action // the acts that may be awaited
	partsFall bool                // parts have rules that fall due by themselves
}

// On is the subject acted on, as its own type.
func On[S Subject](c *Case) S {
	s, _ := c.On.(S)
	return s
}

// Count is how many of the call's dossiers stand in one of the states.
func (c *Case) Count(states ...State) (n int) {
	for _, s := range states {
		n += c.Counts[s]
	}
	return n
}
