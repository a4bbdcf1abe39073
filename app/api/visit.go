package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/netip"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"

	"tremplin/app"
	"tremplin/app/auth"
	"tremplin/locale"
	"tremplin/workflow"
)

// surface is by which way the trail says that requests come in here.
const surface = "api"

// visit is one request: who asks, by which token if any, in which language.
type visit struct {
	*Server
	ctx   context.Context //nolint:containedctx // a visit is one request
	w     http.ResponseWriter
	r     *http.Request
	route string
	who   *app.Viewer
	token *auth.Token // nil: the site's session
	lang  locale.Language

	bucket string // by which requests with this token are counted
}

// handler answers a visit.
type handler func(*visit) (*answer, error)

// access says who may come in at all.
type access int

const (
	signedIn access = iota
	anybody
)

// serve answers a request, whatever becomes of it.
func (s *Server) serve(hc huma.Context, open access, h handler) {
	c := humaecho.Unwrap(hc)
	limit := answerTime
	if strings.HasPrefix(c.Request().Header.Get("Content-Type"), "multipart/form-data") {
		limit = uploadTime
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), limit)
	defer cancel()
	v := &visit{Server: s, ctx: ctx, w: c.Response(), r: c.Request().WithContext(ctx), route: c.Path(), lang: language(c.Request())}
	v.w.Header().Set("Vary", "Authorization, Cookie, Accept-Language")
	a, err := v.answered(open, h)
	if err != nil {
		v.problem(err)
		return
	}
	v.write(a)
}

func (v *visit) answered(open access, h handler) (*answer, error) {
	if err := v.comeIn(); err != nil {
		return nil, err
	}
	if open == signedIn && v.who.Person == nil {
		return nil, &workflow.Error{Kind: workflow.Unauthenticated, Code: auth.CodeSignedOut}
	}
	if err := v.slow(); err != nil {
		return nil, err
	}
	return h(v)
}

// comeIn finds out who asks: by a token, or else by the site's session. A token
// that does not hold is never taken for nobody.
func (v *visit) comeIn() error {
	if said := v.r.Header.Get("Authorization"); said != "" {
		secret, ok := bearer(said)
		if !ok {
			return &workflow.Error{Kind: workflow.Unauthenticated, Code: auth.CodeToken}
		}
		return v.byToken(secret)
	}
	session, err := v.Auth.Current(v.ctx)
	if err != nil {
		return err
	}
	v.who, err = v.App.Viewer(v.ctx, auth.Actor(session), surface)
	return err
}

// byToken is how a program comes in. Who shows tokens that do not hold is slowed
// down by the address, before any is looked up; one that held when it was last
// shown is not, whatever others try from there.
func (v *visit) byToken(secret string) error {
	v.bucket = "token " + fingerprint(secret)
	net := "network " + network(v.client(v.r))
	if known := v.pace.knows(v.bucket); !known {
		if err := v.strangers.take(net, 1, v.now()); err != nil {
			return err
		}
		defer func() {
			if v.token != nil {
				v.strangers.give(net)
			}
		}()
	}
	t, err := v.Auth.BearerIn(v.ctx, secret, func(person string) (*workflow.House, error) {
		who, err := v.App.Viewer(v.ctx, person, surface)
		if err != nil {
			return nil, err
		}
		v.who = who
		return who.House, nil
	})
	if err != nil {
		v.pace.forget(v.bucket)
		return err
	}
	v.token = &t
	return nil
}

// fingerprint names a secret where it must not be kept.
func fingerprint(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// network is what counts as one client: an address, or the net of one house.
func network(a netip.Addr) string {
	if a = a.Unmap(); a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// remote is the address that a request came in from.
func remote(r *http.Request) netip.Addr {
	ap, _ := netip.ParseAddrPort(r.RemoteAddr) // all that cannot be read are one
	return ap.Addr()
}

func bearer(header string) (string, bool) {
	scheme, secret, ok := strings.Cut(header, " ")
	return strings.TrimSpace(secret), ok && strings.EqualFold(scheme, "Bearer")
}

// slow turns away who asks too much, by token and by person.
func (v *visit) slow() error {
	if v.who.Person == nil {
		return nil
	}
	now := v.now()
	if v.token != nil {
		if err := v.pace.take(v.bucket, 1, now); err != nil {
			return err
		}
	}
	return v.pace.take("person "+v.who.ID(), personFactor, now)
}

// language is what the request would rather read; English where it does not say.
func language(r *http.Request) locale.Language {
	if said := r.Header.Get("Accept-Language"); said != "" && said != "*" {
		return locale.Match(said)
	}
	return locale.EN
}
