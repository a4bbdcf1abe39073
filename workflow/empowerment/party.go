package empowerment

import (
	"slices"
	"time"

	w "tremplin/workflow"
)

// party is a partner's place in a submission.
var party = []w.Rule{
	{Action: "ask", To: w.PartyAsked, By: by(w.Engine), Does: w.Plain(nil), Jobs: mail("E15")},
	{Action: "ask", From: from(w.PartyConfirmed, w.PartyDeclined, w.PartyVoid), To: w.PartyAsked, By: by(w.Engine), Does: w.Plain(nil), Jobs: mail("E15")},
	{Action: "confirm", From: from(w.PartyAsked), To: w.PartyConfirmed, By: by(w.PartnerSig), While: fromOpen, When: when(writable), Does: w.Plain(bind), Jobs: mail("E16")},
	{Action: "confirm", From: from(w.PartyAsked), To: w.PartyConfirmed, By: by(w.Engine), Does: w.Plain(bind)},
	{Action: "decline", From: from(w.PartyAsked), To: w.PartyDeclined, By: by(w.PartnerSig), While: fromOpen, When: when(writable), Does: w.Takes(declineParty), Jobs: mail("E16")},
	{Action: "void", From: from(w.PartyAsked, w.PartyConfirmed, w.PartyDeclined), To: w.PartyVoid, By: by(w.Engine), Does: w.Plain(nil)},
}

// file is a document attached to a submission.
var file = []w.Rule{
	{Action: "attach", To: "attached", By: by(w.Editor, w.SispSig, w.Officer), While: fromOpen, When: when(attachable), Does: w.Takes(attach, fileFits, filesFit, fileAsked, fileAbout).Like(likeFile)},
	{Action: "remove", From: from("attached"), To: "removed", By: by(w.Editor, w.SispSig, w.Officer), While: fromOpen, When: when(attachable, notKept), Does: w.Takes(func(*w.Work, mayReasonsIn) {})},
}

// MaxFile is the size of the largest file that may be attached, in bytes.
const MaxFile = 25 << 20

// MaxFiles is the size of all files of a dossier together, in bytes.
const MaxFiles = 100 << 20

// fileTypes are the kinds of file that may be attached.
var fileTypes = []string{
	"application/pdf", "image/png", "image/jpeg", "text/plain", "text/csv",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
}

type attachIn struct {
	Name w.Text `name:"name" need:"yes" max:"200"`
	Kind string `name:"kind" need:"yes" max:"100"`
	Hash string `name:"hash" need:"yes" max:"64"`
	Size int    `name:"size" need:"yes" min:"1"`
	Type string `name:"type" need:"yes" max:"200"`
	To   string `name:"to" max:"100"`
}

var (
	writable = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool {
		return c.File.State() == SubDraft && c.Call.State() == Open && c.Now.Before(c.Call.ClosesAt) || c.File.State() == Incomplete && completionOpen.Holds(c)
	}, Facts: fileState}
	attachable = w.Guard{Code: w.CodeState, Holds: func(c *w.Case) bool {
		if !ofSisp(c) {
			return !c.File.SignedAt.IsZero() // the officer's own, once the project began
		}
		return writable.Holds(c) || c.File.State() == Awarded && !c.Veiled() || slices.Contains(living, c.File.State())
	}, Facts: fileState}
	// notKept: what was submitted, or is the other side's, stays; but nobody has use
	// of a file with a virus in it.
	notKept = w.Guard{Code: "file_kept", Holds: func(c *w.Case) bool {
		f := w.On[*w.File](c)
		_, infected := c.Infected[f.Ref().ID]
		return f.Funder != ofSisp(c) && (c.File.State() == SubDraft || infected || f.At.After(lastSubmitted(c.File)) && !handedOver(c.File, f.Ref().ID))
	}}
	// filesClean: nothing with a virus in it is handed in; what was not scanned yet is.
	filesClean = w.Guard{Code: "file_infected", Holds: func(c *w.Case) bool { return len(infected(c)) == 0 }, Facts: func(c *w.Case) map[string]any {
		return map[string]any{"files": infected(c)}
	}}
	fileAsked = w.Check[attachIn]{Code: "not_asked", Field: "kind", Holds: func(c *w.Case, in attachIn) bool {
		return c.File.State() != Incomplete || slices.ContainsFunc(c.File.Completion.Missing, func(m w.Missing) bool { return m.Part == in.Kind })
	}, Facts: func(c *w.Case, _ attachIn) map[string]any { return map[string]any{"asked": askedParts(c.File)} }}
	fileAbout = w.Check[attachIn]{Code: "unknown", Kind: w.Invalid, Field: "to", Holds: func(c *w.Case, in attachIn) bool {
		return in.To == "" || slices.ContainsFunc(c.File.Deliverables, func(d *w.Deliverable) bool {
			return d.State() != "void" && in.To == string(w.EntityDeliverable)+"/"+d.Ref().ID
		})
	}}
	fileFits = w.Check[attachIn]{Code: "file", Kind: w.Invalid, Field: "file", Holds: func(_ *w.Case, in attachIn) bool {
		return in.Size <= MaxFile && slices.Contains(fileTypes, in.Type)
	}, Facts: func(_ *w.Case, in attachIn) map[string]any {
		return map[string]any{"size": in.Size, "max": MaxFile, "type": in.Type}
	}}
	filesFit = w.Check[attachIn]{Code: "file_total", Field: "file", Holds: func(c *w.Case, in attachIn) bool {
		return attachedSize(c.File)+in.Size <= MaxFiles
	}, Facts: func(c *w.Case, in attachIn) map[string]any {
		return map[string]any{"size": in.Size, "free": max(0, MaxFiles-attachedSize(c.File)), "max": MaxFiles}
	}}
)

// handedOver: the file is what a deliverable was delivered by or spending is claimed
// with; neither may be edited by the SISP any more.
func handedOver(s *w.Submission, file string) bool {
	return slices.ContainsFunc(s.Deliverables, func(d *w.Deliverable) bool {
		return d.File == file && (d.State() == "delivered" || d.State() == "accepted")
	}) || slices.ContainsFunc(s.Spending, func(x *w.Spending) bool {
		return x.File == file && (x.State() == "claimed" || x.State() == "accepted")
	})
}

// attachedHere tells a file that lies with the dossier.
func attachedHere(c *w.Case, id string) bool {
	return slices.ContainsFunc(c.File.Files, func(f *w.File) bool { return f.Ref().ID == id && f.State() == "attached" })
}

// attachedSize is what the files of a dossier take, in bytes.
func attachedSize(s *w.Submission) (n int) {
	for _, f := range s.Files {
		if f.State() == "attached" {
			n += f.Size
		}
	}
	return n
}

// infected names the SISP's own files with a virus in them.
func infected(c *w.Case) (names []string) {
	for _, f := range c.File.Files {
		if name, there := c.Infected[f.Ref().ID]; there && !f.Funder && f.State() == "attached" {
			names = append(names, name)
		}
	}
	return names
}

// ofSisp: the actor acts for the SISP here.
func ofSisp(c *w.Case) bool { return c.Has(w.Editor, false) || c.Has(w.SispSig, false) }

// lastSubmitted is when the SISP last handed something in for good.
func lastSubmitted(s *w.Submission) time.Time {
	last := s.SubmittedAt
	for _, t := range []time.Time{s.CompletedAt, s.ReportedAt} {
		if t.After(last) {
			last = t
		}
	}
	return last
}

// bind: the partner confirms its part as the last update left it.
func bind(k *w.Work) {
	p := w.On[*w.Party](&k.Case)
	p.Bound = p.Part
}

func declineParty(k *w.Work, _ mayReasonsIn) { bind(k) }

func attach(k *w.Work, in attachIn) {
	w.Make(k, w.EntityFile, "", &w.File{Name: in.Name, Kind: in.Kind, Hash: in.Hash, Size: in.Size, Type: in.Type, To: in.To, By: k.Actor.Person, At: k.Now, Funder: !ofSisp(&k.Case)})
}
