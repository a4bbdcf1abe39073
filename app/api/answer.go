package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"tremplin/app/export"
)

// answer is what is sent back: Body as JSON, Blob as it is, or what lies on the disk.
type answer struct {
	status   int
	body     any
	blob     []byte
	export   *export.Prepared // what is sent from the disk
	kind     string           // media type of blob
	file     string           // Content-Disposition
	tag      string           // ETag; "" for the hash of what is sent, where it is a GET
	next     string           // address of the next page
	location string
}

func ok(body any) *answer { return &answer{status: http.StatusOK, body: body} }

// encoded is a value as it is sent.
func encoded(body any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(body)
	return b.Bytes(), err
}

// tagOf is the ETag of what this person sees: of the redacted answer, not of the
// dossier's version, which moves with what may not be told.
func tagOf(b []byte) string {
	sum := sha256.Sum256(b)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// seen is the ETag of a value.
func seen(body any) (string, error) {
	b, err := encoded(body)
	return tagOf(b), err
}

// matches reports whether a header names the tag. Weak ones count where said:
// they do for a read, not for a change.
func matches(header, tag string, weak bool) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if weak {
			part = strings.TrimPrefix(part, "W/")
		}
		if part == tag || part == "*" && tag != "" {
			return true
		}
	}
	return false
}

func (v *visit) write(a *answer) {
	b, kind := a.blob, a.kind
	size := int64(0)
	switch {
	case a.export != nil:
		defer a.export.Close() //nolint:errcheck // it was only read
		size = a.export.Size
	case a.blob == nil:
		var err error
		if b, err = encoded(a.body); err != nil {
			v.problem(err)
			return
		}
		kind = "application/json"
	}
	size += int64(len(b))
	h := v.w.Header()
	if v.r.Method == http.MethodGet && a.tag == "" {
		a.tag = tagOf(b)
	}
	for name, value := range map[string]string{"ETag": a.tag, "Location": a.location, "Content-Disposition": a.file} {
		if value != "" {
			h.Set(name, value)
		}
	}
	if a.next != "" {
		h.Set("Link", "<"+a.next+`>; rel="next"`)
	}
	if v.r.Method == http.MethodGet {
		h.Set("Cache-Control", "private, no-cache")
		if said := v.r.Header.Get("If-None-Match"); said != "" && matches(said, a.tag, true) {
			v.w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	v.w.WriteHeader(a.status)
	if a.export != nil {
		_, _ = io.Copy(v.w, a.export) // whoever asked may have gone
		return
	}
	_, _ = v.w.Write(b) // as above
}
