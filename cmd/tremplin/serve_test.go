package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"tremplin/storage/storagetest"
)

func settingsFor(url string) map[string]string {
	return map[string]string{
		"TREMPLIN_DATABASE_URL": url, secretEnv: aSecret, siteEnv: "http://localhost:8080/", addrEnv: "127.0.0.1:0", drainEnv: "0s", proxiesEnv: "10.0.0.0/8, 192.0.2.1",
		emailEnv: "das@slrb.example", phoneEnv: "02 533 19 11", smtpEnv: "smtp://mail.example:587?from=tremplin@slrb.example",
	}
}

// TestServe: the site answers, nobody steps in without proof, and it ends when
// asked to.
func TestServe(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		at, out, stop := served(t, settingsFor(url), "serve")
		for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/contact?lang=fr": "das@slrb.example", "/calls?lang=fr": "Appels à projets"} {
			if page := asked(t, http.DefaultClient, at+path); !strings.Contains(page, want) {
				t.Errorf("%s: %s", path, page)
			}
		}
		if page := asked(t, http.DefaultClient, at+"/sign-in?lang=fr"); strings.Contains(page, "Démonstration") || strings.Contains(page, `name="as"`) {
			t.Error(page)
		}
		r, err := http.PostForm(at+"/sign-in", map[string][]string{"as": {"das1"}})
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != http.StatusNotFound || r.Header.Get("Content-Security-Policy") == "" {
			t.Error(r.Status, r.Header)
		}
		if code := stop(); code != fine {
			t.Errorf("code %d: %s", code, out)
		}
		if r, err := http.Get(at + "/healthz"); err == nil {
			_ = r.Body.Close()
			t.Error("it still answers")
		}
	})
}

// TestServeComplaints: all at once, before anything is opened.
func TestServeComplaints(t *testing.T) {
	full := storagetest.SQLite(t)
	code, _, stderr := tremplin(t, map[string]string{addrEnv: "here", siteEnv: "http://tremplin.example", proxiesEnv: "10.0.0.0/8,x", smtpEnv: "mail", clamdEnv: "clamav:3310", emailEnv: "das", settingsEnv: "nowhere", checkpointsEnv: "nowhere", metricsEnv: "there", logEnv: "xml", drainEnv: "an hour", settleEnv: "1m"}, "serve")
	for _, want := range []string{
		"no database is named", `"here" is no address to listen on`, siteEnv + " is not https", secretEnv + " is not set", proxiesEnv + ` names "x"`,
		smtpEnv + " or " + fromEnv + " makes no sense", clamdEnv + " makes no sense", emailEnv + " is no e-mail address", settingsEnv + " names nowhere",
		checkpointsEnv + " is set, but " + keyEnv + " is not", metricsEnv + ` is "there"`, logEnv + ` is "xml"`, drainEnv + ` is "an hour"`, settleEnv + ` is "1m": set it to a time up to 20s, such as 2s`,
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("%q is not in\n%s", want, stderr)
		}
	}
	if code != nonsense || strings.Count(stderr, "\n") != 14 {
		t.Errorf("code %d:\n%s", code, stderr)
	}
	for name, c := range map[string]struct {
		set, to string
		want    string
	}{
		"empty database": {"TREMPLIN_DATABASE_URL", storagetest.EmptySQLite(t), "migrate up"},
		"no database":    {"TREMPLIN_DATABASE_URL", "sqlite:" + filepath.Join(t.TempDir(), "x.db"), "migrate up"},
		"address taken":  {addrEnv, "192.0.2.1:1", "cannot be served on 192.0.2.1:1"},
	} {
		env := settingsFor(full)
		env[c.set] = c.to
		if code, _, stderr := tremplin(t, env, "serve"); code == fine || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: code %d: %s", name, code, stderr)
		}
	}
	code, stdout, _ := tremplin(t, nil, "serve", "--help")
	for _, want := range []string{"TREMPLIN_DATABASE_URL", addrEnv, siteEnv, secretEnv, proxiesEnv, smtpEnv, clamdEnv, settingsEnv, emailEnv, phoneEnv} {
		if code != fine || !strings.Contains(stdout, want) {
			t.Errorf("help does not say %s:\n%s", want, stdout)
		}
	}
}

func TestPrefixes(t *testing.T) {
	got, err := prefixes(" 10.0.0.0/8,192.0.2.1, ,2001:db8::/32 ")
	if err != nil || fmt.Sprint(got) != "[10.0.0.0/8 192.0.2.1/32 2001:db8::/32]" {
		t.Error(got, err)
	}
}
