package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"
	"strings"
	"sync"
)

//go:embed static
var static embed.FS

// Asset is a file that pages link to. Its name holds its hash: whoever has it
// may keep it for ever.
type Asset struct {
	Path string // "/static/tremplin.3f2a91c0.css"
	Type string // of its content
	Body []byte
}

var assets = sync.OnceValue(func() map[string]Asset {
	entries, err := static.ReadDir("static")
	if err != nil {
		panic(err) // the files are in the program
	}
	out := map[string]Asset{}
	for _, e := range entries {
		body, err := static.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(e.Name())
		out[e.Name()] = Asset{
			Path: "/static/" + strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext,
			Type: map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}[ext],
			Body: body,
		}
	}
	return out
})

// Assets are all files that pages link to.
func Assets() []Asset {
	var out []Asset
	for _, a := range assets() {
		out = append(out, a)
	}
	return out
}

// asset is the address of a file.
func asset(name string) string { return assets()[name].Path }

// Policy is the Content-Security-Policy that every page keeps: nothing of
// others, nothing inline. The script saves what is typed, hence connect-src.
const Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
