package app_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tremplin/app"
	"tremplin/app/scenario"
	"tremplin/storage"
	"tremplin/storage/storagetest"
	"tremplin/workflow"
)

// TestDeskOfTheEditions: at every step of the small edition, and at many of that
// of 2023, the desk of each person shows exactly what they are offered and
// others wait for, in all that they may see.
func TestDeskOfTheEditions(t *testing.T) {
	t.Parallel()
	storagetest.EachURL(t, func(t *testing.T, url string) {
		lite, seen := strings.HasPrefix(url, "sqlite:"), map[string]int{}
		for name, every := range map[string]int{"tiny-2025": 3, "empowerment-2023": 67} {
			if !lite && name != "tiny-2025" {
				continue // one is enough to know that both databases say the same
			}
			t.Run(name, func(t *testing.T) {
				w, done := newWorld(t, fresh(t, url), 1)
				defer done()
				app.ContractsOnly(w.app)
				app.Glance(w.app, 2) // of fifteen dossiers: what waits is read in several goes
				f := w.embedded(name)
				r := &scenario.Runner{App: w.app, Say: (*workflow.Error).Error, Tell: func(n, _ int) {
					w.now = f.Steps[n-1].At
					if n%every == 0 && (n == len(f.Steps) || f.Steps[n].At.After(w.now)) {
						w.desks(seen)
					}
				}}
				w.now = f.Steps[0].At
				_, err := r.Run(w.ctx, f)
				w.must(err)
			})
		}
		if seen["owed"] == 0 {
			t.Error("no sheet was ever owed")
		}
		if lite && len(seen) < 19 {
			t.Errorf("only these acts ever waited for somebody: %v", seen)
		}
	})
}

// fresh is another database of the same kind.
func fresh(t *testing.T, url string) string {
	t.Helper()
	if strings.HasPrefix(url, "sqlite:") {
		return storagetest.SQLite(t)
	}
	return storagetest.Postgres(t)
}

// TestDeskOnWalks is the same on a random walk, with conflicts, veiled decisions,
// suspensions and money that comes back.
func TestDeskOnWalks(t *testing.T) {
	t.Parallel()
	steps := 160
	if long() {
		steps = 800
	}
	checking(t, 1, 77, func(rt *rapid.T) {
		luck := rapid.SliceOfN(rapid.Uint64(), steps, steps).Draw(rt, "luck")
		w, done := newWalker(rt, storagetest.SQLite(t), luck[0], newWalked())
		defer done()
		for i, l := range luck {
			w.step(l)
			if i%8 == 0 {
				w.desks(map[string]int{})
			}
		}
	})
}

// desks compares the desk of everybody with what they are offered.
func (w *world) desks(seen map[string]int) {
	w.Helper()
	h, err := w.app.House(w.ctx)
	w.must(err)
	kinds := map[string]bool{}
	for _, p := range h.People {
		if kind := fmt.Sprint(p.Grants); kinds[kind] { // another such is shown the same
			continue
		} else {
			kinds[kind] = len(h.People) > 20 && !strings.Contains(kind, "committee")
		}
		who, err := w.app.Viewer(w.ctx, p.Ref().ID, "test")
		w.must(err)
		d, err := w.app.Desk(w.ctx, who)
		w.must(err)
		got, want := w.shownOn(d), w.offeredTo(who)
		for name := range want {
			do, _, _ := strings.Cut(name, " ")
			seen[do]++
		}
		if a, b := keysOf(got), keysOf(want); !slices.Equal(a, b) {
			w.Fatalf("at %s the desk of %s has\n%s\nand they are awaited for\n%s", w.now, who.ID(), strings.Join(a, "\n"), strings.Join(b, "\n"))
		}
		w.queuesLead(who, d)
		w.owed(who, d, seen)
	}
}

// owed compares the sheets that a desk counts, which the database does, with those of
// the dossiers themselves.
func (w *world) owed(who *app.Viewer, d *app.Desk, seen map[string]int) {
	w.Helper()
	for _, c := range d.Calls {
		seat := c.Call.Appointed(who.ID())
		leads := seat != nil && strings.HasSuffix(seat.As, "chair") && !who.Sight.ConflictedIn(c.Call)
		assigns := who.Sight.Books(c.Call) && slices.ContainsFunc(who.Actor.Grants, func(g workflow.Grant) bool { return g.Role == workflow.Officer && g.On(who.Today) })
		var want []string
		if c.Call.State() == "in_committee" && (leads || assigns) {
			want = unsealed(w.load(c.Call.Ref().Dossier, "").All, c.Call, who)
		}
		people := slices.Compact(sorted(want))
		if c.Owed != len(want) || !slices.Equal(sorted(c.Owing), people) {
			w.Fatalf("at %s %s is told of %d sheets of %v, want %d of %v", w.now, who.ID(), c.Owed, c.Owing, len(want), people)
		}
		if len(want) > 0 {
			seen["owed"]++
		}
	}
}

// unsealed names the member of each open sheet before the committee, as the reader has it.
func unsealed(all []*workflow.Submission, c *workflow.Call, who *app.Viewer) (out []string) {
	for _, f := range all {
		for _, x := range f.Sheets {
			if f.State() == workflow.SubmissionUnderReview && (x.State() == "assigned" || x.State() == "draft") && who.Sight.Bench(c, f) && c.Appointed(x.Person) != nil {
				out = append(out, x.Person)
			}
		}
	}
	return out
}

func keysOf(m map[string]bool) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// shownOn is all that a desk leads to: an act, and on what.
func (w *world) shownOn(d *app.Desk) map[string]bool {
	out := map[string]bool{}
	add := func(acts []app.Act) {
		for i := range acts {
			if a := &acts[i]; a.Awaited && a.Blocked == nil {
				key := a.Name() + " " + a.On.String()
				if out[key] {
					w.Errorf("%s stands there twice", key)
				}
				out[key] = true
			}
		}
	}
	for _, c := range d.Calls {
		add(c.Acts)
	}
	for _, f := range d.Files {
		add(f.Acts)
	}
	for _, q := range d.Queue {
		for _, f := range q.Files {
			add(f.Acts)
		}
	}
	return out
}

// offeredTo is what somebody may do now in each call and dossier that they may
// open, and that is awaited; by their pages, one by one.
func (w *world) offeredTo(who *app.Viewer) map[string]bool {
	w.Helper()
	out := map[string]bool{}
	for _, table := range []string{"calls", "submissions"} {
		for _, row := range w.dump(table) {
			id, _, _ := strings.Cut(strings.TrimPrefix(row, "id="), "|")
			look := w.app.Look
			if table == "calls" {
				look = w.app.LookAtCall
			}
			v, err := look(w.ctx, who, id)
			if isNotThere(err) {
				continue
			}
			w.must(err)
			for i := range v.Acts {
				if a := &v.Acts[i]; a.Awaited && a.Blocked == nil {
					out[a.Name()+" "+a.On.String()] = true
				}
			}
		}
	}
	return out
}

// queuesLead: the list that a counted line leads to has its dossiers, and only
// such as wait for this act.
func (w *world) queuesLead(who *app.Viewer, d *app.Desk) {
	w.Helper()
	for _, q := range d.Queue {
		call := q.Call.Ref().Dossier
		ids, err := w.app.WaitingFor(w.ctx, who, q.Name, call)
		w.must(err)
		listed, err := w.app.Files(w.ctx, who, storage.Wanted{Call: call, Of: ids, Page: storage.Page{Limit: 100}})
		w.must(err)
		var got []string
		for _, b := range listed.Files {
			got = append(got, b.ID)
		}
		for _, f := range d.Files { // named one by one above
			got = slices.DeleteFunc(got, func(id string) bool { return id == f.File.Ref().Dossier })
		}
		want := slices.Clone(q.Places)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			w.Fatalf("%s: the list of %s has %v, the desk counts %v", who.ID(), q.Name, got, want)
		}
		if !slices.Contains(w.app.Awaits(who), q.Name) {
			w.Fatalf("%s: a list cannot be narrowed to %s", who.ID(), q.Name)
		}
	}
}

func isNotThere(err error) bool {
	no, ok := err.(*workflow.Error) //nolint:errorlint // the door's own answer
	return ok && no.Kind == workflow.NotFound
}
