package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"strings"

	"tremplin/app/auth"
	"tremplin/app/clamd"
	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/app/web"
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

// Help names the settings that have no flag: what they hold is no matter of
// whoever lists processes.
func (serveCmd) Help() string {
	return `Settings that only the environment gives:

TREMPLIN_SECRET: 32 random bytes in base64, as "openssl rand -base64 32" prints them; the same for every process and command.

TREMPLIN_SMTP: the mail server, smtp://user:password@host:587?from=address; without it no mail goes out.

TREMPLIN_MAIL_FROM: whom mails come from, "Name <address>", in the place of that address.

TREMPLIN_CLAMD: ClamAV's daemon, tcp://host:3310 or unix:/path; without it no attached file is scanned for viruses, and the site says so.

TREMPLIN_SETTINGS: a file with what documents say of the funder and of the law; without it the proposed ones.

It ends on SIGINT or SIGTERM, after the requests that it has begun. The schema has to be up to date: see "tremplin migrate".`
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

func (c *serveCmd) Run(ctx context.Context, s *streams) error {
	set, err := c.read(s)
	if err != nil {
		return err
	}
	a, err := open(ctx, set.database, s)
	if err != nil {
		return err
	}
	a.Log = slog.New(slog.NewTextHandler(s.err, nil))
	said := *set.said
	said.Site = set.site // documents are checked where they are served
	a.Settings, a.Mailer, a.Scanner = &said, set.mail, set.scanner
	l, err := listen(ctx, set.addr)
	if err != nil {
		return errors.Join(err, a.Store.Close())
	}
	in := auth.New(a.Store, auth.Options{Secret: set.secret, Secure: set.secure})
	show := web.New(a, in, web.Options{ //nolint:contextcheck // each request has its own
		Secure: set.secure, Proxies: set.proxies, Site: set.site, Ready: a.Store.Ping, ContactEmail: set.email, ContactPhone: set.phone,
	})
	if set.mail == nil {
		a.Log.WarnContext(ctx, "no mail goes out: "+smtpEnv+" is not set")
	}
	if set.scanner == nil {
		a.Log.WarnContext(ctx, "no file is scanned for viruses: "+clamdEnv+" is not set")
	}
	_, err = fmt.Fprintf(s.out, "The site %s is served on %s\n", set.site, l.Addr())
	if err == nil {
		err = serveSite(ctx, a, show, l)
	}
	return errors.Join(err, a.Store.Close())
}
