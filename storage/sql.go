package storage

import (
	"strings"
	"time"
)

// sizes are how many rows one INSERT takes: few enough sizes that each is
// prepared once.
var sizes = []int{64, 16, 8, 4, 3, 2, 1}

// inserts writes rows with as few statements as sizes allow.
func inserts(into, conflict string, rows [][]any) []stmt {
	var out []stmt
	for len(rows) > 0 {
		n := 1
		for _, size := range sizes {
			if size <= len(rows) {
				n = size
				break
			}
		}
		one := marks(len(rows[0]))
		args := make([]any, 0, n*len(rows[0]))
		for _, r := range rows[:n] {
			args = append(args, r...)
		}
		q := into + " " + strings.Repeat(one+", ", n-1) + one
		if conflict != "" {
			q += " " + conflict
		}
		out = append(out, stmt{sql: q, args: args})
		rows = rows[n:]
	}
	return out
}

// marks is "(?, ?, ?)".
func marks(n int) string { return "(" + strings.Repeat("?, ", n-1) + "?)" }

// pointed is a time as columns keep it.
func pointed(t *time.Time) any {
	if t == nil {
		return nil
	}
	return moment(*t)
}
