package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"tremplin/app"
	"tremplin/app/web/page/ui"
	"tremplin/workflow"
)

// What may be uploaded: less than the programme allows, so that a page never
// promises what the engine refuses.
const (
	MaxUpload   = 20 << 20 // a file, in bytes
	maxPart     = 4 << 10  // an input beside it
	maxParts    = 40
	atOnce      = 4 // uploads in memory
	drainAtMost = 64 << 20
)

func (s *Site) attachRoutes() {
	slots := make(chan struct{}, atOnce)
	s.echo.GET(pathDossiers+"/:id/files", s.signedIn((*visit).filesPage))
	s.echo.POST(pathDossiers+"/:id/files", s.signedIn(func(v *visit) error { return v.attach(slots) }))
	s.echo.POST(pathDossiers+"/:id/files/:file/remove", s.signedIn((*visit).removeFile))
}

// upload is what came: inputs as they were typed, and one file.
type upload struct {
	typed ui.Typed
	name  string
	data  []byte
	large int64 // its size, if it is more than may be uploaded
}

// received reads a form with a file, part by part.
func (v *visit) received() (*upload, error) {
	r, err := v.Request().MultipartReader()
	if err != nil {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
	}
	up := &upload{typed: ui.Typed{}}
	for range maxParts {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return up, nil
		}
		if err != nil {
			return nil, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
		}
		if err := up.take(p); err != nil {
			return nil, err
		}
		if up.large > 0 { // a browser hears no answer before it has sent what it sends
			n, _ := io.CopyN(io.Discard, p, drainAtMost)
			up.large += n
			_, _ = io.CopyN(io.Discard, v.Request().Body, drainAtMost)
			return up, nil
		}
	}
	return up, nil
}

func (up *upload) take(p *multipart.Part) error {
	if p.FormName() != "file" {
		b, err := io.ReadAll(io.LimitReader(p, maxPart))
		up.typed[p.FormName()] = append(up.typed[p.FormName()], string(b))
		return err
	}
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(p, MaxUpload+1))
	up.name, up.data = p.FileName(), b.Bytes()
	if n > MaxUpload {
		up.data, up.large = nil, n
	}
	if err != nil {
		return &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
	}
	return nil
}

// attach adds a file to the dossier, or to one of its deliverables.
func (v *visit) attach(slots chan struct{}) error {
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-v.Request().Context().Done():
		return v.Request().Context().Err()
	}
	h, err := v.holder()
	if err != nil {
		return err
	}
	up, err := v.received()
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		return h.showFiles(statuses[no.Kind], &upload{typed: ui.Typed{}}, v.t("files.none"), "")
	}
	switch {
	case err != nil:
		return err
	case up.large > 0:
		return h.showFiles(http.StatusRequestEntityTooLarge, up, h.tooLarge(up), "")
	case len(up.data) == 0:
		return h.showFiles(http.StatusBadRequest, up, v.t("files.none"), "")
	case up.typed.One("kind") == "":
		return h.showFiles(http.StatusBadRequest, up, "", v.t("files.no_kind"))
	}
	return h.attachIt(up)
}

func (h *holder) attachIt(up *upload) error {
	ctx := h.Request().Context()
	kind := app.MediaType(up.data)
	data, err := app.Bare(kind, up.data)
	if err != nil {
		return h.showFiles(http.StatusBadRequest, up, h.t("files.broken"), "")
	}
	if !app.Attachable(kind) {
		return h.showFiles(http.StatusBadRequest, up, h.wrongKind(up.name, kind), "")
	}
	facts, err := h.site.App.Attach(ctx, data)
	if err != nil {
		return err
	}
	facts["name"], facts["kind"], facts["to"] = app.FileName(up.name, kind), up.typed.One("kind"), up.typed.One("to")
	cmd := app.Command{Actor: h.who.ID(), Surface: "web", Entity: workflow.EntityFile, Action: "attach", On: h.on(), Values: facts}
	if k := up.typed.One(ui.NameKey); k != "" {
		cmd.Key = &app.Key{Scope: h.who.ID(), Name: k, Hash: facts["hash"].(string), Changed: staleAnswer} //nolint:forcetypeassert // Attach says so
	}
	_, err = h.site.App.Perform(ctx, cmd)
	no, refused := errors.AsType[*workflow.Error](err)
	switch {
	case refused && no.Kind != workflow.NotFound:
		return h.showFiles(statuses[no.Kind], up, h.notTaken(up, no), "")
	case err != nil:
		return err
	}
	return h.seeDone(h.dossierPath("/files"), h.t("done.attached", "name", ui.Isolate(facts["name"].(string)))) //nolint:forcetypeassert // FileName is one
}
