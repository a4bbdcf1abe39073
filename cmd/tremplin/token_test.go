package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

func TestTokens(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		env := map[string]string{secretEnv: aSecret, siteEnv: aSite, "TREMPLIN_DATABASE_URL": url}
		code, out, complaints := tremplin(t, env, "user", "add", "Zoé Lefèvre", "--email", "zoe@slrb.example")
		if code != fine {
			t.Fatal(complaints)
		}
		id, _, _ := strings.Cut(out, "\n")
		holds := func(secret, owner string) {
			t.Helper()
			s := &streams{getenv: func(k string) string { return env[k] }}
			err := signing(t.Context(), s, database{}, func(_ *app.App, in *auth.Auth) error {
				got, err := in.Bearer(t.Context(), secret)
				if err == nil && got.Person != owner {
					t.Errorf("the token is %q's, want %q's", got.Person, owner)
				}
				if (err == nil) != (owner != "") {
					t.Errorf("owner %q: %v", owner, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, person := range []string{id, "Zoe@SLRB.example"} {
			code, out, complaints = tremplin(t, env, "token", "create", person, "--name", "nightly export")
			if code != fine || !regexp.MustCompile(`^tremplin_[\w-]{43}\n$`).MatchString(out) {
				t.Fatalf("%d %q %s", code, out, complaints)
			}
			secret := strings.TrimSpace(out)
			holds(secret, id)
			token := regexp.MustCompile(`Its id is (\w+)`).FindStringSubmatch(complaints)[1]
			if strings.Contains(complaints, secret) {
				t.Error("the token is said twice")
			}
			if code, out, _ = tremplin(t, env, "token", "revoke", token); code != fine || !strings.Contains(out, "has ended") {
				t.Error(code, out)
			}
			holds(secret, "")
			if code, _, complaints = tremplin(t, env, "token", "revoke", token); code != failed || !strings.Contains(complaints, "no token") {
				t.Error(code, complaints)
			}
		}
		for _, wrong := range [][]string{
			{"nobody@slrb.example", "--name", "x"},
			{"nobody", "--name", "x"},
			{id, "--name", " "},
			{id, "--name", "x", "--days", "400"},
			{id},
		} {
			code, out, complaints = tremplin(t, env, append([]string{"token", "create"}, wrong...)...)
			if code == fine || out != "" || complaints == "" {
				t.Errorf("%v: %d %q %q", wrong, code, out, complaints)
			}
		}
	})
}

// TestATokenOfTheServerIsTold: its owner has the same mail as of one made on the
// site, from the process that serves; where nothing sends, whoever made it is told
// that nobody was.
func TestATokenOfTheServerIsTold(t *testing.T) {
	storagetest.EachURL(t, func(t *testing.T, url string) {
		env := map[string]string{secretEnv: aSecret, siteEnv: aSite, "TREMPLIN_DATABASE_URL": url}
		if code, _, complaints := tremplin(t, env, "user", "add", "Zoé Lefèvre", "--email", "zoe@slrb.example", "--id", "zoe"); code != fine {
			t.Fatal(complaints)
		}
		created := func(server, want string) {
			t.Helper()
			env[smtpEnv] = server
			code, out, complaints := tremplin(t, env, "token", "create", "zoe", "--name", "nightly export")
			if code != fine || !strings.HasPrefix(out, "tremplin_") || !strings.Contains(complaints, want) {
				t.Errorf("%d %q %q", code, out, complaints)
			}
		}
		waits := func() (orders []storage.Job) {
			t.Helper()
			err := signing(t.Context(), &streams{getenv: func(k string) string { return env[k] }}, database{}, func(a *app.App, _ *auth.Auth) (err error) {
				orders, err = a.Store.JobsOn(t.Context(), workflow.Ref{Entity: workflow.EntityPerson, ID: "zoe"}, 10)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return orders
		}
		created("", "Tell its owner: "+smtpEnv+" is not set")
		if got := waits(); len(got) > 0 {
			t.Errorf("%+v", got)
		}
		created("smtp://mail.example?from=tremplin@slrb.example", "its owner is told that")
		if got := waits(); len(got) != 1 || got[0].Kind != storage.Post || got[0].State != "ready" || !strings.Contains(got[0].Unique, "A03") {
			t.Errorf("%+v", got)
		}
		env[smtpEnv] = "mail"
		if code, out, complaints := tremplin(t, env, "token", "create", "zoe", "--name", "x"); code != nonsense || out != "" || !strings.Contains(complaints, smtpEnv) {
			t.Errorf("%d %q %q", code, out, complaints)
		}
	})
}

// TestTokensAfterARestore hold only where that is asked for.
func TestTokensAfterARestore(t *testing.T) {
	env := map[string]string{secretEnv: aSecret, siteEnv: aSite, "TREMPLIN_DATABASE_URL": storagetest.SQLite(t)}
	held := filepath.Join(t.TempDir(), "held.gz")
	var secret string
	for _, args := range [][]string{{"user", "add", "Zoé Lefèvre", "--email", "zoe@slrb.example"}, {"token", "create", "zoe@slrb.example", "--name", "export"}, {"backup", held}} {
		code, out, complaints := tremplin(t, env, args...)
		if code != fine {
			t.Fatal(args, complaints)
		}
		if args[0] == "token" {
			secret = strings.TrimSpace(out)
		}
	}
	for flag, holds := range map[string]bool{"": false, "--keep-tokens": true} {
		env["TREMPLIN_DATABASE_URL"] = storagetest.EmptySQLite(t)
		if code, _, complaints := tremplin(t, env, strings.Fields("restore "+held+" "+flag)...); code != fine {
			t.Fatal(flag, complaints)
		}
		err := signing(t.Context(), &streams{getenv: func(k string) string { return env[k] }}, database{}, func(_ *app.App, in *auth.Auth) error {
			_, err := in.Bearer(t.Context(), secret)
			return err
		})
		if (err == nil) != holds {
			t.Errorf("%q: %v", flag, err)
		}
	}
}
