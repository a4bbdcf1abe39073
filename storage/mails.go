package storage

import (
	"context"
	"time"

	"tremplin/workflow"
)

// Mailed says what became of one message: to whom, about what; neither its text
// nor the address.
type Mailed struct {
	ID        int64 // in the order of sending
	MessageID string
	Person    string
	Kind      string // E17
	Dossier   string
	State     string // sent, bounced
	Reason    string // of a bounce
	At        time.Time
}

// What becomes of a message.
const (
	MailSent    = "sent"
	MailBounced = "bounced"
)

// LogMail writes down what became of a message: once, however often it was sent.
func (tx *Tx) LogMail(m Mailed) {
	tx.out = append(tx.out, stmt{
		sql: `INSERT INTO mail_log (message_id, person, kind, dossier_id, state, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (message_id) DO UPDATE SET state = excluded.state, reason = excluded.reason, at = excluded.at`,
		args: []any{m.MessageID, m.Person, m.Kind, m.Dossier, m.State, clip(m.Reason), whole(m.At)},
	})
}

// Mails lists what people were told about a dossier, the newest first.
func (s *Store) Mails(ctx context.Context, on workflow.Ref, limit int) ([]Mailed, error) {
	return s.mails(ctx, "dossier_id = ? ORDER BY id DESC LIMIT ?", on.Dossier, Page{Limit: limit}.limit())
}

// MailsTo lists what somebody was told, the newest first.
func (s *Store) MailsTo(ctx context.Context, person string, limit int) ([]Mailed, error) {
	return s.mails(ctx, "person = ? ORDER BY id DESC LIMIT ?", person, Page{Limit: limit}.limit())
}

func (s *Store) mails(ctx context.Context, where string, args ...any) ([]Mailed, error) {
	var out []Mailed
	err := eachRow(s.read.orm.WithContext(ctx).Raw("SELECT id, message_id, person, kind, dossier_id, state, reason, at FROM mail_log WHERE "+where, args...), func(scan func(...any) error) error {
		var m Mailed
		err := scan(&m.ID, &m.MessageID, &m.Person, &m.Kind, &m.Dossier, &m.State, &m.Reason, &m.At)
		m.At = m.At.UTC()
		out = append(out, m)
		return err
	})
	return out, wrapped("mails", err)
}
