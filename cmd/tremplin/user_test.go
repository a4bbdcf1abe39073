package main

import (
	"context"
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/storage/storagetest"
)

const (
	aSecret = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
	aSite   = "https://tremplin.example/"
)

func TestUsers(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		env := map[string]string{secretEnv: aSecret, siteEnv: aSite, "TREMPLIN_DATABASE_URL": url}
		code, out, complaints := tremplin(t, env, "user", "add", "Zoé Lefèvre", "--email", "zoe@slrb.example", "--role", "admin")
		if code != fine {
			t.Fatal(complaints)
		}
		m := regexp.MustCompile(`^(p-[a-z2-7]{8})\nhttps://tremplin\.example/link/([\w-]{43})\n$`).FindStringSubmatch(out)
		if m == nil || !strings.Contains(complaints, "Send the link to its owner alone") {
			t.Fatal(out, complaints)
		}
		id := m[1]
		listed := func(want ...string) {
			t.Helper()
			_, out, _ := tremplin(t, env, append([]string{"user", "list"}, want[1:]...)...)
			if !strings.Contains(out, want[0]) {
				t.Errorf("%q is not in\n%s", want[0], out)
			}
			if len(want) == 1 && strings.Contains(out, "zoe") {
				t.Errorf("an address unasked:\n%s", out)
			}
		}
		listed(id + "  invited  -       -             admin (")
		listed("Zoé Lefèvre  zoe@slrb.example", "--email")
		code, out, _ = tremplin(t, env, "user", "add", "--id", id)
		if code != fine || strings.Contains(out, m[2]) || !strings.HasPrefix(out, id+"\nhttps://") {
			t.Error("no other invitation", out)
		}
		accept(t, env, strings.TrimSpace(out[strings.LastIndex(out, "/")+1:]))
		listed(id + "  active")
		code, out, complaints = tremplin(t, env, "user", "disable", id)
		if code != fine || !strings.Contains(out, "is out of use") {
			t.Error(code, out, complaints)
		}
		listed(id + "  disabled")
		if code, _, _ = tremplin(t, env, "user", "disable", id, "--undo"); code != fine {
			t.Error(code)
		}
		listed(id + "  active")
		if code, out, _ = tremplin(t, env, "verify"); code != fine {
			t.Error(out)
		}
	})
}

// accept chooses a password as the owner of the link does.
func accept(t *testing.T, env map[string]string, token string) {
	t.Helper()
	s := &streams{getenv: func(k string) string { return env[k] }}
	err := signing(t.Context(), s, database{}, func(_ *app.App, in *auth.Auth) error {
		return in.Accept(context.Background(), auth.Visitor{Addr: netip.MustParseAddr("192.0.2.1")}, token, "vier paarden op de maan")
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUserComplaints(t *testing.T) {
	env := map[string]string{secretEnv: aSecret, siteEnv: aSite, "TREMPLIN_DATABASE_URL": storagetest.SQLite(t)}
	if code, _, complaints := tremplin(t, env, "user", "add", "Zoé", "--email", "zoe@slrb.example", "--id", "zoe"); code != fine {
		t.Fatal(complaints)
	}
	for _, c := range []struct {
		name   string
		unset  string
		args   []string
		code   int
		stderr string
	}{
		{"no secret", secretEnv, []string{"list"}, nonsense, "TREMPLIN_SECRET is not set, or makes no sense: set it to 32 random bytes in base64"},
		{"no site", siteEnv, []string{"add", "A", "--email", "a@b.c"}, nonsense, "TREMPLIN_URL is not set, or makes no sense: set it to the address of the site"},
		{"no database", "TREMPLIN_DATABASE_URL", []string{"list"}, nonsense, "no database is named"},
		{"no address", "", []string{"add", "A"}, nonsense, "a person needs a name and an address: give NAME and --email ADDRESS"},
		{"nonsense of an address", "", []string{"add", "A", "--email", "a"}, failed, "e-mail address: this is not an e-mail address; correct it."},
		{"address taken", "", []string{"add", "A", "--email", "ZOE@slrb.example"}, failed, "somebody else signs in with this address already"},
		{"id taken", "", []string{"add", "A", "--email", "a@b.c", "--id", "zoe"}, nonsense, "zoe is registered already: give --id alone"},
		{"unknown role", "", []string{"add", "A", "--email", "a@b.c", "--role", "king"}, failed, ""},
		{"a role by two", "", []string{"add", "A", "--email", "a@b.c", "--role", "finance_officer"}, nonsense, "two administrators grant it in the site"},
		{"unknown organisation", "", []string{"add", "A", "--email", "a@b.c", "--organisation", "x"}, failed, ""},
		{"disable nobody", "", []string{"disable", "x"}, failed, "there is no account of x in this database: see tremplin user list"},
	} {
		with := map[string]string{}
		for k, v := range env {
			if k != c.unset {
				with[k] = v
			}
		}
		code, _, complaints := tremplin(t, with, append([]string{"user"}, c.args...)...)
		if code != c.code || !strings.Contains(strings.ToLower(complaints), strings.ToLower(c.stderr)) || complaints == "" {
			t.Errorf("%s: %d %q", c.name, code, complaints)
		}
	}
}
