package scenario

import (
	"context"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/workflow"
)

// Result is what a scenario has led to, as `replay --json` prints it.
type Result struct {
	Scenario    string                      `json:"scenario"`
	OK          bool                        `json:"ok"`
	Steps       []StepResult                `json:"steps"`
	Calls       map[string]CallResult       `json:"calls"`
	Submissions map[string]SubmissionResult `json:"submissions"`
	Documents   []Document                  `json:"documents"`

	CallIDs []string `json:"-"` // of its calls, in the order of their making
}

// StepResult is one step's outcome beside what was expected.
type StepResult struct {
	N        int    `json:"n"`
	At       string `json:"at"`
	By       string `json:"by"`
	Do       string `json:"do"`
	On       string `json:"on"`
	Outcome  string `json:"outcome"`
	Expected string `json:"expected"`
	Message  string `json:"message"`

	Line int `json:"-"`
}

// Met reports whether the step ended as expected.
func (s StepResult) Met() bool { return met(s.Expected, s.Outcome) }

// CallResult is where a call stands at the end. Amounts are euros.
type CallResult struct {
	State     workflow.State `json:"state"`
	Envelope  string         `json:"envelope"`
	Committed string         `json:"committed"`
	Released  string         `json:"released"`
	Paid      string         `json:"paid"`
}

// SubmissionResult is where a submission stands at the end.
type SubmissionResult struct {
	Call      string         `json:"call"`
	State     workflow.State `json:"state"`
	Requested string         `json:"requested"`
	Awarded   string         `json:"awarded"`
	Signed    string         `json:"signed"`
	Paid      string         `json:"paid"` // net of recoveries
	Final     *string        `json:"final"`
}

// Document is one that the replay has made.
type Document struct {
	Path     string `json:"path"` // in the folder of --out
	Kind     string `json:"kind"`
	On       string `json:"on"`
	Language string `json:"language"`
	SHA256   string `json:"sha256"`
}

func met(expected, outcome string) bool {
	kind, _, _ := strings.Cut(outcome, "/")
	return expected == outcome || expected == kind
}

func (x *run) result(s *Step, no *workflow.Error, said string) StepResult {
	r := StepResult{
		N: s.N, At: s.At.UTC().Format(time.RFC3339), By: s.By, Do: s.Do, On: s.On,
		Outcome: "ok", Expected: s.Expect, Line: s.Line,
	}
	if no != nil {
		r.Outcome, r.Message = no.Outcome(), said
		if said == "" {
			r.Message = x.Say(no)
		}
	}
	return r
}

// standing fills in where everything stands. Calls and submissions go by their
// names in the file; those without one by their id.
func (x *run) standing(ctx context.Context, out *Result) error {
	names := make(map[string]string, len(x.ids))
	for name, id := range x.ids {
		if !strings.Contains(id, "/") {
			names[id] = name
		}
	}
	out.CallIDs = x.calls
	out.Calls, out.Submissions = map[string]CallResult{}, map[string]SubmissionResult{}
	for _, id := range x.calls {
		call, all, err := x.App.Dossiers(ctx, id)
		if err != nil {
			return err
		}
		out.Calls[named(names, id)] = CallResult{
			State: call.State(), Envelope: app.EnvelopeOf(call).String(), Committed: call.Committed.String(),
			Released: call.Released.String(), Paid: call.Paid.String(),
		}
		for _, s := range all {
			out.Submissions[named(names, s.Ref().Dossier)] = standingOf(s, named(names, id))
		}
		if err := x.documents(ctx, out, id, names); err != nil {
			return err
		}
	}
	return nil
}

// documents lists what was filed in a call of the scenario.
func (x *run) documents(ctx context.Context, out *Result, call string, names map[string]string) error {
	shelf, err := x.App.Library(ctx, call)
	if err != nil {
		return err
	}
	for i := range shelf {
		d := &shelf[i]
		dossier, part, _ := strings.Cut(d.On(), "/")
		on := named(names, dossier)
		if part != "" {
			on += "/" + part
		}
		out.Documents = append(out.Documents, Document{Path: d.Path, Kind: d.Kind, On: on, Language: string(d.Language), SHA256: d.Hash})
	}
	return nil
}

func named(names map[string]string, id string) string {
	if n, ok := names[id]; ok {
		return n
	}
	return id
}

func standingOf(s *workflow.Submission, call string) SubmissionResult {
	r := SubmissionResult{
		Call: call, State: s.State(), Requested: s.Requested.String(), Awarded: s.Awarded.String(),
		Signed: s.Signed.String(), Paid: s.Paid.String(),
	}
	if s.Final != nil {
		final := s.Final.String()
		r.Final = &final
	}
	return r
}
