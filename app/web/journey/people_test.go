package journey_test

import (
	"encoding/base64"
	"os/exec"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"
)

// Passwords that nobody would refuse.
const (
	phrase  = "vier paarden op de maan"
	another = "une girafe boit du thé vert"
)

// enters follows an invitation to its end: a password, and where a role asks for
// it a second factor, whose secret it gives.
func (b *tab) enters(person string) (secret string) {
	b.Helper()
	b.open(b.invited(person))
	b.fill("password", "trop court")
	b.fill("repeat", "trop court")
	b.press(b.t("new_password.do"), 422)
	if len(b.problems()) == 0 {
		b.Errorf("a short password is taken: %s", b.text())
	}
	b.fill("password", phrase)
	b.fill("repeat", phrase)
	b.press(b.t("new_password.do"))
	b.reads(b.t("new_password.done"))
	b.signIn(person, "")
	if !strings.HasPrefix(b.at(), "/account") {
		return ""
	}
	b.press(b.t("factor.start"))
	secret = js[string](b, `document.querySelector("main code").textContent.trim()`)
	b.fill("code", b.code(secret))
	b.press(b.t("factor.confirm"))
	if n := js[int](b, `document.querySelectorAll(".codes code").length`); n < 8 {
		b.Errorf("%d recovery codes", n)
	}
	b.press(b.t("factor.continue"))
	return secret
}

// code is what the app shows now: another than before.
func (b *tab) code(secret string) string {
	b.Helper()
	b.later(31 * time.Second)
	code, err := totp.GenerateCode(secret, b.now())
	if err != nil {
		b.Fatal(err)
	}
	return code
}

// signIn signs in, with a code where there is a secret.
func (b *tab) signIn(person, secret string) {
	b.Helper()
	b.open("/sign-in")
	b.fill("email", person+"@tremplin.example")
	b.fill("password", phrase)
	b.press(b.t("sign_in.do"))
	if secret != "" {
		b.fill("code", b.code(secret))
		b.press(b.t("second.do"))
	}
}

// fetched is a file that the page links to, as the browser gets it.
func (b *tab) fetched(path string) []byte {
	b.Helper()
	text := js[string](b, `fetch(%v).then(r => r.ok ? r.blob() : Promise.reject(new Error(r.status))).then(f => new Promise(done => {
		const reader = new FileReader();
		reader.onload = () => done(reader.result.split(",")[1]);
		reader.readAsDataURL(f);
	}))`, path)
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// printed is the text of a PDF.
func (b *tab) printed(pdf []byte) string {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), "pdftotext", "-layout", "-", "-")
	cmd.Stdin = strings.NewReader(string(pdf))
	out, err := cmd.Output()
	if err != nil {
		b.Fatal("pdftotext: ", err)
	}
	return clean(string(out))
}
