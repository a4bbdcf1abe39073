package mail_test

import (
	"context"
	"errors"
	"mime"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"tremplin/app/mail"
	"tremplin/app/mail/mailtest"
	"tremplin/locale"
)

var noon = time.Date(2030, time.March, 1, 12, 0, 0, 0, time.UTC)

func message() mail.Message {
	text := []locale.Block{{Runs: []locale.Run{{Text: "Décision : "}, {Text: "<script>", Bold: true}, {Text: " https://site.test/dossiers/a?x=1&y"}}}}
	return mail.Message{
		ID: "abc@house.test", To: "ed@alfa.test", Name: "Zoé Ünal", Subject: "[EMP-2030] Décision « Potager »", Language: locale.FR, At: noon,
		Body: mail.Write(locale.FR, text, "https://site.test/dossiers/a?x=1&y"),
	}
}

// sender sends to the server.
func sender(t *testing.T, s *mailtest.Server, url string) *mail.Sender {
	t.Helper()
	out, err := mail.New(mail.Settings{URL: strings.ReplaceAll(url, "HOST", s.Addr), From: "Tremplin <noreply@house.test>", Roots: s.Roots, Timeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(out.Close)
	return out
}

const starttls = "smtp://" + mailtest.User + ":s3cret%2Fword@HOST"

func TestSend(t *testing.T) {
	s := mailtest.Start(t)
	m := sender(t, s, starttls)
	if err := m.Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	in := s.Inbox()
	if len(in) != 1 || in[0].To != "ed@alfa.test" {
		t.Fatalf("%+v", in)
	}
	h := in[0].Header
	for name, want := range map[string]string{
		"Message-Id": "<abc@house.test>", "Auto-Submitted": "auto-generated", "Content-Language": "fr", "List-Unsubscribe": "", "User-Agent": "", "X-Mailer": "",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
	if err != nil || subject != message().Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	if from, err := h.AddressList("From"); err != nil || from[0].Address != "noreply@house.test" {
		t.Errorf("from %v, %v", from, err)
	}
	if to, err := h.AddressList("To"); err != nil || to[0].Name != "Zoé Ünal" {
		t.Errorf("to %v, %v", to, err)
	}
	if at, err := h.Date(); err != nil || !at.Equal(noon) {
		t.Errorf("date %v, %v", at, err)
	}
	if !strings.Contains(h.Get("Content-Type"), "multipart/alternative") || strings.Index(in[0].Body, "text/plain") > strings.Index(in[0].Body, "text/html") {
		t.Error("the plain text comes first of two")
	}
	if strings.Contains(in[0].Body, "<script>") && !strings.Contains(in[0].Body, "&lt;script&gt;") {
		t.Error("what somebody wrote is markup")
	}
}

// TestConnectionsAreKept: many messages, few handshakes.
func TestConnectionsAreKept(t *testing.T) {
	s := mailtest.Start(t)
	m := sender(t, s, starttls)
	for range 30 {
		if err := m.Send(t.Context(), message()); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.Talks(); n != 2 { // one greets twice: before TLS and after
		t.Errorf("%d sessions", n)
	}
}

// TestServersThatSayNo: what is the address's fault is for ever, what is ours or
// the hour's is not; nothing that is said names the address.
func TestServersThatSayNo(t *testing.T) {
	for name, c := range map[string]struct {
		code    int
		refused bool
		away    bool
	}{"unknown": {550, true, false}, "full": {452, false, false}, "greylisted": {451, false, false}, "closing": {421, false, false}} {
		t.Run(name, func(t *testing.T) {
			s := mailtest.Start(t)
			m := sender(t, s, starttls)
			s.OnRcpt(func(to string) error { return mailtest.Refuse(c.code, "no <"+strings.ToUpper(to)+"> here") })
			err := m.Send(t.Context(), message())
			if err == nil || errors.Is(err, mail.ErrRefused) != c.refused || errors.Is(err, mail.ErrAway) != c.away {
				t.Fatalf("%v", err)
			}
			if strings.Contains(strings.ToLower(err.Error()), "ed@alfa") {
				t.Errorf("tells the address: %v", err)
			}
			s.OnRcpt(nil)
			if err := m.Send(t.Context(), message()); err != nil {
				t.Errorf("the next one: %v", err)
			}
		})
	}
}

// TestServersThatBreak: each is away, and the message may go again.
func TestServersThatBreak(t *testing.T) {
	hang := make(chan struct{})
	defer close(hang)
	for name, breaks := range map[string]func(*smtp.Conn) error{
		"drops after the message": func(c *smtp.Conn) error { return c.Conn().Close() },
		"never answers":           func(*smtp.Conn) error { <-hang; return nil },
	} {
		t.Run(name, func(t *testing.T) {
			s := mailtest.Start(t)
			m := sender(t, s, starttls)
			s.OnData(breaks)
			if err := m.Send(t.Context(), message()); !errors.Is(err, mail.ErrAway) {
				t.Fatalf("%v", err)
			}
			s.OnData(nil)
			if err := m.Send(t.Context(), message()); err != nil {
				t.Fatal(err)
			}
			in := s.Inbox()
			if len(in) != 2 || in[0].Header.Get("Message-Id") != in[1].Header.Get("Message-Id") {
				t.Errorf("%d messages, not under one name", len(in))
			}
		})
	}
}

func TestNoServer(t *testing.T) {
	s := mailtest.Start(t)
	for name, url := range map[string]string{
		"nobody listens":  "smtp://127.0.0.1:1",
		"wrong password":  "smtp://tremplin:wrong@HOST",
		"not trusted":     starttls,
		"without any TLS": "smtp://HOST?tls=none", // says so, and our test server then wants nobody's password
	} {
		m, err := mail.New(mail.Settings{URL: strings.ReplaceAll(url, "HOST", s.Addr), From: "a@house.test", Timeout: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		err = m.Send(t.Context(), message())
		if name == "without any TLS" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !errors.Is(err, mail.ErrAway) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "wrong@") {
			t.Errorf("%s tells the password", name)
		}
	}
	bare := mailtest.Start(t, mailtest.Bare)
	m := sender(t, bare, "smtp://HOST")
	if err := m.Send(t.Context(), message()); !errors.Is(err, mail.ErrAway) {
		t.Errorf("a server without STARTTLS got a message: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := sender(t, s, starttls).Send(ctx, message()); err == nil {
		t.Error("sent after the end")
	}
}

// TestNobodySlipsAHeaderIn by a name, a subject or an address.
func TestNobodySlipsAHeaderIn(t *testing.T) {
	s := mailtest.Start(t)
	m := sender(t, s, starttls)
	bad := message()
	bad.Name = "Eve\r\nBcc: all@alfa.test"
	bad.Subject = "Hi\r\n\r\nbody\nX-Evil: 1\u2028end\x00"
	if err := m.Send(t.Context(), bad); err != nil {
		t.Fatal(err)
	}
	in := s.Inbox()[0]
	if in.Header.Get("Bcc") != "" || in.Header.Get("X-Evil") != "" || len(in.Header["To"]) != 1 {
		t.Errorf("%v", in.Header)
	}
	if got := in.Header.Get("Subject"); got != "Hi body X-Evil: 1 end" {
		t.Errorf("subject %q", got)
	}
	for _, to := range []string{
		"", "nobody", "a@b.test, c@d.test", "a@b.test\r\nBcc: c@d.test", "a@b.test\nRCPT TO:<c@d.test>", "Eve <a@b.test>", "<a@b.test>", "a@b.test>", "@b.test", "a@",
	} {
		bad := message()
		bad.To = to
		if err := m.Send(t.Context(), bad); !errors.Is(err, mail.ErrRefused) {
			t.Errorf("%q: %v", to, err)
		}
	}
	if n := len(s.Inbox()); n != 1 {
		t.Errorf("%d messages", n)
	}
}

func TestSettings(t *testing.T) {
	for _, c := range []struct{ url, from, want string }{
		{"smtp://h", "a@b.test", ""},
		{"smtp://h?from=a@b.test", "", ""},
		{"smtps://u:p@h:465?from=a@b.test", "Tremplin <x@y.test>", ""},
		{"smtp://u:p@localhost:25?tls=none", "a@b.test", ""},
		{"http://h", "a@b.test", "makes no sense"},
		{"smtp://u:p%zz@h", "a@b.test", "makes no sense"},
		{"smtp://h", "", "no address"},
		{"smtp://h", "nobody", "no address"},
		{"smtp://u:secret@h?tls=none", "a@b.test", "TLS only"},
		{"smtp://h?tls=perhaps&x=1", "", "tls is starttls or none"},
		{"smtp://h:99999", "a@b.test", "port"},
	} {
		_, err := mail.New(mail.Settings{URL: c.url, From: c.from})
		if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%s from %q: %v, want %q", c.url, c.from, err, c.want)
		}
	}
}

func TestID(t *testing.T) {
	m, err := mail.New(mail.Settings{URL: "smtp://h", From: "a@b.test"})
	if err != nil {
		t.Fatal(err)
	}
	first, again := m.ID("x"), m.ID("x")
	if first != again || first == m.ID("y") || !strings.HasSuffix(m.ID("x"), "@b.test") {
		t.Error(m.ID("x"), m.ID("y"))
	}
}
