package app_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"tremplin/app"
)

func archive(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: entries[i]})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(entries[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMediaType(t *testing.T) {
	for _, c := range []struct {
		data []byte
		want string
	}{
		{[]byte("%PDF-1.7\n"), "application/pdf"},
		{[]byte("hello"), "text/plain"},
		{[]byte("\x89PNG\r\n\x1a\n"), "image/png"},
		{[]byte{0, 1, 2, 3}, "application/octet-stream"},
		{nil, "text/plain"},
		{archive(t, "[Content_Types].xml", "", "word/document.xml", ""), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{archive(t, "[Content_Types].xml", "", "xl/workbook.xml", ""), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{archive(t, "mimetype", "application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"},
		{archive(t, "mimetype", "text/html"), "application/zip"},
		{archive(t, "a.exe", ""), "application/zip"},
		{[]byte("PK\x03\x04 cut off"), "application/zip"},
		{[]byte("<!DOCTYPE html><script>"), "text/html"},
	} {
		if got := app.MediaType(c.data); got != c.want {
			t.Errorf("%.20q is %s, want %s", c.data, got, c.want)
		}
	}
}
