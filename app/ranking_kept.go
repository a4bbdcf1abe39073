package app

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"tremplin/storage"
	"tremplin/workflow"
	"tremplin/workflow/ranking"
)

// judgements keeps, of the calls that were looked at last, their dossiers and what
// these come to: the ranking is made once per change of a call, not per view. Whether
// something has changed is asked of the database each time, so that several processes
// agree; then only the dossiers that have changed are read again. Nobody edits what is
// in it.
type judgements struct {
	mu    sync.Mutex
	calls []*judged // the latest first
	turns *turns    // of those who look for scenarios
}

// judged is a call's dossiers as they once stood, with their ranking.
type judged struct {
	id       string
	stamp    storage.Stamp
	edition  int // whose weights count
	standing map[string]storage.Standing
	files    []*workflow.Submission // those of the board of awards and the others, in the board's order
	ranked   []ranking.Ranked       // all that compete, by every sheet
	places   map[string]int         // in ranked, from 1
	turns    *turns                 // of all calls
	passing  bool                   // too large to be kept

	mu     sync.Mutex
	house  *workflow.House   // as of which the rest holds: names, mandates, texts taken away
	named  map[string]string // titles, by the reference of their text
	seen   map[string][]ranking.Ranked
	worked map[string]*worked // scenarios, by whose ranking they are from and by their rules
}

const (
	judgedCalls = 3    // kept
	judgedFiles = 2500 // of a call; of a larger one nothing is kept
	judgedWaits = 16   // who may wait for scenarios
	judgedSeen  = 64   // rankings of one call as several people may have them
)

// of is the call as it now stands. The call itself is the reader's.
func (k *judgements) of(tx *storage.Tx, c *workflow.Call) (*judged, error) {
	id := c.Ref().Dossier
	was := k.kept(id)
	stamp, err := tx.Stamp(id)
	if err != nil {
		return nil, err
	}
	if was.stamp == stamp && was.edition == len(c.Editions) {
		return was, nil
	}
	standing, err := tx.Standings(id, was.standing)
	if err != nil {
		return nil, err
	}
	now := newJudged(c, standing)
	now.stamp = stamp
	now.house, now.named = was.names()
	now.turns = k.turn()
	if now.passing = len(standing) > judgedFiles; !now.passing {
		k.keep(now)
	}
	return now, nil
}

func (k *judgements) turn() *turns {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.turns == nil {
		k.turns = newTurns(judgedWaits)
	}
	return k.turns
}

func (k *judgements) kept(call string) *judged {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, c := range k.calls {
		if c.id == call {
			return c
		}
	}
	return &judged{id: call}
}

func (k *judgements) keep(c *judged) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.calls = slices.DeleteFunc(k.calls, func(x *judged) bool { return x.id == c.id })
	k.calls = slices.Insert(k.calls, 0, c)
	k.calls = k.calls[:min(len(k.calls), judgedCalls)]
}

func newJudged(c *workflow.Call, standing map[string]storage.Standing) *judged {
	out := &judged{id: c.Ref().Dossier, edition: len(c.Editions), standing: standing, places: map[string]int{}}
	var entries []ranking.Entry
	for _, s := range standing {
		out.files = append(out.files, s.File)
		if competes(s.File) {
			entries = append(entries, ranking.EntryOf(s.File))
		}
	}
	out.ranked = ranking.Rank(c.Rules(), entries)
	for i := range out.ranked {
		out.places[out.ranked[i].ID] = out.ranked[i].Place
	}
	slices.SortFunc(out.files, out.compare)
	return out
}

// file is a dossier of the call; nil if there is none of that id.
func (b *judged) file(id string) *workflow.Submission { return b.standing[id].File }

func (b *judged) place(f *workflow.Submission) int { return b.places[f.Ref().Dossier] }

// rows are the ranking as somebody may have it: of the dossiers those that they may
// see, of the sheets likewise; so that no mean tells what others scored before one's
// own sheet is sealed, and no place that there are dossiers which one does not see.
// The key names this way of having it.
func (b *judged) rows(c *workflow.Call, who *Viewer) (rows []ranking.Ranked, key string) {
	seat := c.Appointed(who.ID())
	if who.Sight.Funder && seat == nil {
		return b.ranked, ""
	}
	key = fmt.Sprintf("%+v %t", who.Sight, seat != nil)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asOf(who.House)
	if rows, ok := b.seen[key]; ok {
		return rows, key
	}
	var entries []ranking.Entry
	for i := range b.ranked {
		f := b.file(b.ranked[i].ID)
		if !who.Sight.Bench(c, f) {
			continue
		}
		n := *f
		n.Sheets = slices.DeleteFunc(slices.Clone(f.Sheets), func(x *workflow.Sheet) bool { return !who.Sight.Sheet(c, f, x) })
		entries = append(entries, ranking.EntryOf(&n))
	}
	rows = ranking.Rank(c.Rules(), entries)
	if len(b.seen) >= judgedSeen {
		clear(b.seen)
	}
	b.seen[key] = rows
	return rows, key
}

// titles reads those titles of the files that are not known yet, and gives each
// dossier's. One that was taken away is "".
func (b *judged) titles(tx *storage.Tx, house *workflow.House, files []*workflow.Submission) (func(*workflow.Submission) string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asOf(house)
	var missing []string
	for _, f := range files {
		if ref := titleRef(f); ref != "" {
			if _, known := b.named[ref]; !known {
				missing = append(missing, ref)
			}
		}
	}
	if len(missing) > 0 {
		read, err := tx.Texts(missing)
		if err != nil {
			return nil, err
		}
		more := maps.Clone(b.named)
		for _, ref := range missing {
			more[ref] = read[ref]
		}
		b.named = more // readers keep the map that they were given
	}
	named := b.named
	return func(f *workflow.Submission) string { return named[titleRef(f)] }, nil
}

func titleRef(f *workflow.Submission) string {
	if f.Proposal == nil {
		return ""
	}
	return f.Proposal.Title.Ref
}

// asOf forgets what hung on the house before its last act: mandates, and texts that
// were taken away. Its holder has the lock.
func (b *judged) asOf(house *workflow.House) {
	if b.house == house && b.seen != nil {
		return
	}
	if b.house != house || b.named == nil {
		b.named = map[string]string{}
	}
	b.house, b.seen, b.worked = house, map[string][]ranking.Ranked{}, nil
}

// names are the titles that were read, for what follows.
func (b *judged) names() (*workflow.House, map[string]string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.house, b.named
}
