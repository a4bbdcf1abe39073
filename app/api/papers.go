package api

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"tremplin/app"
	"tremplin/locale"
	"tremplin/workflow"
)

// Document is a document that was made and filed: the same facts in each
// language.
type Document struct {
	ID      string    `json:"id"`
	Dossier string    `json:"dossier"`
	Kind    string    `json:"kind"`
	Number  string    `json:"number" example:"EMP-2023-03-L04"`
	Version int       `json:"version"`
	To      string    `json:"to,omitempty" doc:"The part that it is about"`
	Made    time.Time `json:"made" doc:"The moment of the act that it tells of"`
	Hash    string    `json:"hash" doc:"SHA-256 of its facts: printed on every page"`
	Prints  []Print   `json:"prints"`
}

// Print is a document in one language.
type Print struct {
	Language string `json:"language" enum:"fr,nl"`
	Hash     string `json:"hash" doc:"SHA-256 of the PDF"`
	Size     int    `json:"size" doc:"Bytes"`
	Href     string `json:"href"`
}

func documentOf(on string, d *workflow.Document) Document {
	at := on + "/" + segment(d.Ref().Dossier) + "/documents/" + segment(d.Ref().ID) + "/"
	return Document{
		ID: d.Ref().ID, Dossier: d.Ref().Dossier, Kind: d.Kind, Number: d.Number, Version: d.Version, To: d.To, Made: d.Made.UTC(), Hash: d.Facts,
		Prints: all(d.Prints, func(p workflow.Print) Print { return Print{p.Language, p.Hash, p.Size, at + p.Language} }),
	}
}

func (s *Server) paperRoutes() {
	for _, on := range []string{pathCalls, pathSubmissions} {
		tag := on[len(Prefix)+1:]
		one := tag[:len(tag)-1]
		part(s, on, "documents", func(v *app.View) []Document {
			return each(documentsOf(v), func(d *workflow.Document) Document { return documentOf(on, d) })
		})
		add(s, route{
			id: "get-" + one + "-document", path: on + "/{id}/documents/{n}/{language}", tag: tag, summary: "A document's print in a language",
			media: map[string]*huma.Schema{"application/pdf": nil},
		}, func(v *visit, in *byPrint) (*answer, error) { return v.print(on, in) })
	}
	add(s, route{
		id: "get-file", path: pathSubmissions + "/{id}/files/{n}/content", tag: "submissions", summary: "The bytes of an attached file",
		text: "Whatever it is, it comes as a download.", media: map[string]*huma.Schema{"*/*": nil}, refuses: []int{http.StatusConflict},
	}, getFile)
}

type byPrint struct {
	ByPart

	Language string `path:"language" doc:"fr or nl"`
}

func documentsOf(v *app.View) []*workflow.Document {
	if v.File != nil {
		return v.File.Documents
	}
	return v.Call.Documents
}

func (v *visit) print(on string, in *byPrint) (*answer, error) {
	view, err := v.look(on, in.ID)
	if err != nil {
		return nil, err
	}
	all := documentsOf(view)
	i := slices.IndexFunc(all, func(d *workflow.Document) bool { return d.Ref().ID == in.N })
	if i < 0 || all[i].In(in.Language) == nil {
		return nil, workflow.NotThere()
	}
	d, p := all[i], all[i].In(in.Language)
	b, err := v.App.Content(v.ctx, p.Hash)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s v%d %s.%s.pdf", d.Number, d.Version, locale.Name(locale.Language(p.Language), "document", d.Kind), p.Language)
	return blob(b, "application/pdf", name, p.Hash), nil
}

func getFile(v *visit, in *ByPart) (*answer, error) {
	view, err := v.App.Look(v.ctx, v.who, in.ID)
	if err != nil {
		return nil, err
	}
	f, there := view.Part(workflow.Ref{Entity: workflow.EntityFile, Dossier: view.File.Ref().Dossier, ID: in.N}).(*workflow.File)
	if !there || f.State() != "attached" {
		return nil, workflow.NotThere()
	}
	b, err := v.App.Attachment(v.ctx, f)
	if err != nil {
		return nil, err
	}
	v.w.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	return blob(b, f.Type, f.Name.Body, f.Hash), nil
}

// blob is a download. Its hash is its tag: the bytes are the same for everybody
// who gets them.
func blob(b []byte, kind, name, hash string) *answer {
	if _, _, err := mime.ParseMediaType(kind); err != nil {
		kind = "application/octet-stream"
	}
	return &answer{status: http.StatusOK, blob: b, kind: kind, tag: `"` + hash + `"`, file: mime.FormatMediaType("attachment", map[string]string{"filename": name})}
}
