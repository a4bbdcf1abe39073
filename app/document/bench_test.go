package document

import (
	"bytes"
	"io"
	"regexp"
	"testing"

	"tremplin/locale"
	"tremplin/workflow"
)

var aPage = regexp.MustCompile(`/Type /Page\b`)

// prints reports how long a page takes.
func benchPrint(b *testing.B, p *Paper) {
	b.Helper()
	var file bytes.Buffer
	if err := p.Print(&file, locale.FR); err != nil {
		b.Fatal(err)
	}
	pages := len(aPage.FindAll(file.Bytes(), -1))
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Print(io.Discard, locale.FR); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(pages), "pages")
	b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N)/float64(pages), "ms/page")
}

// BenchmarkPrintConvention prints the longest: four partners, sixty budget
// lines, forty deliverables, texts of ten thousand characters.
func BenchmarkPrintConvention(b *testing.B) {
	benchPrint(b, paperOf(b, kept{kind: "convention", source: func() *Source { return longestDeal().source }}))
}

func BenchmarkPrintLetter(b *testing.B) {
	benchPrint(b, paperOf(b, kept{kind: "award", source: func() *Source { return awarded(6500000).Source }}))
}

func BenchmarkPrintMinutes(b *testing.B) {
	benchPrint(b, paperOf(b, kept{kind: "minutes", source: contestedMinutes}))
}

// BenchmarkMake gathers the facts and takes their hash.
func BenchmarkMake(b *testing.B) {
	s := whole(dealt(2)).source
	k := s.Programme.Document(workflow.JobDocument("convention").Kind)
	b.ReportAllocs()
	for b.Loop() {
		p, err := Make(k, s)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.Hash(); err != nil {
			b.Fatal(err)
		}
	}
}

// Benchmark200Conventions makes and prints two hundred on all cores.
func Benchmark200Conventions(b *testing.B) {
	k := kept{kind: "convention", source: func() *Source { return whole(dealt(2)).source }}
	for b.Loop() {
		work := make(chan struct{})
		done := make(chan error)
		for range 2 {
			go func() {
				for range work {
					done <- paperOf(b, k).Print(io.Discard, locale.FR)
				}
			}()
		}
		go func() {
			for range 200 {
				work <- struct{}{}
			}
			close(work)
		}()
		for range 200 {
			if err := <-done; err != nil {
				b.Fatal(err)
			}
		}
	}
}
