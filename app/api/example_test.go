package api

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/app/auth"
)

// TestTheExampleClientRuns runs the client of the documentation against the API
// over HTTP.
func TestTheExampleClientRuns(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Fatal("the example client needs curl:", err)
	}
	w := begun(t, "submission.submit", 1)
	server := httptest.NewServer(w.handle)
	t.Cleanup(server.Close)
	run := func(c *client, args ...string) (out, complaints string, err error) {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), filepath.Join("..", "..", "docs", "examples", "api", "client.sh"), args...)
		token := strings.TrimPrefix(c.header.Get("Authorization"), "Bearer ")
		cmd.Env = append(os.Environ(), "TREMPLIN_URL="+server.URL, "TREMPLIN_TOKEN="+token)
		var said, wrong strings.Builder
		cmd.Stdout, cmd.Stderr = &said, &wrong
		err = cmd.Run()
		return said.String(), wrong.String(), err
	}
	ed := w.token("ed_alfa", auth.ScopeWrite)
	out, complaints, err := run(ed, "tiny-2025", "tiny-2025.a", "Projet A, par programme")
	if err != nil || !strings.Contains(out, `"id":"tiny-2025.a"`) || !strings.Contains(out, `"state":"draft"`) {
		t.Errorf("%v\n%s\n%s", err, out, complaints)
	}
	if s := read[Submission](ed.get(dossier).is(http.StatusOK)); s.Proposal.Title != "Projet A, par programme" {
		t.Errorf("the title is %q", s.Proposal.Title)
	}
	_, complaints, err = run(w.token("sig_beta", auth.ScopeWrite), "tiny-2025", "tiny-2025.a", "x")
	if err == nil || !strings.Contains(complaints, `"code":"not_found"`) {
		t.Errorf("%v, %s", err, complaints)
	}
	// every page of a list, one item each
	w = ended(t)
	pages := httptest.NewServer(w.handle)
	t.Cleanup(pages.Close)
	server.URL = pages.URL
	out, complaints, err = run(w.as("off"), "tiny-2025")
	if err != nil || strings.Count(out, `"items"`) != 2 || !strings.Contains(out, "tiny-2025.b") {
		t.Errorf("%v\n%s\n%s", err, out, complaints)
	}
}
