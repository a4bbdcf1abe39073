package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestSlowUploadsHoldUpNobody but who sends them.
func TestSlowUploadsHoldUpNobody(t *testing.T) {
	w := begun(t, "submission.submit", 1)
	ed, sig := w.as("ed_alfa"), w.as("sig_alfa")
	const to, kind = dossier + "/files/actions/attach", "multipart/form-data; boundary=x"
	const head = "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nannex\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.4\n"
	ended := make(chan int)
	var open []*io.PipeWriter
	for range uploadsAtOnce {
		body, pen := io.Pipe()
		open = append(open, pen)
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, to, body)
		r.Header.Set("Authorization", ed.header.Get("Authorization"))
		r.Header.Set("Content-Type", kind)
		go func() {
			rec := httptest.NewRecorder()
			w.handle.ServeHTTP(rec, r)
			_ = body.Close()
			ended <- rec.Code
		}()
	}
	began := make(chan bool, uploadsAtOnce)
	for _, pen := range open {
		go func() {
			_, _ = pen.Write([]byte(head))
			began <- true
		}()
	}
	<-began // one of them is being read
	other := make(chan reply)
	go func() {
		other <- sig.with("Content-Type", kind).send(http.MethodPost, to, []byte(head+"\r\n--x--\r\n"))
	}()
	select {
	case r := <-other:
		r.is(http.StatusCreated)
	case <-time.After(20 * time.Second):
		t.Error("another's waits")
		defer func() { <-other }()
	}
	for _, pen := range open {
		go func() {
			_, _ = pen.Write([]byte("\r\n--x--\r\n"))
			_ = pen.Close()
		}()
	}
	for range uploadsAtOnce {
		<-ended
	}
}
