package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestDownloadsOfProgramsAreLikeOthers: they take as long as their reader, and
// are not packed; what else programs read is an answer like a page.
func TestDownloadsOfProgramsAreLikeOthers(t *testing.T) {
	w := newWorld(t, all)
	bounded := false
	w.site.Mount(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, bounded = r.Context().Deadline()
		_, _ = rw.Write([]byte(strings.Repeat("x", 4*gzipFrom)))
	}), nil)
	const dossier = "/api/v1/submissions/tiny-2025.a"
	for path, download := range map[string]bool{
		dossier + "/files/1/content":             true,
		dossier + "/documents/1/fr":              true,
		"/api/v1/calls/tiny-2025/documents/1/nl": true,
		dossier:                                  false,
		dossier + "/files":                       false,
		dossier + "/documents":                   false,
		dossier + "/documents/1":                 false,
		"/api/docs":                              false,
	} {
		b := w.nobody()
		b.header.Set("Accept-Encoding", "gzip")
		a := b.get(path).is(http.StatusOK)
		if packed := a.header.Get("Content-Encoding") == "gzip"; packed == download || bounded == download {
			t.Errorf("%s: packed %v, bounded %v", path, packed, bounded)
		}
	}
}
