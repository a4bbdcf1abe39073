package storage

import "tremplin/workflow"

// Standing is a dossier of a call as of its last event, which names it: as long
// as that is the last one, the dossier is the same. Nobody edits it.
type Standing struct {
	Head string
	File *workflow.Submission
}

// Standings are all dossiers of a call as they now stand, whoever reads: of those
// that are known, only what has changed since is read.
func (tx *Tx) Standings(call string, known map[string]Standing) (map[string]Standing, error) {
	out := make(map[string]Standing, len(known))
	var missing []string
	err := tx.each(tx.orm.Raw("SELECT id, head FROM submissions WHERE call_id = ?", call), func(scan func(...any) error) error {
		var id, head string
		err := scan(&id, &head)
		if k := known[id]; k.Head == head {
			out[id] = k
		} else {
			missing = append(missing, id)
		}
		return err
	})
	if err != nil {
		return nil, wrapped("standings", err)
	}
	read, err := tx.submissions(missing)
	for _, f := range read {
		out[f.Dossier.Ref().Dossier] = Standing{f.head, f.Dossier}
	}
	return out, wrapped("standings", err)
}
