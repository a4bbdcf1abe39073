package auth_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tremplin/app/auth"
)

func TestPasswords(t *testing.T) {
	for _, c := range []struct{ password, want string }{
		{"", "invalid/password_short"},
		{"elf letters", "invalid/password_short"},
		{"e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "invalid/password_short"}, // six letters once composed
		{strings.Repeat("zesde paard ", 17), "invalid/password_long"},
		{"correct horse battery staple", "ok"},
		{"chaise lampe tabouret", "ok"},
		{"stoel kruk gordijn", "ok"},
		{"x7#kQ9!vLm2$", "ok"},
		{"почему коты летают", "ok"},
		{"password1234", "invalid/password_common"},
		{"P@ssw0rd1234", "invalid/password_common"},
		{"azertyuiop123", "invalid/password_common"},
		{"motdepasse2024", "invalid/password_common"},
		{"wachtwoord123", "invalid/password_common"},
		{"Bruxelles2024!", "invalid/password_common"},
		{"Décembre2025!!", "invalid/password_common"},
		{"123456789012", "invalid/password_common"},
		{"aaaaaaaaaaaaaaaaaaaa", "invalid/password_common"},
		{"Le tremplin du lundi", "invalid/password_personal"},
		{"la maison de Zoé Lefèvre", "invalid/password_personal"},
		{"xx zoe.lefevre 1234 yy", "invalid/password_personal"},
		{"ab\xffcdefghijklmnop", "invalid/characters"},
	} {
		if got := outcome(t, auth.CheckPassword(c.password, "Zoé Lefèvre", "z.lefevre")); got != c.want {
			t.Errorf("%q: %s, want %s", c.password, got, c.want)
		}
	}
}

func FuzzPassword(f *testing.F) {
	for _, s := range []string{"", good, "é4@8({[<369!1|70$5+%2", "\xff", "ﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀ", "日本語日本語日本語日本語"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		err := auth.CheckPassword(s, "Zoé", "zoe")
		if n := utf8.RuneCountInString(norm.NFC.String(s)); err == nil && (n < auth.PasswordMin || n > auth.PasswordMax) {
			t.Errorf("%q passes", s)
		}
	})
}

func TestAddresses(t *testing.T) {
	for _, c := range []struct{ email, want string }{
		{" Zoe.Lefevre@SLRB.brussels ", "zoe.lefevre@slrb.brussels"},
		{"ZOE\u0301@x.be", "zoé@x.be"},
		{"a+b@localhost", "a+b@localhost"},
		{"", ""},
		{"@x.be", ""},
		{"a@", ""},
		{"a@b@x.be", ""},
		{"a b@x.be", ""},
		{"a@x..be", ""},
		{"a@.be", ""},
		{"a@x.be\r\nBcc: y@x.be", ""},
		{"a\u200b@x.be", ""},
		{strings.Repeat("a", 65) + "@x.be", ""},
		{"a@" + strings.Repeat("b", 255), ""},
	} {
		got, err := auth.Normalised(c.email)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: %q, %v", c.email, got, err)
		}
	}
}

// FuzzAddress: what is normalised stays as it is, and is one line.
func FuzzAddress(f *testing.F) {
	for _, s := range []string{"Zoe@X.be", "İ@x.be", "ΑΣ@x.be", "a@x.be\n", "\xff@x.be", "e\u0301@x.be", "ẞ@x.be"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, err := auth.Normalised(s)
		if err != nil {
			return
		}
		twice, err := auth.Normalised(once)
		if err != nil || once != twice {
			t.Errorf("%q: %q, then %q, %v", s, once, twice, err)
		}
		if strings.ContainsAny(once, " \r\n\t\x00") || strings.Count(once, "@") != 1 {
			t.Errorf("%q: %q", s, once)
		}
	})
}

func TestSecrets(t *testing.T) {
	s := secret(t, 7)
	again, err := auth.ParseSecret(" " + s.Text() + "\n")
	if err != nil || again != s {
		t.Error(err)
	}
	for _, bad := range []string{"", "short", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", strings.Repeat("x", 44)} {
		if _, err := auth.ParseSecret(bad); err == nil {
			t.Errorf("%q passes", bad)
		}
	}
	if s.String() != "secret" || s.GoString() != "secret" {
		t.Error("it shows")
	}
}
