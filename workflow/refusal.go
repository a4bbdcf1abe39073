package workflow

import "fmt"

// Kind is the kind of an answer that is not a yes. Surfaces map it once.
type Kind int

// The kinds, as INTERFACES.md names them.
const (
	Internal        Kind = iota // a fault of ours
	Invalid                     // the input makes no sense
	Unauthenticated             // nobody knows who asks
	Forbidden                   // this person may not
	NotFound                    // there is no such thing, or this person may not see it
	Refused                     // a rule says no
	Conflict                    // somebody was faster, or the same key said something else
	TooMany                     // too often in a short time
	Unavailable                 // not now
)

var kindNames = [...]string{"internal", "invalid", "unauthenticated", "forbidden", "not_found", "refused", "conflict", "too_many", "unavailable"}

// String is the kind as files and the API write it.
func (k Kind) String() string { return kindNames[k] }

// Codes that several rules share, and that stay as they are (INTERFACES.md).
const (
	CodeNotFound     Code = "not_found"
	CodeRole         Code = "role"
	CodeApart        Code = "apart"
	CodeConflict     Code = "conflict"
	CodeMandate      Code = "mandate"
	CodeState        Code = "state"
	CodeCallState    Code = "call_state"
	CodeMissing      Code = "missing"
	CodeUnknownField Code = "unknown_field"
	CodeAmount       Code = "amount"
	CodeStale        Code = "stale"

	CodeDeadlineAhead Code = "deadline_ahead" // the clock is too early
)

// Error is an answer that is not a yes: a kind, a code, a field and facts, never
// a sentence; locale has the sentences.
type Error struct {
	Kind     Kind
	Code     Code
	Field    string         // "budget[2].amount"; "" where it is about no input
	Facts    map[string]any // what is free, until when, which state
	Problems []Problem      // all that was wrong with the input, the first one included
}

// Problem is one thing wrong with an input.
type Problem struct {
	Kind  Kind
	Code  Code
	Field string
	Facts map[string]any
}

// Error is for logs; people read locale's sentence.
func (e *Error) Error() string {
	s := e.Kind.String() + "/" + string(e.Code)
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if len(e.Facts) > 0 {
		s += fmt.Sprintf(" %v", e.Facts)
	}
	return s
}

// Outcome is "refused/over_envelope".
func (e *Error) Outcome() string { return e.Kind.String() + "/" + string(e.Code) }

// NotThere is the one answer for what does not exist and what may not be seen.
func NotThere() *Error { return &Error{Kind: NotFound, Code: CodeNotFound} }
