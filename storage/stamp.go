package storage

// Stamp tells two states of a call's dossiers apart: no dossier ever goes, and
// each act makes the version of one of them higher.
type Stamp struct{ Dossiers, Events int64 }

// Stamp is that of a call as it now stands, read from an index alone.
func (tx *Tx) Stamp(call string) (Stamp, error) {
	var s Stamp
	q := tx.orm.Raw("SELECT COUNT(*), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM submissions WHERE call_id = ?", call)
	err := tx.each(q, func(scan func(...any) error) error { return scan(&s.Dossiers, &s.Events) })
	return s, wrapped("stamp", err)
}
