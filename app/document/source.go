package document

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tremplin/locale"
	"tremplin/pdf"
	"tremplin/workflow"
)

// Source is what a document is made from: the case as it stood after the act
// that ordered it, with the bodies of its texts, and what had happened until then.
type Source struct {
	Programme *workflow.Programme
	House     *workflow.House // as it is today: people and organisations by the names that they bear
	HouseThen *workflow.House // as it stood when the act was done, for what hangs on mandates; nil: as today
	Call      *workflow.Call
	File      *workflow.Submission   // nil for a document of the call
	All       []*workflow.Submission // every dossier of the call, for kinds that say All; else nil
	On        workflow.Subject       // what it is about: the dossier, or a part of it
	Past      []Event                // of the dossier, or of the call for a document of the call; the last ordered it
	CallPast  []Event                // of the call
	Initial   workflow.Money         // the envelope as validated, in cents
	Filed     []*workflow.Document   // of the dossier, those that are there by now
	Settings  *Settings
	At        time.Time // when the act was done that it tells of
	Unfiled   bool      // a working copy: it bears no number of a filed document

	kind *workflow.DocumentKind
}

// Event is something that happened, and when.
type Event struct {
	workflow.Happened
	At time.Time
}

// last is the last event of that action, on that kind of subject; nil if there was none.
func last(past []Event, e workflow.Entity, actions ...workflow.Action) *Event {
	for i := len(past) - 1; i >= 0; i-- {
		if past[i].On.Entity == e && slices.Contains(actions, past[i].Action) {
			return &past[i]
		}
	}
	return nil
}

// advisedOn is when the committee gave its opinion: at the end of its
// deliberation, or later where it had to advise once more.
func (s *Source) advisedOn() workflow.Date {
	on := s.Call.ConcludedOn
	if e := last(s.Past, workflow.EntitySubmission, "rank"); e != nil {
		on = max(on, workflow.DateOf(e.At))
	}
	return on
}

// today is the day of the act, in Brussels.
func (s *Source) today() workflow.Date { return workflow.DateOf(s.At) }

// rules are those under which the dossier was last submitted; of the call, the present ones.
func (s *Source) rules() *workflow.Rules {
	if s.File == nil {
		return s.Call.Rules()
	}
	return s.Call.Edition(s.File.Edition)
}

// term is a number of the rules that only documents tell: the call's, or as the
// programme proposes it.
func (s *Source) term(name string) int {
	if n, ok := s.rules().Terms[name]; ok {
		return n
	}
	return s.Programme.Terms[name]
}

// text is a public text of the call, or of the settings.
func (s *Source) text(id string) locale.Fact {
	for _, t := range s.rules().Texts {
		if t.ID == id {
			return both(t.Text)
		}
	}
	if w, ok := s.Settings.Texts[id]; ok {
		return both(w)
	}
	return locale.Unknown()
}

// hasText reports whether anybody has set the text.
func (s *Source) hasText(id string) bool { return s.text(id).Kind != locale.FactUnknown }

// law is a legal basis as it was valid on a day; unknown where none was.
func (s *Source) law(role string, on workflow.Date) locale.Fact {
	for _, b := range s.Settings.LegalBases {
		if b.Role == role && b.From <= on && (b.Until == "" || on <= b.Until) {
			return locale.Both(b.FR, b.NL)
		}
	}
	return locale.Unknown()
}

func both(w workflow.Words) locale.Fact {
	if w.FR == "" && w.NL == "" {
		return locale.Unknown()
	}
	return locale.Both(w.FR, w.NL)
}

// said is a free text; unknown where nothing was typed, or where it was erased.
func said(t workflow.Text) locale.Fact {
	if strings.TrimSpace(t.Body) == "" {
		return locale.Unknown()
	}
	return locale.Said(t.Body)
}

func typed(s string) locale.Fact {
	if strings.TrimSpace(s) == "" {
		return locale.Unknown()
	}
	return locale.Said(s)
}

func day(d workflow.Date) locale.Fact {
	if d == "" {
		return locale.Unknown()
	}
	return locale.OnDay(d)
}

// dossier is how the dossier is called on paper: EMP-2023-03, or, until the
// call's close gives it its number, the call's reference with its own name.
func (s *Source) dossier() string { return DossierNumber(s.Call, s.File) }

// DossierNumber is how a dossier is called on paper.
func DossierNumber(c *workflow.Call, f *workflow.Submission) string {
	if f.Number > 0 {
		return fmt.Sprintf("%s-%02d", c.Reference, f.Number)
	}
	_, name, _ := strings.Cut(f.Ref().Dossier, ".")
	return c.Reference + "-" + strings.ToUpper(name)
}

// number is the document's: the dossier's, its kind's code, and the number of
// the part that it is about, or of its act among those that come again. A working
// copy has its day in brackets, which no filed document has.
func (s *Source) number() string {
	base := s.Call.Reference
	if s.File != nil {
		base = s.dossier()
	}
	if s.kind.Code != "" {
		base += "-" + s.kind.Code
	}
	if v, ok := s.On.(*workflow.Version); ok {
		if v.Kind != "convention" { // A2: each avenant is a document of its own
			base += fmt.Sprint(avenantNumber(s.File, v))
		}
	} else if on := s.On.Ref(); on.ID != "" {
		base += "-" + on.ID
	} else if s.kind.Running {
		base += fmt.Sprintf("-%d", s.place())
	}
	if s.Unfiled {
		base += fmt.Sprintf(" (%s)", s.today())
	}
	return base
}

// place counts the acts that such documents were filed of: what tells of the
// same act, the same paper made again, keeps its place.
func (s *Source) place() int {
	var acts []time.Time
	for _, d := range s.Filed {
		if d.Kind != s.kind.Name {
			continue
		}
		at := slices.IndexFunc(acts, d.Made.Equal)
		if at < 0 {
			at, acts = len(acts), append(acts, d.Made)
		}
		if d.Made.Equal(s.At) {
			return at + 1
		}
	}
	return len(acts) + 1
}

// version counts the documents of the same number, from 1; none for a working copy.
func (s *Source) version() int {
	if s.Unfiled {
		return 0
	}
	n := 1
	for _, d := range s.Filed {
		if d.Number == s.number() {
			n++
		}
	}
	return n
}

// mark says on every page that the call is a demonstration, where its rules say
// that no source gives them.
func (s *Source) mark() pdf.Mark {
	if len(s.Call.Rules().FilledIn) > 0 {
		return pdf.Demonstration
	}
	return pdf.None
}
