// Package tremplin_test holds what is true of the whole module: which package
// may import which.
package tremplin_test

import (
	"slices"
	"testing"
)

const module = "tremplin"

// A row is a package and what it may import. Entries are packages of this
// module by their path in it, modules from elsewhere with all that is in them,
// or "std"; a path that ends in /... has what is below it as well.
type row struct {
	imports []string
	pure    bool // no clock, chance, input or output
	tests   bool // only tests import it
}

// table is the architecture. A package that is not in it may not exist, an
// import that is not in it may not be made.
var table = map[string]row{
	"workflow":             {imports: []string{"std", "github.com/looplab/fsm"}, pure: true},
	"workflow/empowerment": {imports: []string{"std", "workflow"}, pure: true},
	"workflow/ranking":     {imports: []string{"std", "workflow"}, pure: true},
	"locale":               {imports: []string{"std", "github.com/nicksnyder/go-i18n", "golang.org/x/text"}},
	"migrations":           {imports: []string{"embed"}},
	"storage": {imports: []string{
		"std", "workflow", "migrations",
		"gorm.io/gorm", "gorm.io/driver/postgres", "github.com/jackc/pgx",
		"modernc.org/sqlite",
		"github.com/pressly/goose",
	}},
	"storage/storagetest": {imports: []string{"std", "storage", "github.com/jackc/pgx"}, tests: true},
	"pdf": {imports: []string{
		"std", "workflow", "locale",
		"github.com/jung-kurt/gofpdf", "github.com/go-fonts/liberation", "github.com/boombuler/barcode",
	}},
	"pdf/pdftest":         {imports: []string{"std"}, tests: true},
	"pdf/sign":            {imports: []string{"std", "github.com/smallstep/pkcs7", "github.com/pdfcpu/pdfcpu"}},
	"app":                 {imports: []string{"std", "workflow/...", "storage", "pdf/...", "locale", "app/clamd", "app/document", "app/mail"}},
	"app/clamd":           {imports: []string{"std"}}, // no library for its protocol is kept up
	"app/clamd/clamdtest": {imports: []string{"std"}, tests: true},
	"app/document":        {imports: []string{"std", "embed", "workflow", "workflow/ranking", "pdf", "locale"}},
	"app/auth": {imports: []string{
		"std", "workflow", "storage",
		"github.com/alexedwards/argon2id", "github.com/alexedwards/scs", "github.com/pquerna/otp",
		"github.com/ccojocar/zxcvbn-go", "golang.org/x/text", "github.com/boombuler/barcode", // the offer of a second factor is a code to scan
		"github.com/go-webauthn/webauthn", "github.com/coreos/go-oidc", "golang.org/x/oauth2",
	}},
	"app/metrics":       {imports: []string{"std", "workflow", "app", "github.com/prometheus/client_golang"}},
	"app/mail":          {imports: []string{"std", "locale", "github.com/wneessen/go-mail"}},
	"app/mail/mailtest": {imports: []string{"std", "github.com/emersion/go-smtp", "github.com/emersion/go-sasl"}, tests: true},
	"app/export": {imports: []string{
		"std", "workflow", "app", "locale",
		"github.com/xuri/excelize", "github.com/arran4/golang-ical",
	}},
	"app/scenario": {imports: []string{"std", "workflow", "app", "locale", "go.yaml.in/yaml"}},
	"app/web": {imports: []string{
		"std", "workflow", "app", "app/auth", "app/export", "app/web/page/...", "locale",
		"github.com/labstack/echo",
	}},
	"app/web/page":    {imports: []string{"std", "workflow", "app/web/page/ui", "locale", "github.com/a-h/templ"}},
	"app/web/page/ui": {imports: []string{"std", "workflow", "locale", "github.com/a-h/templ"}},
	"app/api": {imports: []string{
		"std", "workflow", "app", "app/auth", "app/export", "locale",
		"github.com/labstack/echo", "github.com/danielgtaylor/huma",
	}},
	"cmd/tremplin": {imports: []string{"all"}},
}

// impure are the packages of the standard library that reach for the world, and
// clock the functions that do.
var (
	impure = []string{
		"crypto/rand", "database/...", "io/ioutil", "log/...", "math/rand/...", "net/...", "os/...",
		"plugin", "runtime/...", "syscall/...", "testing/...", "unsafe",
	}
	clock = []string{
		"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc",
		"time.Tick", "time.NewTicker", "time.NewTimer", "time.Local",
	}
)

func TestPackagesImportOnlyWhatTheTableAllows(t *testing.T) {
	packages, err := packagesIn(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) == 0 {
		t.Fatal("no packages found")
	}
	for _, v := range violations(packages, table) {
		t.Error(v)
	}
}

// TestTheCheckerSees runs it over a small architecture of its own.
func TestTheCheckerSees(t *testing.T) {
	small := map[string]row{
		"core":     {imports: []string{"std", "example.org/fsm"}, pure: true},
		"core/sub": {imports: []string{"std", "core"}, pure: true},
		"data":     {imports: []string{"embed"}},
		"app":      {imports: []string{"std", "core/...", "data"}},
		"fakes":    {imports: []string{"std"}, tests: true},
		"cmd":      {imports: []string{"all"}},
	}
	const elsewhere = "storage is kept elsewhere"
	for _, c := range []struct {
		pack, file string
		want       string // part of the only complaint, or nothing
	}{
		{"core", `import ("time"; "strings"; "example.org/fsm/v2/x"); var d = time.Second`, ""},
		{"core", `import "example.org/fsmx"`, "core may not import example.org/fsmx"},
		{"core", `import "os"`, "core is pure and may not import os"},
		{"core", `import "os/exec"`, "core is pure and may not import os/exec"},
		{"core", `import "math/rand/v2"`, "core is pure and may not import math/rand/v2"},
		{"core", `import "time"; var t = time.Now()`, "core is pure and may not ask time.Now"},
		{"core", `import c "time"; var now = c.Now`, "core is pure and may not ask time.Now"},
		{"core", `import . "time"`, "core may not import time without its name"},
		{"core", `import "tremplin/core/sub"`, "core may not import core/sub"},
		{"core/sub", `import "net/http"`, "core/sub is pure and may not import net/http"},
		{"core/sub", `import "example.org/fsm"`, "core/sub may not import example.org/fsm"},
		{"data", `import "embed"`, ""},
		{"data", `import "fmt"`, "data may not import fmt"},
		{"app", `import ("tremplin/core"; "tremplin/core/sub"; "tremplin/data"; "time"); var t = time.Now()`, ""},
		{"app", `import "tremplin/corex"`, "app may not import corex"},
		{"app", `import "tremplin/fakes"`, "app may not import fakes"},
		{"cmd", `import ("example.org/any"; "tremplin/app")`, ""},
		{"cmd", `import "tremplin/fakes"`, "cmd may not import fakes: it is for tests"},
		{"new", `import "fmt"`, "new is not in the table"},
	} {
		dir := t.TempDir()
		write(t, dir, c.pack, "x.go", "package x; "+c.file)
		write(t, dir, c.pack, "x_test.go", `package x; import ("os"; "tremplin/fakes")`) // tests are free
		write(t, dir, "core/testdata", "x.go", elsewhere)
		packages, err := packagesIn(dir)
		if err != nil {
			t.Fatal(err)
		}
		got := violations(packages, small)
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.Equal(got, []string{c.want}) {
			t.Errorf("%s with %s: complaints %q, want %q", c.pack, c.file, got, c.want)
		}
	}
}
