package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"tremplin/app"
	"tremplin/workflow"
)

// What a form with a file may carry.
const (
	uploadsAtOnce = 4       // in memory
	maxPart       = 4 << 10 // an input beside the file, in bytes
	maxParts      = 10
)

// object reads the body: a JSON object, or nothing. The binder of the engine says
// what is wrong with what is in it.
func (v *visit) object() (map[string]any, error) {
	b, err := io.ReadAll(http.MaxBytesReader(v.w, v.r.Body, MaxBody))
	if err != nil {
		return nil, err
	}
	values := map[string]any{}
	if len(bytes.TrimSpace(b)) == 0 {
		return values, nil
	}
	kind, _, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: CodeMedia, Facts: map[string]any{"want": "application/json"}}
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(&values); err != nil || values == nil {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: CodeBody}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: CodeBody}
	}
	return values, nil
}

// mayAttach asks whether a file can be attached at all, as things stand.
func (v *visit) mayAttach(id string) error {
	view, err := v.App.Look(v.ctx, v.who, id)
	if err != nil {
		return err
	}
	switch a := view.Act("file.attach", view.File.Ref()); {
	case a == nil:
		return &workflow.Error{Kind: workflow.Forbidden, Code: workflow.CodeRole}
	case a.Blocked != nil:
		return a.Blocked
	}
	return nil
}

// form reads a file with what is said of it, keeps its bytes, and gives what an
// act that attaches it has to be told.
func (v *visit) form() (map[string]any, error) {
	over, err := v.uploads.Turn(v.ctx, v.who.ID())
	if err != nil {
		return nil, err
	}
	defer over()
	said, name, file, err := v.parts()
	defer func() { file.Close() }()
	if err != nil {
		return nil, err
	}
	data, done, err := v.uploads.Open(v.ctx, file)
	if err != nil {
		return nil, err
	}
	defer done()
	return v.attachment(said, name, data)
}

// attachment keeps the bytes of a file, and gives what is to be told of it.
func (v *visit) attachment(said map[string]any, name string, data []byte) (map[string]any, error) {
	if len(data) == 0 {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeMissing, Field: "file"}
	}
	kind := app.MediaType(data)
	if !app.Attachable(kind) {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: "file", Field: "file", Facts: map[string]any{"type": kind, "size": len(data), "max": MaxUpload}}
	}
	values, err := v.App.Attach(v.ctx, data)
	if err != nil {
		return nil, err
	}
	if said["name"] != nil {
		name, _ = said["name"].(string)
	}
	for k, x := range said {
		if _, ours := values[k]; ours {
			return nil, &workflow.Error{Kind: workflow.Invalid, Code: workflow.CodeUnknownField, Field: k}
		}
		values[k] = x
	}
	values["name"] = app.FileName(name, kind)
	return values, nil
}

// parts are the inputs of a form and its one file, which the caller closes, also
// after an error.
func (v *visit) parts() (said map[string]any, name string, file *app.Spooled, err error) {
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, MaxUpload+MaxBody)
	r, err := v.r.MultipartReader()
	if err != nil {
		return nil, "", nil, &workflow.Error{Kind: workflow.Invalid, Code: CodeMedia, Facts: map[string]any{"want": "multipart/form-data"}}
	}
	said = map[string]any{}
	for range maxParts {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return said, name, file, nil
		}
		if err != nil {
			return nil, "", file, broken(err)
		}
		if p.FormName() == "file" {
			file.Close() // the last one counts
			if name, file, err = spooled(p); err != nil {
				return nil, "", file, broken(err)
			}
			continue
		}
		b, err := whole(p, maxPart)
		if err != nil {
			return nil, "", file, broken(err)
		}
		said[p.FormName()] = strings.ToValidUTF8(string(b), "")
	}
	return nil, "", file, &workflow.Error{Kind: workflow.Invalid, Code: CodeBody}
}

// spooled takes a file in, unless it is too large.
func spooled(p *multipart.Part) (name string, file *app.Spooled, err error) {
	file, err = app.Spool(p, MaxUpload)
	if err == nil && file.Size > MaxUpload {
		err = &workflow.Error{Kind: workflow.Invalid, Code: CodeTooLarge, Field: p.FormName(), Facts: map[string]any{"limit": MaxUpload}}
	}
	return p.FileName(), file, err
}

// whole reads a part to its end, unless it is too large.
func whole(p *multipart.Part, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(p, most+1))
	if err == nil && int64(len(b)) > most {
		err = &workflow.Error{Kind: workflow.Invalid, Code: CodeTooLarge, Field: p.FormName(), Facts: map[string]any{"limit": most}}
	}
	return b, err
}

// broken is a form that ends in the middle.
func broken(err error) error {
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return &workflow.Error{Kind: workflow.Invalid, Code: CodeTooLarge, Field: "file", Facts: map[string]any{"limit": MaxUpload}}
	}
	if _, ours := errors.AsType[*workflow.Error](err); ours || errors.Is(err, app.ErrSpool) {
		return err
	}
	return &workflow.Error{Kind: workflow.Invalid, Code: CodeBody}
}
