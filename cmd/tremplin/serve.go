package main

import (
	"cmp"
	"errors"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/app/clamd"
	"tremplin/app/document"
	"tremplin/app/mail"
)

// What else the environment says of the site.
const (
	addrEnv    = "TREMPLIN_ADDR"
	proxiesEnv = "TREMPLIN_PROXIES"
	smtpEnv    = "TREMPLIN_SMTP"
	clamdEnv   = "TREMPLIN_CLAMD"
	fromEnv    = "TREMPLIN_MAIL_FROM"
	emailEnv   = "TREMPLIN_CONTACT_EMAIL"
	phoneEnv   = "TREMPLIN_CONTACT_PHONE"
)

type serveCmd struct {
	database
	Addr    string `help:"Where to listen; else TREMPLIN_ADDR, else :8080." placeholder:"HOST:PORT"`
	URL     string `name:"url" help:"Address of the site as people type it; else TREMPLIN_URL." placeholder:"https://HOST"`
	Proxies string `help:"Networks of the proxies before the site, whose word on a visitor's address is believed; else TREMPLIN_PROXIES, else none." placeholder:"CIDR,…"`
	Email   string `help:"Address that the contact page shows; else TREMPLIN_CONTACT_EMAIL." placeholder:"ADDRESS"`
	Phone   string `help:"Telephone that it shows; else TREMPLIN_CONTACT_PHONE." placeholder:"NUMBER"`
}

// Help names the settings that have no flag.
func (serveCmd) Help() string {
	return helpOfSettings() + `It ends on SIGINT or SIGTERM, after the requests that it has begun. The schema has to be up to date: see "tremplin migrate".`
}

// serving is all that serve needs to know before it opens anything.
type serving struct {
	database string
	addr     string
	site     string // its address, without a slash at its end
	secure   bool
	secret   auth.Secret
	proxies  []netip.Prefix
	mail     *mail.Sender  // nil: no mail goes out
	scanner  *clamd.Client // nil: no file is scanned
	said     *document.Settings
	email    string
	phone    string
	outside  *app.Outside // nil: no checkpoint is made
	metrics  string       // "": nowhere
	log      string
	drain    time.Duration
	settle   time.Duration
	settings []app.Setting
}

// read finds everything that is wrong with the settings at once.
func (c *serveCmd) read(s *streams) (*serving, error) {
	out := &serving{addr: cmp.Or(c.Addr, s.getenv(addrEnv), ":8080"), phone: cmp.Or(c.Phone, s.getenv(phoneEnv))}
	var wrong []error
	note := func(err error) {
		if err != nil {
			wrong = append(wrong, err)
		}
	}
	var err error
	out.database, err = c.url(s)
	note(err)
	if _, _, err = net.SplitHostPort(out.addr); err != nil {
		note(fail(nonsense, "%q is no address to listen on: set %s, or --addr, to HOST:PORT or :PORT", out.addr, addrEnv))
	}
	out.site, out.secure, err = c.public(s)
	note(err)
	out.secret, err = secret(s)
	note(err)
	out.proxies, err = prefixes(cmp.Or(c.Proxies, s.getenv(proxiesEnv)))
	note(err)
	out.mail, err = mailServer(s)
	note(err)
	out.scanner, err = scanner(s)
	note(err)
	out.said, err = settings(s)
	note(err)
	out.email, err = contact(cmp.Or(c.Email, s.getenv(emailEnv)))
	note(err)
	out.outside, err = nightly(s, out.mail)
	note(err)
	out.metrics, err = own(s.getenv(metricsEnv))
	note(err)
	out.log, err = logFormat(s.getenv(logEnv))
	note(err)
	out.drain, err = span(drainEnv, s.getenv(drainEnv), leaveFor, time.Minute)
	note(err)
	out.settle, err = span(settleEnv, s.getenv(settleEnv), settleFor, settleMost)
	note(err)
	out.settings = inUse(s, map[string]string{"database": c.Database, "url": c.URL, "addr": c.Addr, "proxies": c.Proxies, "email": c.Email, "phone": c.Phone})
	return out, errors.Join(wrong...)
}

// public is the site's address; outside of one's own machine it is https, or
// passwords would be read on their way.
func (c *serveCmd) public(s *streams) (at string, secure bool, err error) {
	from := s
	if c.URL != "" {
		from = &streams{getenv: func(string) string { return c.URL }}
	}
	if at, err = site(from); err != nil {
		return "", false, err
	}
	u, err := url.Parse(at)
	if err != nil {
		return "", false, err
	}
	if ip, _ := netip.ParseAddr(u.Hostname()); u.Scheme != "https" && u.Hostname() != "localhost" && !ip.IsLoopback() {
		return "", false, fail(nonsense, "%s is not https: serve the site behind something that speaks TLS, and name its address", siteEnv)
	}
	return at, u.Scheme == "https", nil
}

// prefixes are networks, or single addresses.
func prefixes(text string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		p, err := netip.ParsePrefix(part)
		if addr, single := netip.ParseAddr(part); err != nil && single == nil {
			p, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			return nil, fail(nonsense, "%s names %q, which is no network: write addresses or networks such as 10.0.0.0/8, with commas between", proxiesEnv, part)
		}
		out = append(out, p)
	}
	return out, nil
}

func mailServer(s *streams) (*mail.Sender, error) {
	text := strings.TrimSpace(s.getenv(smtpEnv))
	if text == "" {
		return nil, nil //nolint:nilnil // no mail goes out
	}
	m, err := mail.New(mail.Settings{URL: text, From: s.getenv(fromEnv)})
	if err != nil {
		return nil, fail(nonsense, "%s or %s makes no sense (%s)", smtpEnv, fromEnv, strings.ReplaceAll(err.Error(), "\n", "; "))
	}
	return m, nil
}

func scanner(s *streams) (*clamd.Client, error) {
	text := strings.TrimSpace(s.getenv(clamdEnv))
	if text == "" {
		return nil, nil //nolint:nilnil // no file is scanned
	}
	c, err := clamd.New(text)
	if err != nil {
		return nil, fail(nonsense, "%s makes no sense: write it as tcp://host:3310, or as unix:/path", clamdEnv)
	}
	return c, nil
}

func contact(text string) (string, error) {
	if a, err := netmail.ParseAddress(text); text != "" && (err != nil || a.Address != text) {
		return "", fail(nonsense, "%s is no e-mail address: write it as das@example.org, or leave it out", emailEnv)
	}
	return text, nil
}
