package pdf_test

import (
	"io"
	"sync"
	"testing"

	"tremplin/locale"
	"tremplin/pdf"
)

// tenPages is a document of ten pages of text and tables.
func tenPages() pdf.Document {
	d := convention(4)
	body := append(append([]locale.Block(nil), articlesFR()...), preambleFR()...)
	for range 3 {
		d.Blocks = append(d.Blocks, body...)
	}
	return d
}

func BenchmarkPrint(b *testing.B) {
	for _, c := range []struct {
		name string
		d    pdf.Document
	}{{"letter", letter()}, {"convention", convention(4)}, {"ten", tenPages()}} {
		b.Run(c.name, func(b *testing.B) {
			pages := len(pdf.Strips(c.d))
			b.ReportAllocs()
			for b.Loop() {
				if err := pdf.Print(io.Discard, c.d); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(pages), "pages")
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N)/float64(pages), "ms/page")
		})
	}
}

func BenchmarkHTML(b *testing.B) {
	d := convention(4)
	for b.Loop() {
		if err := pdf.HTML(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTwoHundred prints two hundred conventions of five pages on all cores.
func BenchmarkTwoHundred(b *testing.B) {
	d := convention(4)
	for b.Loop() {
		var wait sync.WaitGroup
		room := make(chan struct{}, 2)
		for range 200 {
			room <- struct{}{}
			wait.Go(func() {
				defer func() { <-room }()
				if err := pdf.Print(io.Discard, d); err != nil {
					b.Error(err)
				}
			})
		}
		wait.Wait()
	}
}
