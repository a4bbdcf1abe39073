package empowerment

import (
	"slices"
	"strings"
	"time"

	w "tremplin/workflow"
)

// document is a document that was made of the facts (PROCESS.md, Documents). The
// engine's job files it, in whichever state its dossier and its call are by
// then: nothing else moves by it.
var document = []w.Rule{
	{Action: "file", To: "filed", By: by(w.Engine), Does: w.Takes(fileDocument, kindKnown, printedInBoth, aboutKnown, numberFree).Like(likeDocument)},
}

type documentIn struct {
	Kind    string    `name:"kind" need:"yes"`
	To      string    `name:"to"`
	Number  string    `name:"number" need:"yes"`
	Version int       `name:"version" need:"yes" min:"1" max:"100000"`
	Edition string    `name:"edition" need:"yes"`
	Layout  int       `name:"layout" need:"yes" min:"1" max:"1000"`
	Facts   string    `name:"facts" need:"yes" max:"64"`
	Size    int       `name:"size" need:"yes" min:"1"`
	Made    time.Time `name:"made" need:"yes"`
	Prints  []w.Print `name:"prints" need:"yes"`
}

var (
	kindKnown = w.Check[documentIn]{Code: "unknown", Kind: w.Invalid, Field: "kind", Holds: func(_ *w.Case, in documentIn) bool {
		return slices.ContainsFunc(documents, func(k w.DocumentKind) bool { return k.Name == in.Kind })
	}}
	printedInBoth = w.Check[documentIn]{Code: w.CodeMissing, Kind: w.Invalid, Field: "prints", Holds: func(_ *w.Case, in documentIn) bool {
		return len(in.Prints) == 2 && in.Prints[0].Language != in.Prints[1].Language
	}}
	aboutKnown = w.Check[documentIn]{Code: "unknown", Kind: w.Invalid, Field: "to", Holds: func(c *w.Case, in documentIn) bool {
		v, signed := about(c, in.To).(*w.Version)
		if signed || toSign(in.Kind) {
			return v != nil && in.Kind == paperFor(v)
		}
		return in.To == "" || about(c, in.To) != nil
	}}
	// numberFree: two papers of one number are two versions of it.
	numberFree = w.Check[documentIn]{Code: "document_there", Field: "number", Holds: func(c *w.Case, in documentIn) bool {
		return !slices.ContainsFunc(filed(c), func(d *w.Document) bool { return d.Number == in.Number && d.Version == in.Version })
	}}
)

func filed(c *w.Case) []*w.Document {
	if c.File != nil {
		return c.File.Documents
	}
	return c.Call.Documents
}

// about is the part that a document is about, "version/1"; nil if there is none.
func about(c *w.Case, part string) w.Subject {
	var d w.Dossier = c.Call
	if c.File != nil {
		d = c.File
	}
	entity, id, _ := strings.Cut(part, "/")
	for _, x := range d.Parts() {
		if x.Ref().Entity == w.Entity(entity) && x.Ref().ID == id {
			return x
		}
	}
	return nil
}

// fileDocument keeps the document. A convention or an avenant can be signed from
// here on: its parties sign its facts, and its bytes in its language. One that was
// voided meanwhile stays as it is.
func fileDocument(k *w.Work, in documentIn) {
	w.Make(k, w.EntityDocument, "", &w.Document{
		Kind: in.Kind, To: in.To, Number: in.Number, Version: in.Version, Edition: in.Edition, Layout: in.Layout,
		Facts: in.Facts, Size: in.Size, Made: in.Made, Prints: in.Prints,
	})
	v, ok := about(&k.Case, in.To).(*w.Version)
	if !ok || v.Hash != "" || v.State() == "void" {
		return
	}
	v = w.Own(k, v)
	v.Hash = in.Facts
	tell(k, "E28", v)
	for _, p := range in.Prints {
		if p.Language == v.Language {
			v.File = p.Hash
		}
	}
	if s := k.File; s.State() == Contracting && k.Today > s.SignBy { // nobody could sign before: the whole delay begins anew
		w.Own(k, s).SignBy = k.Today.Plus(0, rulesOf(&k.Case).SigningDays)
	}
}

// paper orders a document about what is acted on, and the mails that tell of it.
func paper(kind string, mails ...string) []w.JobOf {
	return append([]w.JobOf{w.JobDocument(kind)}, mail(mails...)...)
}

// mail orders mails about what is acted on (texts, part 10).
func mail(names ...string) (out []w.JobOf) {
	for _, n := range names {
		out = append(out, w.JobMail(n))
	}
	return out
}

// tell orders one where its kind hangs on the state, or it is about something else.
func tell(k *w.Work, name string, about w.Subject) { k.Order(w.JobMail(name), about.Ref()) }

// order orders one where its kind hangs on the state, or it is about something else.
func order(k *w.Work, kind string, about w.Subject) { k.Order(w.JobDocument(kind), about.Ref()) }

// issueVersion orders the paper that the parties will sign.
func issueVersion(k *w.Work) {
	v := w.On[*w.Version](&k.Case)
	order(k, paperFor(v), v)
}

// paperFor is the kind of document that the parties of a version sign.
func paperFor(v *w.Version) string {
	if v.Kind == "convention" {
		return v.Kind
	}
	return "avenant_" + v.Kind
}

// toSign tells the kinds of document that parties sign.
func toSign(kind string) bool {
	return kind == "convention" || strings.HasPrefix(kind, "avenant_")
}

// likeDocument completes the sample: a kind that there is, in both languages.
func likeDocument(_ *w.Case, in map[string]any) {
	hash := strings.Repeat("0", 64)
	in["kind"], in["to"], in["version"] = documents[0].Name, "", "100000"
	in["prints"] = []any{
		map[string]any{"language": "fr", "hash": hash, "size": "1"},
		map[string]any{"language": "nl", "hash": hash, "size": "1"},
	}
}
