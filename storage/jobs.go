package storage

import (
	"time"

	"tremplin/workflow"
)

// jobTries is how often a job is tried before it is dead.
const jobTries = 12

// job orders work for after the commit. A unique one that is already waiting is
// enough.
func (tx *Tx) job(j workflow.Job, version int64, at time.Time) stmt {
	var unique any
	if j.Unique != "" {
		unique = j.Unique
	}
	return stmt{
		sql: `INSERT INTO jobs (kind, dossier_id, entity, part_id, event_seq, unique_key, state, max_tries, run_at, created_at)
VALUES (?, ?, ?, ?, ?, ?, 'ready', ?, ?, ?)
ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running') DO NOTHING`,
		args: []any{j.Kind, j.On.Dossier, string(j.On.Entity), j.On.ID, version, unique, int64(jobTries), at, tx.s.stamp()},
	}
}
