package storage

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"strconv"
	"time"

	"tremplin/workflow"
)

// eventRow is a line of the trail.
type eventRow struct {
	DossierID    string
	Seq          int64
	CallID       string
	At           time.Time
	RecordedAt   time.Time
	Actor        string
	Surface      string
	ActingAs     string // "" in events from before it was kept, and of the engine
	Entity       string
	PartID       string
	Action       string
	FromState    string
	ToState      string
	CauseDossier string
	CauseSeq     int64
	Input        string
	FilledIn     string // keys of the input that no source gives, by commas
	Rows         string
	Ledger       string
	Prev         string
	Hash         string

	noted []rowThen // not yet in Rows
}

const eventColumns = "dossier_id, seq, call_id, at, recorded_at, actor, surface, acting_as, entity, part_id, action, " +
	"from_state, to_state, cause_dossier, cause_seq, input, filled_in, rows, ledger, prev, hash"

func (e *eventRow) values() []any {
	return []any{
		e.DossierID, e.Seq, e.CallID, e.At, e.RecordedAt, e.Actor, e.Surface, e.ActingAs, e.Entity, e.PartID, e.Action,
		e.FromState, e.ToState, e.CauseDossier, e.CauseSeq, e.Input, e.FilledIn, e.Rows, e.Ledger, e.Prev, e.Hash,
	}
}

func (e *eventRow) scan(scan func(...any) error) error {
	err := scan(&e.DossierID, &e.Seq, &e.CallID, &e.At, &e.RecordedAt, &e.Actor, &e.Surface, &e.ActingAs, &e.Entity, &e.PartID, &e.Action,
		&e.FromState, &e.ToState, &e.CauseDossier, &e.CauseSeq, &e.Input, &e.FilledIn, &e.Rows, &e.Ledger, &e.Prev, &e.Hash)
	e.At, e.RecordedAt = e.At.UTC(), e.RecordedAt.UTC()
	return err
}

// eventDomain keeps these hashes apart from all others.
const eventDomain = "tremplin event 1"

// digest is the hash of all columns but hash itself, each behind its length, so
// that nothing can move from one into the next.
func (e *eventRow) digest() string {
	h := sha256.New()
	put(h, eventDomain)
	for _, v := range []string{
		e.DossierID, number(e.Seq), e.CallID, instant(e.At), instant(e.RecordedAt), e.Actor, e.Surface, e.Entity, e.PartID, e.Action,
		e.FromState, e.ToState, e.CauseDossier, number(e.CauseSeq), e.Input, e.FilledIn, e.Rows, e.Ledger, e.Prev,
	} {
		put(h, v)
	}
	if e.ActingAs != "" { // events from before it was kept have none, and their hash holds
		put(h, e.ActingAs)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func put(h hash.Hash, s string) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(s)))
	_, _ = h.Write(n[:])
	_, _ = h.Write([]byte(s))
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// instant is a time as hashes have it.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

func (e *eventRow) on() workflow.Ref {
	return workflow.Ref{Entity: workflow.Entity(e.Entity), Dossier: e.DossierID, ID: e.PartID}
}

// rowThen is a row as it stood after an event: of the dossier (n is 0, and no
// body if it did not change), of a part, or of a text or file that came or went.
type rowThen struct {
	Entity string `json:"entity"`
	ID     string `json:"id,omitempty"`
	State  string `json:"state"`
	N      int64  `json:"n,omitempty"`
	Due    string `json:"due,omitempty"`
	Body   raw    `json:"body,omitempty"`
}

// raw is JSON kept to the byte.
type raw string

func (r raw) MarshalJSON() ([]byte, error)  { return []byte(r), nil }
func (r *raw) UnmarshalJSON(b []byte) error { *r = raw(b); return nil }

// entryThen is a line of the ledger with the sums after it.
type entryThen struct {
	Seq       int64  `json:"seq"`
	Kind      string `json:"kind"`
	Dossier   string `json:"dossier,omitempty"`
	Amount    int64  `json:"amount"`
	Envelope  int64  `json:"envelope"`
	Committed int64  `json:"committed"`
	Paid      int64  `json:"paid"`
}

// add moves the sums by a line.
func (s *sums) add(kind workflow.EntryKind, amount int64) {
	s.entries++
	switch kind {
	case workflow.EntryEnvelope, workflow.EntryChange:
		s.envelope += amount
	case workflow.EntryCommitment:
		s.committed += amount
	case workflow.EntryRelease:
		s.committed -= amount
		s.released += amount
	case workflow.EntryPayment:
		s.paid += amount
	case workflow.EntryRecovery:
		s.paid -= amount
	case workflow.EntryWriteOff: // says only that nothing will come back
	}
}
