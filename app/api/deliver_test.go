package api

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"testing"
)

// attaches sends a file by a form, as belonging to a part of the dossier.
func (c *client) attaches(to, name, content string) reply {
	c.w.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	_ = m.WriteField("kind", "deliverable")
	_ = m.WriteField("to", to)
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		c.w.Fatal(err)
	}
	_, _ = f.Write([]byte(content))
	_ = m.Close()
	return c.with("Content-Type", m.FormDataContentType()).send(http.MethodPost, dossier+"/files/actions/attach", b.Bytes())
}

// TestADeliverableHandsOverAFile: it is uploaded first and then named; one that
// is not attached to this dossier is none, and who may see the dossier has the
// bytes.
func TestADeliverableHandsOverAFile(t *testing.T) {
	const act, pdf = dossier + "/deliverables/1/actions/deliver", "%PDF-1.4\n%%EOF\n"
	w := begun(t, "deliverable.deliver", 1)
	ed := w.as("ed_alfa")
	for range 2 {
		ed.attaches("deliverable/1", "recueil.pdf", pdf).is(http.StatusCreated)
	}
	files := read[List[File]](ed.get(dossier + "/files").is(http.StatusOK)).Items
	if len(files) != 2 || files[1].To != "deliverable/1" {
		t.Fatalf("%+v", files)
	}
	gone, here := files[0], files[1]
	ed.post(dossier+"/files/"+gone.ID+"/actions/remove", map[string]any{}).is(http.StatusOK)
	for _, none := range []string{gone.ID, "9", here.Hash, here.Href, "recueil.pdf"} {
		ed.post(act, map[string]any{"note": "Recueil remis.", "file": none}).refuses(http.StatusUnprocessableEntity, "invalid/unknown")
	}
	w.as("off").post(act, map[string]any{"note": "Recueil remis.", "file": here.ID}).refuses(http.StatusForbidden, "forbidden/role")
	if got := read[Done](ed.post(act, map[string]any{"note": "Recueil remis.", "file": here.ID}).is(http.StatusOK)); got.State != "delivered" {
		t.Errorf("%+v", got)
	}
	for _, who := range []string{"off", "sig_asbl", "ed_alfa"} {
		all := read[List[Deliverable]](w.as(who).get(dossier + "/deliverables").is(http.StatusOK)).Items
		if len(all) != 1 || all[0].File != here.ID || all[0].State != "delivered" {
			t.Errorf("%s: %+v", who, all)
		}
		if got := w.as(who).get(here.Href).is(http.StatusOK); got.body != pdf {
			t.Errorf("%s: %q", who, got.body)
		}
	}
	w.as("sig_beta").get(here.Href).refuses(http.StatusNotFound, "not_found/not_found")
}
