package storage

import (
	"strconv"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
	"gorm.io/gorm/schema"
)

// liteORM is how gorm writes a query for SQLite. Nothing here lets it write rows
// or tables, so that it need not know how to.
type liteORM struct{ conn gorm.ConnPool }

var _ gorm.Dialector = liteORM{}

func (liteORM) Name() string { return "sqlite" }

func (d liteORM) Initialize(db *gorm.DB) error {
	db.ConnPool = d.conn
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{})
	db.ClauseBuilders["LIMIT"] = limit
	return nil
}

// limit writes the number out: for one that is bound SQLite compiles the statement
// anew each time.
func limit(c clause.Clause, b clause.Builder) {
	l, ok := c.Expression.(clause.Limit)
	if !ok || l.Limit == nil || l.Offset > 0 {
		c.Build(b)
		return
	}
	_, _ = b.WriteString("LIMIT " + strconv.Itoa(*l.Limit))
}

func (liteORM) Migrator(*gorm.DB) gorm.Migrator                     { return nil }
func (liteORM) DataTypeOf(f *schema.Field) string                   { return string(f.DataType) }
func (liteORM) DefaultValueOf(*schema.Field) clause.Expression      { return clause.Expr{SQL: "NULL"} }
func (liteORM) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') }
func (liteORM) Explain(sql string, vars ...any) string {
	return logger.ExplainSQL(sql, nil, `'`, vars...)
}

// QuoteTo quotes each part of a name by itself, by what SQLite never takes for a text.
func (liteORM) QuoteTo(w clause.Writer, name string) {
	_, _ = w.WriteString("`" + strings.ReplaceAll(strings.ReplaceAll(name, "`", "``"), ".", "`.`") + "`")
}
