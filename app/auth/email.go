package auth

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"tremplin/workflow"
)

// CodeEmail refuses what is no address.
const CodeEmail workflow.Code = "email"

// Normalised is an address as it is compared: without blanks around it, in small
// letters, composed. Invalid/email if it cannot be one.
func Normalised(email string) (string, error) {
	bad := refuse(workflow.Invalid, CodeEmail, "email")
	if len(email) > 1000 {
		return "", bad
	}
	s := strings.TrimSpace(email)
	for range 4 { // small letters may have to be composed again
		next := norm.NFC.String(strings.ToLower(s))
		if next == s {
			break
		}
		s = next
	}
	at := strings.LastIndexByte(s, '@')
	if at < 1 || at > 64 || len(s) > 254 || strings.Contains(s[:at], "@") {
		return "", bad
	}
	domain := s[at+1:]
	if domain == "" || strings.HasPrefix(domain, ".") || strings.HasSuffix(domain, ".") || strings.Contains(domain, "..") {
		return "", bad
	}
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		return "", bad
	}
	return s, nil
}

// emailHash is by which an account is found; what is no address has one too, so
// that an attempt with it is treated like any other.
func (a *Auth) emailHash(email string) string {
	s, err := Normalised(email)
	if err != nil {
		s = "\x00" + email
	}
	return a.keys.hash("email", s)
}
