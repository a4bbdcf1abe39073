package mail

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Settings say which server sends, and as whom.
type Settings struct {
	URL     string         // smtp://user:password@host:587?from=address
	From    string         // Name <address>; else the URL's
	Roots   *x509.CertPool // who vouches for the server; nil: whom this machine trusts
	Timeout time.Duration  // of each exchange with the server; zero: a third of a minute
}

const (
	portStartTLS = 587
	portTLS      = 465
	patience     = 20 * time.Second
)

// plan is what a URL says.
type plan struct {
	host           string
	port           int
	implicit, bare bool // TLS from the first byte; none at all
	user, password string
	from           *netmail.Address
}

// New is a sender, not connected yet. All that is wrong with the settings is said
// at once, and the password never.
func New(s Settings) (*Sender, error) {
	p, err := read(s)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: p.host, RootCAs: s.Roots}
	opts := []gomail.Option{gomail.WithPort(p.port), gomail.WithTimeout(cmp.Or(s.Timeout, patience)), gomail.WithTLSConfig(config)}
	switch {
	case p.implicit:
		opts = append(opts, gomail.WithSSL())
	case p.bare:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if p.user != "" {
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(p.user), gomail.WithPassword(p.password))
	}
	client, err := gomail.NewClient(p.host, opts...)
	if err != nil {
		return nil, err
	}
	_, domain, _ := strings.Cut(p.from.Address, "@")
	return &Sender{client: client, from: p.from, domain: domain, idle: make(chan *connection, connections)}, nil
}

func read(s Settings) (plan, error) {
	u, err := url.Parse(s.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return plan{}, errors.New("mail: the server's URL makes no sense: write smtp://user:password@host:587, or smtps:// for TLS from the first byte, with odd characters of the password as %XX")
	}
	var wrong []error
	q := u.Query()
	p := plan{host: u.Hostname(), port: portStartTLS, implicit: u.Scheme == "smtps"}
	if p.implicit {
		p.port = portTLS
	}
	if u.Port() != "" {
		if p.port, err = strconv.Atoi(u.Port()); err != nil || p.port < 1 || p.port > 65535 {
			wrong = append(wrong, errors.New("mail: the port is none"))
		}
	}
	p.user = u.User.Username()
	p.password, _ = u.User.Password()
	switch q.Get("tls") {
	case "", "starttls":
	case "none":
		p.bare = !p.implicit
		if p.bare && p.user != "" && !loopback(p.host) {
			wrong = append(wrong, errors.New("mail: a password is sent over TLS only: leave tls=none out, or the user"))
		}
	default:
		wrong = append(wrong, errors.New("mail: tls is starttls or none"))
	}
	for name := range q {
		if name != "tls" && name != "from" {
			wrong = append(wrong, errors.New("mail: the URL says "+strconv.Quote(name)+", which nobody knows: from and tls are known"))
		}
	}
	if p.from, err = netmail.ParseAddress(cmp.Or(s.From, q.Get("from"))); err != nil {
		wrong = append(wrong, errors.New("mail: no address to send from: write Name <address>"))
	}
	return p, errors.Join(wrong...)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
