package storagetest_test

import (
	"testing"

	"tremplin/storage/storagetest"
)

// BenchmarkDatabase measures what each test pays for a database of its own.
func BenchmarkDatabase(b *testing.B) {
	for name, open := range map[string]func(testing.TB) string{"sqlite": storagetest.SQLite, "postgres": storagetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			open(b) // the server and the template
			for b.Loop() {
				open(b)
			}
		})
	}
}
