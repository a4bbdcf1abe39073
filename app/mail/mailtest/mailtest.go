// Package mailtest is a mail server on loopback, for tests.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/big"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// The user whom the server knows, if it asks who comes.
const (
	User     = "tremplin"
	Password = "s3cret/word"
)

// Server takes mail, or does what a test asks instead.
type Server struct {
	Addr  string
	Roots *x509.CertPool // vouches for it

	mu     sync.Mutex
	inbox  []Received
	talks  int
	onRcpt func(to string) error
	onData func(c *smtp.Conn) error
}

// Received is a message that the server took.
type Received struct {
	To     string
	Header mail.Header
	Body   string
	Raw    string
}

// Option changes what the server is.
type Option func(*smtp.Server)

// Bare is a server without TLS.
func Bare(s *smtp.Server) { s.TLSConfig = nil }

// Start serves until the test ends.
func Start(t testing.TB, opts ...Option) *Server {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's
	if err != nil {
		t.Fatal(err)
	}
	out := &Server{Addr: l.Addr().String()}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		out.mu.Lock()
		out.talks++
		out.mu.Unlock()
		return &session{server: out, conn: c}, nil
	}))
	server.Domain, server.ReadTimeout, server.WriteTimeout = "mail.test", time.Minute, time.Minute
	server.ErrorLog = quiet{}
	server.TLSConfig, out.Roots = certified(t)
	for _, o := range opts {
		o(server)
	}
	done := make(chan struct{})
	go func() { defer close(done); _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close(); <-done })
	return out
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// OnRcpt has the server answer so to each recipient; nil: it takes all.
func (s *Server) OnRcpt(f func(to string) error) { s.mu.Lock(); defer s.mu.Unlock(); s.onRcpt = f }

// OnData is done once a message has come in, before the server says yes.
func (s *Server) OnData(f func(*smtp.Conn) error) { s.mu.Lock(); defer s.mu.Unlock(); s.onData = f }

// Refuse is an answer with a code, such as 550.
func Refuse(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCodeNotSet, Message: text}
}

// Inbox is what the server has taken, in the order in which it came.
func (s *Server) Inbox() []Received { s.mu.Lock(); defer s.mu.Unlock(); return slices.Clone(s.inbox) }

// Empty forgets what it has taken.
func (s *Server) Empty() { s.mu.Lock(); defer s.mu.Unlock(); s.inbox = nil }

// Talks is how many connections there were.
func (s *Server) Talks() int { s.mu.Lock(); defer s.mu.Unlock(); return s.talks }

type session struct {
	server *Server
	conn   *smtp.Conn
	to     string
}

func (*session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (*session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != User || password != Password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (*session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Reset()                             { s.to = "" }
func (*session) Logout() error                        { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.server.mu.Lock()
	f := s.server.onRcpt
	s.server.mu.Unlock()
	s.to = to
	if f == nil {
		return nil
	}
	return f(to)
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	s.server.mu.Lock()
	s.server.inbox = append(s.server.inbox, Received{s.to, m.Header, string(body), string(raw)})
	f := s.server.onData
	s.server.mu.Unlock()
	if f == nil {
		return nil
	}
	return f(s.conn)
}

// certified is a certificate for loopback, and who vouches for it.
func certified(t testing.TB) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), //nolint:forbidigo // TLS asks the machine's clock
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}, pool
}
