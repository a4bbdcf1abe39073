package storage

import "tremplin/workflow"

func headOfHouse(l *loading) stmt {
	return stmt{
		sql:  "SELECT version, head, state FROM houses WHERE id = ?",
		args: []any{workflow.HouseID},
		each: func(scan func(...any) error) error {
			l.house = &dossierRow{id: workflow.HouseID}
			return scan(&l.house.version, &l.house.head, &l.house.state)
		},
	}
}

func headOfCall(l *loading, id string) stmt {
	return stmt{
		sql:  "SELECT version, head, state, due_at, entries, envelope, committed, released, paid FROM calls WHERE id = ?",
		args: []any{id},
		each: func(scan func(...any) error) error {
			r := &dossierRow{id: id}
			l.call = r
			err := scan(&r.version, &r.head, &r.state, &r.due, &r.sums.entries, &r.sums.envelope, &r.sums.committed, &r.sums.released, &r.sums.paid)
			r.due = utc(r.due)
			return err
		},
	}
}

func bodyOf(table string, r *dossierRow) stmt {
	return stmt{
		sql:  "SELECT version, head, state, body FROM " + table + " WHERE id = ?",
		args: []any{r.id},
		each: func(scan func(...any) error) error { return scan(&r.version, &r.head, &r.state, &r.body) },
	}
}

// headAgain makes sure that body and parts are of one event.
func headAgain(table string, r *dossierRow) stmt {
	return stmt{
		sql:  "SELECT head FROM " + table + " WHERE id = ?",
		args: []any{r.id},
		each: func(scan func(...any) error) error {
			var head string
			if err := scan(&head); err != nil {
				return err
			}
			if head != r.head {
				return errStale
			}
			return nil
		},
	}
}

func partsOf(into *[]partRow, dossier string) stmt {
	return stmt{
		sql:  "SELECT " + partColumns + " FROM parts WHERE dossier_id = ? ORDER BY n",
		args: []any{dossier},
		each: appendPart(into),
	}
}

func appendPart(into *[]partRow) func(func(...any) error) error {
	return func(scan func(...any) error) error {
		var p partRow
		if err := p.scan(scan); err != nil {
			return err
		}
		*into = append(*into, p)
		return nil
	}
}

const fileColumns = "id, call_id, version, head, state, body, due_at"

func (r *dossierRow) scanFile(scan func(...any) error) error {
	err := scan(&r.id, &r.callID, &r.version, &r.head, &r.state, &r.body, &r.due)
	r.due = utc(r.due)
	return err
}

// readFile reads the dossier acted in, unless all are read anyway.
func readFile(l *loading, ask Ask) []stmt {
	if ask.All {
		return nil
	}
	return []stmt{{
		sql:  "SELECT " + fileColumns + " FROM submissions WHERE id = ? AND call_id = ?",
		args: []any{ask.Submission, ask.Call},
		each: func(scan func(...any) error) error {
			l.file = &dossierRow{}
			return l.file.scanFile(scan)
		},
	}, partsOf(&l.fileParts, ask.Submission)}
}

func readAll(l *loading, ask Ask) []stmt {
	return []stmt{{
		sql:  "SELECT " + fileColumns + " FROM submissions WHERE call_id = ? ORDER BY id",
		args: []any{ask.Call},
		each: func(scan func(...any) error) error {
			r := &dossierRow{}
			l.all = append(l.all, r)
			return r.scanFile(scan)
		},
	}, {
		sql:  "SELECT " + partColumns + " FROM parts WHERE dossier_id IN (SELECT id FROM submissions WHERE call_id = ?) ORDER BY dossier_id, n",
		args: []any{ask.Call},
		each: appendPart(&l.allParts),
	}}
}

func readPast(r *reading, ask Ask) stmt {
	id := ask.Submission
	if id == "" {
		id = ask.Call
	}
	if ask.House {
		id = workflow.HouseID
	}
	return stmt{
		sql:  "SELECT entity, part_id, action, actor, from_state, to_state FROM events WHERE dossier_id = ? ORDER BY seq",
		args: []any{id},
		each: func(scan func(...any) error) error {
			var entity, part, action, from, to string
			h := workflow.Happened{}
			if err := scan(&entity, &part, &action, &h.By, &from, &to); err != nil {
				return err
			}
			h.On = workflow.Ref{Entity: workflow.Entity(entity), Dossier: id, ID: part}
			h.Action, h.From, h.To = workflow.Action(action), workflow.State(from), workflow.State(to)
			r.past = append(r.past, h)
			return nil
		},
	}
}

func readCounts(r *reading, ask Ask) stmt {
	r.counts = map[workflow.State]int{}
	return stmt{
		sql:  "SELECT state, count(*) FROM submissions WHERE call_id = ? GROUP BY state",
		args: []any{ask.Call},
		each: func(scan func(...any) error) error {
			var state string
			var n int
			if err := scan(&state, &n); err != nil {
				return err
			}
			r.counts[workflow.State(state)] = n
			return nil
		},
	}
}

func readReserve(r *reading, ask Ask) stmt {
	return stmt{
		sql:  "SELECT id, place FROM submissions WHERE call_id = ? AND place IS NOT NULL ORDER BY place, id",
		args: []any{ask.Call},
		each: func(scan func(...any) error) error {
			var p workflow.Placed
			if err := scan(&p.Submission, &p.Place); err != nil {
				return err
			}
			r.reserve = append(r.reserve, p)
			return nil
		},
	}
}
