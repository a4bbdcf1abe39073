package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Secret is the server's own. Without it nothing that is kept of how people sign
// in makes sense; whoever changes it has everybody begin anew.
type Secret [32]byte

// ErrSecret says what a secret has to be.
var ErrSecret = errors.New("the secret makes no sense: set it to 32 random bytes in base64, as `openssl rand -base64 32` prints them")

// ParseSecret reads 32 bytes in base64; [ErrSecret] if it is anything else.
func ParseSecret(text string) (s Secret, err error) {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(b) != len(s) {
		return s, ErrSecret
	}
	copy(s[:], b)
	if s == (Secret{}) {
		return s, ErrSecret
	}
	return s, nil
}

// NewSecret makes one, for a demonstration or a test.
func NewSecret(chance io.Reader) (s Secret, err error) {
	_, err = io.ReadFull(chance, s[:])
	return s, err
}

// String keeps the secret out of logs.
func (Secret) String() string { return "secret" }

// GoString keeps the secret out of logs.
func (Secret) GoString() string { return "secret" }

// Text is the secret as [ParseSecret] reads it.
func (s Secret) Text() string { return base64.StdEncoding.EncodeToString(s[:]) }

// keys are made of the secret, one for each use.
type keys struct{ mac, seal []byte }

func (s Secret) keys() keys { return keys{mac: s.key("mac"), seal: s.key("seal")} }

func (s Secret) key(use string) []byte {
	k, err := hkdf.Key(sha256.New, s[:], nil, "tremplin "+use+" 1", 32)
	if err != nil {
		panic(err) // only for keys longer than a hash allows
	}
	return k
}

// hash is a keyed hash of the parts, for one use. Nobody without the secret can
// tell of what.
func (k keys) hash(use string, parts ...string) string {
	m := hmac.New(sha256.New, k.mac)
	for _, p := range append([]string{use}, parts...) {
		fmt.Fprintf(m, "%d:%s", len(p), p) //nolint:errcheck // a hash takes everything
	}
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// sealed is text that only the secret opens, and only for the same owner.
func (k keys) sealed(chance io.Reader, owner, text string) (string, error) {
	g, err := k.gcm()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, g.NonceSize())
	if _, err := io.ReadFull(chance, nonce); err != nil {
		return "", err
	}
	return base64.RawStdEncoding.EncodeToString(g.Seal(nonce, nonce, []byte(text), []byte(owner))), nil
}

func (k keys) opened(owner, sealed string) (string, error) {
	g, err := k.gcm()
	if err != nil {
		return "", err
	}
	b, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(b) < g.NonceSize() {
		return "", errors.New("auth: what was sealed is damaged")
	}
	text, err := g.Open(nil, b[:g.NonceSize()], b[g.NonceSize():], []byte(owner))
	if err != nil {
		return "", errors.New("auth: the secret of this server does not open what was sealed: was TREMPLIN_SECRET changed?")
	}
	return string(text), nil
}

func (k keys) gcm() (cipher.AEAD, error) {
	b, err := aes.NewCipher(k.seal)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(b)
}
