// Package mail hands messages to a mail server. What they say, and to whom, is
// not its matter; that nobody can slip a header or another address into one is.
package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"tremplin/locale"
)

// Message is one message to one person.
type Message struct {
	ID       string // of [Sender.ID]: the same each time it is sent
	To       string // the address
	Name     string // of whom it is
	Subject  string
	Body     Body
	Language locale.Language
	At       time.Time
	Files    []File
}

// File is attached to a message.
type File struct {
	Name  string
	Bytes []byte
}

var (
	// ErrRefused says, wrapped, that the server will never take the message.
	ErrRefused = errors.New("mail: refused")
	// ErrAway says, wrapped, that the server cannot be reached, or will not have
	// us: no message would get through now.
	ErrAway = errors.New("mail: no server")
)

// idLength is how much of a hash makes a message's name.
const idLength = 16

// ID names the message of a key, as long as the sender's domain is the same.
func (s *Sender) ID(key string) string {
	sum := sha256.Sum256([]byte("mail " + key))
	return hex.EncodeToString(sum[:idLength]) + "@" + s.domain
}

// compose makes what is handed to the server. An address that is none is refused.
func (s *Sender) compose(m Message) (*gomail.Msg, error) {
	to, err := address(m.To)
	if err != nil {
		return nil, err
	}
	to.Name = line(m.Name)
	out := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	out.FromMailAddress(s.from)
	out.ToMailAddress(to)
	out.Subject(line(m.Subject))
	out.SetMessageIDWithValue(m.ID)
	out.SetDateWithValue(m.At)
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetGenHeader("X-Auto-Response-Suppress", "All") // for servers that know no other
	out.SetGenHeader("Content-Language", string(m.Language))
	out.SetBodyString(gomail.TypeTextPlain, m.Body.Text)
	out.AddAlternativeString(gomail.TypeTextHTML, m.Body.HTML)
	for _, f := range m.Files {
		if err := out.AttachReader(line(f.Name), bytes.NewReader(f.Bytes)); err != nil {
			return nil, fmt.Errorf("mail: %s: %w", f.Name, err)
		}
	}
	return out, nil
}

// address is one address, and nothing beside it.
func address(s string) (*netmail.Address, error) {
	a, err := netmail.ParseAddress(s)
	if err != nil || a.Address != strings.TrimSpace(s) || strings.ContainsFunc(a.Address, unicode.IsControl) {
		return nil, fmt.Errorf("%w: what is kept as the address is none", ErrRefused)
	}
	return a, nil
}

// line is a text on one line, without what nobody sees.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' }), " ")
}
