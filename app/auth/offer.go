package auth

import (
	"context"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"tremplin/workflow"
)

// Offered is what [Auth.Enrol] has offered and no code has confirmed, to be
// shown again. Errors as of Enrol; refused/factor_unasked if there is none.
func (a *Auth) Offered(ctx context.Context) (Offer, error) {
	st, acc, err := a.mayEnrol(ctx)
	if err != nil {
		return Offer{}, err
	}
	if acc.Offer == "" {
		return Offer{}, refuse(workflow.Refused, CodeFactorUnasked, "code")
	}
	secret, err := a.keys.opened(acc.Person, acc.Offer)
	if err != nil {
		return Offer{}, err
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		return Offer{}, err
	}
	return a.offer(ctx, st.Person, raw)
}

// offer is a secret as an app takes it; a new one for none.
func (a *Auth) offer(ctx context.Context, person string, secret []byte) (Offer, error) {
	p, err := a.person(ctx, person)
	if err != nil {
		return Offer{}, err
	}
	account := p.Email.Body
	if account == "" {
		account = person
	}
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer, AccountName: account, Period: uint(step / time.Second), Digits: digits, Algorithm: otp.AlgorithmSHA1, Rand: a.Chance, Secret: secret,
	})
	if err != nil {
		return Offer{}, err
	}
	return Offer{Secret: key.Secret(), URL: key.URL()}, nil
}

// quiet is the white edge that readers of such a code need, in modules.
const quiet = 4

// QR is the offer as a code to scan: an SVG of one path, without style or script.
func (o Offer) QR() (string, error) {
	code, err := qr.Encode(o.URL, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("auth: code to scan: %w", err)
	}
	size := code.Bounds().Dx()
	var path strings.Builder
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return fmt.Sprintf(`<svg viewBox="0 0 %d %d" aria-hidden="true" shape-rendering="crispEdges"><path d="%s"/></svg>`, size+2*quiet, size+2*quiet, path.String()), nil
}

// LeaveFactor takes away the second factor of who is signed in and has just
// shown its code; other sessions end. Not found where a role asks for one.
// Errors as of [Auth.Enrol], and refused/factor_unasked of who has none.
func (a *Auth) LeaveFactor(ctx context.Context) error {
	st, acc, err := a.mayEnrol(ctx)
	if err != nil {
		return err
	}
	p, err := a.person(ctx, st.Person)
	if err != nil {
		return err
	}
	switch {
	case Needs2FA(p.Grants, workflow.DateOf(a.now())):
		return workflow.NotThere()
	case acc.Factor == "" || st.Stage != In:
		return refuse(workflow.Refused, CodeFactorUnasked, "")
	}
	if err := a.Store.DropFactor(ctx, st.Person, a.now()); err != nil {
		return err
	}
	if acc, err = a.Store.Account(ctx, st.Person); err != nil {
		return err
	}
	st.FactorAt, st.Epoch = time.Time{}, acc.Epoch
	return a.begin(ctx, st)
}
