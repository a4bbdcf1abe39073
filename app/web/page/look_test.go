package page_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/app/web/page"
	"tremplin/locale"
)

var folder = flag.String("pages", "", "write the pages into this folder, to look at them")

// TestWritePages is for looking: go test ./app/web/page -run WritePages -pages /tmp/pages.
func TestWritePages(t *testing.T) {
	if *folder == "" {
		t.Skip("no folder given")
	}
	for _, a := range page.Assets() {
		file := filepath.Join(*folder, a.Path)
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, a.Body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	eachPage(t, func(t *testing.T, l locale.Language, s shown) {
		s2 := strings.ReplaceAll(render(t, s.page(l, "Le Bottin des Voisins")), `"/static/`, `"static/`)
		if err := os.WriteFile(filepath.Join(*folder, string(l)+"-"+s.name+".html"), []byte(s2), 0o600); err != nil {
			t.Fatal(err)
		}
	})
}
