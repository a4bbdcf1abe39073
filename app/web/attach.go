package web

import (
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
	sent := app.NewUploads(atOnce)
	s.echo.GET(pathDossiers+"/:id/files", s.signedIn((*visit).filesPage))
	s.echo.POST(pathDossiers+"/:id/files", s.signedIn(func(v *visit) error { return v.attach(sent) }))
	s.echo.POST(pathDossiers+"/:id/files/:file/remove", s.signedIn((*visit).removeFile))
}

// upload is what came: inputs as they were typed, and one file.
type upload struct {
	typed ui.Typed
	name  string
	file  *app.Spooled
	data  []byte // of the file, while there is room for it in memory
	large int64  // its size, if it is more than may be uploaded
}

// received reads a form with a file, part by part. Its file is the caller's to
// close, also after an error.
func (v *visit) received() (*upload, error) {
	up := &upload{typed: ui.Typed{}}
	r, err := v.Request().MultipartReader()
	if err != nil {
		return up, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
	}
	for range maxParts {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return up, nil
		}
		if err != nil {
			return up, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
		}
		if err := up.take(p); err != nil {
			return up, err
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
	up.file.Close() // the last one counts
	var err error
	up.name = p.FileName()
	if up.file, err = app.Spool(p, MaxUpload); errors.Is(err, app.ErrSpool) {
		return err
	}
	if err != nil {
		return &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
	}
	if up.file.Size > MaxUpload {
		up.large = up.file.Size
	}
	return nil
}

// attach adds a file to the dossier, or to one of its deliverables.
func (v *visit) attach(sent *app.Uploads) error {
	ctx := v.Request().Context()
	h, err := v.holder()
	if err != nil {
		return err
	}
	over, err := sent.Turn(ctx, v.who.ID())
	if err != nil {
		return err
	}
	defer over()
	up, err := v.received()
	defer func() { up.file.Close() }()
	if no, ok := errors.AsType[*workflow.Error](err); ok {
		return h.showFiles(statuses[no.Kind], &upload{typed: ui.Typed{}}, v.t("files.none"), "")
	}
	switch {
	case err != nil:
		return err
	case up.large > 0:
		return h.showFiles(http.StatusRequestEntityTooLarge, up, h.tooLarge(up), "")
	case up.file == nil || up.file.Size == 0:
		return h.showFiles(http.StatusBadRequest, up, v.t("files.none"), "")
	case up.typed.One("kind") == "":
		return h.showFiles(http.StatusBadRequest, up, "", v.t("files.no_kind"))
	}
	var done func()
	if up.data, done, err = sent.Open(ctx, up.file); err != nil {
		return err
	}
	defer done()
	return h.attachIt(up)
}

func (h *holder) attachIt(up *upload) error {
	ctx := h.v.Request().Context()
	kind := app.MediaType(up.data)
	data, err := app.Bare(kind, up.data)
	if err != nil {
		return h.showFiles(http.StatusBadRequest, up, h.v.t("files.broken"), "")
	}
	if !app.Attachable(kind) {
		return h.showFiles(http.StatusBadRequest, up, h.wrongKind(up.name, kind), "")
	}
	facts, err := h.v.site.App.Attach(ctx, data)
	if err != nil {
		return err
	}
	facts["name"], facts["kind"], facts["to"] = app.FileName(up.name, kind), up.typed.One("kind"), up.typed.One("to")
	cmd := app.Command{Actor: h.v.who.ID(), Surface: "web", Entity: workflow.EntityFile, Action: "attach", On: h.on(), Values: facts}
	if k := up.typed.One(ui.NameKey); k != "" {
		cmd.Key = &app.Key{Scope: h.v.who.ID(), Name: k, Hash: facts["hash"].(string), Changed: staleAnswer} //nolint:forcetypeassert // Attach says so
	}
	out, err := h.v.site.App.Perform(ctx, cmd)
	no, refused := errors.AsType[*workflow.Error](err)
	switch {
	case refused && no.Kind != workflow.NotFound:
		return h.showFiles(statuses[no.Kind], up, h.notTaken(up, no), "")
	case err != nil:
		return err
	}
	to := h.v.dossierPath("/files")
	if a := h.errand(up); a != nil {
		to = pathBack(a, up.typed.One(nameAt), out.On.ID)
	}
	return h.v.seeDone(to, h.v.t("done.attached", "name", ui.Isolate(facts["name"].(string)))) //nolint:forcetypeassert // FileName is one
}
