package storage_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tremplin/storage"
	"tremplin/workflow"
)

func holding(t *testing.T, s *storage.Store, people ...string) {
	t.Helper()
	for _, p := range people {
		if err := s.OpenAccount(t.Context(), storage.Account{Person: p, EmailHash: "hash of " + p, Language: "fr"}, noon); err != nil {
			t.Fatal(err)
		}
	}
}

// is fails the test on any answer but that one.
func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("%v, want %v", err, want)
	}
}

func TestAccounts(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		holding(t, s, "ann", "bob")
		holding(t, s, "ann") // again is fine
		err := s.OpenAccount(t.Context(), storage.Account{Person: "eve", EmailHash: "hash of ann"}, noon)
		if no, ok := errors.AsType[*workflow.Error](err); !ok || no.Outcome() != "conflict/email_taken" {
			t.Error(err)
		}
		is(t, s.SetPassword(t.Context(), "ann", "h1", noon), nil)
		is(t, s.Rehash(t.Context(), "ann", "h0", "h2"), nil)
		is(t, s.NoteSignIn(t.Context(), "ann", noon.Add(time.Hour)), nil)
		is(t, s.SetLanguage(t.Context(), "ann", "nl"), nil)
		a, err := s.AccountByEmail(t.Context(), "hash of ann")
		if err != nil || a.Person != "ann" || a.Password != "h1" || a.Epoch != 1 || a.Language != "nl" || !a.SignedIn.Equal(noon.Add(time.Hour)) || !a.Created.Equal(noon) {
			t.Errorf("%+v, %v", a, err)
		}
		is(t, s.Disable(t.Context(), "ann", noon.Add(time.Hour)), nil)
		is(t, s.Disable(t.Context(), "ann", noon.Add(2*time.Hour)), nil)
		if a, _ := s.Account(t.Context(), "ann"); !a.Disabled.Equal(noon.Add(time.Hour)) {
			t.Error("out of use since", a.Disabled)
		}
		for _, err := range []error{s.SetPassword(t.Context(), "ann", "h3", noon), s.Disable(t.Context(), "eve", noon), s.DropFactor(t.Context(), "eve", noon)} {
			if no, ok := errors.AsType[*workflow.Error](err); !ok || no.Kind != workflow.NotFound {
				t.Error(err)
			}
		}
		is(t, s.ForgetAccount(t.Context(), "ann"), nil)
		if all, err := s.Accounts(t.Context()); err != nil || len(all) != 1 || all[0].Person != "bob" {
			t.Error(all, err)
		}
		clean(t, s)
	})
}

func TestFactorsAndCodesAreTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		ctx := t.Context()
		holding(t, s, "ann")
		is(t, s.OfferFactor(ctx, "ann", "one"), nil)
		is(t, s.OfferFactor(ctx, "ann", "two"), nil)
		is(t, s.ConfirmFactor(ctx, "ann", "one", 100, []string{"r1", "r2"}, noon), storage.ErrSpent)
		is(t, s.ConfirmFactor(ctx, "ann", "two", 100, []string{"r1", "r2"}, noon), nil)
		is(t, s.ConfirmFactor(ctx, "ann", "two", 100, nil, noon), storage.ErrSpent)
		is(t, s.UseStep(ctx, "ann", "two", 100), storage.ErrSpent)
		is(t, s.UseStep(ctx, "ann", "one", 101), storage.ErrSpent)
		is(t, s.UseStep(ctx, "ann", "two", 102), nil)
		is(t, s.UseStep(ctx, "ann", "two", 101), storage.ErrSpent)
		is(t, s.UseRecovery(ctx, "ann", "r1", noon), nil)
		is(t, s.UseRecovery(ctx, "ann", "r1", noon), storage.ErrSpent)
		is(t, s.UseRecovery(ctx, "ann", "r3", noon), storage.ErrSpent)
		if n, err := s.RecoveryLeft(ctx, "ann"); err != nil || n != 1 {
			t.Error(n, err)
		}
		is(t, s.SetRecovery(ctx, "ann", strings.Fields("a b c d e f g h i j")), nil)
		is(t, s.UseRecovery(ctx, "ann", "r2", noon), storage.ErrSpent)
		if n, err := s.RecoveryLeft(ctx, "ann"); err != nil || n != 10 {
			t.Error(n, err)
		}
		is(t, s.DropFactor(ctx, "ann", noon), nil)
		is(t, s.UseStep(ctx, "ann", "two", 103), storage.ErrSpent)
	})
}

func TestLinksAreUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		ctx := t.Context()
		holding(t, s, "ann", "bob")
		link := func(hash, purpose, person string) storage.Link {
			l := storage.Link{Hash: hash, Purpose: purpose, Person: person, Created: noon, Until: noon.Add(time.Hour)}
			is(t, s.AddLink(ctx, l), nil)
			return l
		}
		first, second, bobs := link("1", "invite", "ann"), link("2", "invite", "ann"), link("3", "reset", "bob")
		dead := link("4", "reset", "")
		is(t, s.UseLink(ctx, first, "h", noon), storage.ErrLink)
		is(t, s.UseLink(ctx, dead, "h", noon), storage.ErrLink)
		is(t, s.UseLink(ctx, second, "h", noon.Add(time.Hour)), storage.ErrLink)
		if all, err := s.Links(ctx, "", noon); err != nil || len(all) != 2 {
			t.Error(all, err)
		}
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if s.UseLink(ctx, second, "h", noon) == nil {
					won.Add(1)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Error(won.Load(), "won")
		}
		is(t, s.Disable(ctx, "bob", noon), nil)
		is(t, s.UseLink(ctx, bobs, "h", noon), storage.ErrLink)
		if _, err := s.Link(ctx, "3", noon); !errors.Is(err, storage.ErrLink) {
			t.Error(err)
		}
		is(t, s.ForgetSignIns(ctx, noon.Add(26*time.Hour)), nil)
	})
}

func TestBrakes(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		ctx := t.Context()
		a := storage.Brake{Key: "a", Free: 1, First: time.Second, Most: 4 * time.Second, Forget: time.Hour}
		b := storage.Brake{Key: "b", Free: 100, First: time.Second, Most: time.Second, Forget: time.Hour}
		now := noon
		for n, wait := range []time.Duration{0, 0, time.Second, 2 * time.Second, 4 * time.Second, 4 * time.Second} {
			now = now.Add(wait)
			if wait > 0 {
				err := s.Attempt(ctx, []storage.Brake{b, a}, now.Add(-time.Microsecond))
				braked, ok := errors.AsType[*storage.Braked](err)
				if !ok || !braked.Until.Equal(now) {
					t.Fatalf("%d: %v", n, err)
				}
			}
			is(t, s.Attempt(ctx, []storage.Brake{a, b}, now), nil)
		}
		is(t, s.Passed(ctx, []string{"a"}, []string{"b"}), nil)
		is(t, s.Attempt(ctx, []storage.Brake{a}, now), nil)
		is(t, s.Attempt(ctx, []storage.Brake{a}, now), nil)
		if s.Attempt(ctx, []storage.Brake{a}, now) == nil {
			t.Error("not braked")
		}
		is(t, s.Attempt(ctx, []storage.Brake{a}, now.Add(time.Hour)), nil) // quiet for long
		is(t, s.Attempt(ctx, []storage.Brake{a}, now.Add(time.Hour)), nil)
	})
}

// TestBrakesOfManyAtOnce: in any order of keys, and none too many.
func TestBrakesOfManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		brake := func(key string) storage.Brake {
			return storage.Brake{Key: key, Free: 9, First: time.Minute, Most: time.Minute, Forget: time.Hour}
		}
		var tried atomic.Int64
		var wg sync.WaitGroup
		for n := range 40 {
			keys := []storage.Brake{brake("a"), brake("b")}
			if n%2 == 0 {
				keys[0], keys[1] = keys[1], keys[0]
			}
			wg.Go(func() {
				err := s.Attempt(t.Context(), keys, noon)
				if _, braked := errors.AsType[*storage.Braked](err); err != nil && !braked {
					t.Error(err)
				} else if !braked {
					tried.Add(1)
				}
			})
		}
		wg.Wait()
		if tried.Load() != 10 {
			t.Errorf("%d were tried", tried.Load())
		}
	})
}

func TestSessions(t *testing.T) {
	each(t, func(t *testing.T, s *storage.Store, _ string) {
		ctx := t.Context()
		holding(t, s, "ann", "bob")
		put := func(hash, id, person string, complete bool) {
			is(t, s.PutSession(ctx, storage.Session{
				TokenHash: hash, ID: id, Data: []byte("data " + hash), Person: person, Complete: complete,
				Device: "Firefox", Network: "192.0.2.0/24", Created: noon, Seen: noon, Expires: noon.Add(24 * time.Hour),
			}), nil)
		}
		alive := func(hash string, now time.Time) bool {
			_, found, err := s.Session(ctx, hash, now, 8*time.Hour)
			is(t, err, nil)
			return found
		}
		put("t1", "1", "ann", true)
		put("t2", "2", "ann", true)
		put("t3", "3", "ann", false)
		put("t4", "4", "bob", true)
		put("t5", "", "", false)
		x, found, err := s.Session(ctx, "t1", noon.Add(time.Hour), 8*time.Hour)
		if err != nil || !found || string(x.Data) != "data t1" || !x.Complete || x.Device != "Firefox" || !x.Created.Equal(noon) || !x.Seen.Equal(noon.Add(time.Hour)) {
			t.Errorf("%+v, %v, %v", x, found, err)
		}
		if all, err := s.Sessions(ctx, "ann", noon.Add(time.Hour), 8*time.Hour); err != nil || len(all) != 2 || all[0].ID != "1" {
			t.Error(all, err)
		}
		if !alive("t1", noon.Add(9*time.Hour-time.Microsecond)) || alive("t2", noon.Add(9*time.Hour)) || alive("t5", noon.Add(8*time.Hour)) || !alive("t5", noon) {
			t.Error("idle")
		}
		if ended, err := s.EndSessionOf(ctx, "bob", "1", noon); err != nil || ended {
			t.Error("ended another's", err)
		}
		if ended, err := s.EndSessionOf(ctx, "ann", "2", noon); err != nil || !ended {
			t.Error("not ended", err)
		}
		put("t2", "2", "ann", true) // it stays ended
		is(t, s.EndSessions(ctx, "ann", "1", noon), nil)
		if alive("t2", noon) || alive("t3", noon) || !alive("t1", noon) || !alive("t4", noon) {
			t.Error("which ended")
		}
		is(t, s.SetPassword(ctx, "ann", "h", noon), nil) // of another epoch
		is(t, s.Disable(ctx, "bob", noon), nil)
		if alive("t1", noon) || alive("t4", noon) {
			t.Error("they live")
		}
		is(t, s.ForgetSignIns(ctx, noon.Add(24*time.Hour)), nil)
		if alive("t5", noon) {
			t.Error("kept")
		}
	})
}
