// Package migrations holds the schema as numbered SQL, one folder for each
// kind of database. A file that has been released is never edited.
package migrations

import "embed"

// FS holds sqlite/NNNN_name.sql and postgres/NNNN_name.sql.
//
//go:embed sqlite/*.sql postgres/*.sql
var FS embed.FS
