package app

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// MaxFile is how large a file may be that is kept at all, in bytes; what may be
// attached is for the programme to say.
const MaxFile = 50 << 20

// MaxFiles is how large all files of a dossier may be together, in bytes.
const MaxFiles = empowerment.MaxFiles

// Attach keeps the bytes of a file and says what an act that attaches it has to
// be told of them. Pictures are kept without what they tell of place and author,
// whichever surface they come by.
func (a *App) Attach(ctx context.Context, data []byte) (map[string]any, error) {
	data, err := Bare(MediaType(data), data)
	if err != nil {
		return nil, &workflow.Error{Kind: workflow.Invalid, Code: "file", Field: "file"}
	}
	f, err := a.Store.PutFile(ctx, bytes.NewReader(data), MaxFile)
	if err != nil {
		return nil, err
	}
	return map[string]any{"hash": f.Hash, "size": strconv.FormatInt(f.Size, 10), "type": MediaType(data)}, nil
}

// MediaType tells what kind of file it is by its bytes, whatever its name says.
func MediaType(data []byte) string {
	kind, _, err := mime.ParseMediaType(http.DetectContentType(data))
	if err != nil {
		return "application/octet-stream"
	}
	if kind == "application/zip" {
		return office(data)
	}
	return kind
}

// office tells documents from other archives, which they all are.
func office(data []byte) string {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "application/zip"
	}
	for i, f := range z.File {
		switch {
		case i == 0 && f.Name == "mimetype":
			return openDocument(f)
		case strings.HasPrefix(f.Name, "word/"):
			return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		case strings.HasPrefix(f.Name, "xl/"):
			return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		case strings.HasPrefix(f.Name, "ppt/"):
			return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
		}
	}
	return "application/zip"
}

// openDocument says itself what it is.
func openDocument(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return "application/zip"
	}
	defer r.Close() //nolint:errcheck // only read
	said, err := io.ReadAll(io.LimitReader(r, 100))
	if err != nil || !strings.HasPrefix(string(said), "application/vnd.oasis.opendocument.") {
		return "application/zip"
	}
	return string(said)
}
