package journey_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
)

// heaviest is what a page may weigh at most, compressed, with its style and its
// script.
const heaviest = 60 << 10

// reader is a program that reads the site, as somebody.
func (w *world) reader(as string) *http.Client {
	w.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	if as == "" {
		return c
	}
	r, err := c.PostForm(w.url+"/sign-in", url.Values{"as": {as}, "next": {"/healthz"}})
	if err != nil || r.StatusCode != http.StatusOK {
		w.Fatal(as, r, err)
	}
	_ = r.Body.Close()
	return c
}

func (w *world) body(c *http.Client, path string) []byte {
	w.Helper()
	r, err := c.Get(w.url + path)
	if err != nil {
		w.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		w.Fatal(err)
	}
	return b
}

var asset = regexp.MustCompile(`/static/[a-z.0-9]+`)

func gzipped(w *world, b []byte) int {
	w.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		w.Fatal(err)
	}
	if err := z.Close(); err != nil {
		w.Fatal(err)
	}
	return out.Len()
}

// light: a page with all that it links to weighs what it may.
func (w *world) light(s sample, c *http.Client) {
	w.Helper()
	page := w.body(c, s.path)
	weight := gzipped(w, page)
	seen := map[string]bool{}
	for _, a := range asset.FindAllString(string(page), -1) {
		if !seen[a] {
			seen[a] = true
			weight += gzipped(w, w.body(c, a))
		}
	}
	if len(seen) < 2 {
		w.Errorf("%s links to %v only", s.path, seen)
	}
	if weight > heaviest {
		w.Errorf("%s weighs %d KiB", s.path, weight>>10)
	}
}
