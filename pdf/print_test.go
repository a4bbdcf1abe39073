package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"tremplin/locale"
	"tremplin/pdf"
	"tremplin/pdf/pdftest"
)

func TestSameBytesInAnotherProcess(t *testing.T) {
	const ask = "TREMPLIN_TEST_PRINT"
	d := convention(4)
	d.Blocks = append(d.Blocks, para("юлия *שלום* ***ελληνικά*** 😀")) // the whole fonts, all of them
	if name := os.Getenv(ask); name != "" {
		if err := os.WriteFile(name, printed(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	path := t.TempDir() + "/other.pdf"
	cmd := exec.Command(os.Args[0], "-test.run=^TestSameBytesInAnotherProcess$")
	cmd.Env = append(os.Environ(), ask+"="+path, "TZ=Asia/Tokyo", "LANG=nl_BE.UTF-8", "GOMAXPROCS=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	other, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d.Made = d.Made.In(time.FixedZone("Brussels", 3600))
	if !bytes.Equal(other, printed(t, d)) {
		t.Error("another process prints other bytes")
	}
}

func TestSameBytesSideBySide(t *testing.T) {
	want := map[string][]byte{}
	for name, d := range samples() {
		want[name] = printed(t, d)
	}
	var wait sync.WaitGroup
	for range 3 {
		for name, d := range samples() {
			wait.Go(func() {
				var b bytes.Buffer
				if err := pdf.Print(&b, d); err != nil || !bytes.Equal(b.Bytes(), want[name]) {
					t.Errorf("%s: other bytes, %v", name, err)
				}
			})
		}
	}
	wait.Wait()
}

func TestFilesAreSound(t *testing.T) {
	for name, d := range samples() {
		t.Run(name, func(t *testing.T) {
			out := pdftest.Tool(t, printed(t, d), "qpdf", "--check", "FILE")
			if !strings.Contains(out, "No syntax or stream encoding errors") {
				t.Error(out)
			}
		})
	}
}

func TestProperties(t *testing.T) {
	d := letter()
	d.Title = "Bijlage\nœ – « é » \U0001F600 (1\\2)"
	file := printed(t, d)
	out := pdftest.Tool(t, file, "pdfinfo", "FILE")
	for _, want := range []string{
		"Title:           Bijlage œ – « é » \ufffd (1\\2)\n",
		"Subject:         Projectoproep EMP-2023 – Empowerment\n",
		"Author:          Brusselse Gewestelijke Huisvestingsmaatschappij (BGHM)\n",
		"Keywords:        nr. EMP-2023-21-L06 · versie 1 · hashwaarde 3f9c2a7be01d45c8\n",
		"Mon Feb 12 09:30:00 2024",
		"Metadata Stream: yes",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if !bytes.Contains(file, []byte("/Lang (nl-BE)")) {
		t.Error("the language is missing")
	}
	meta := pdftest.Tool(t, file, "pdfinfo", "-meta", "FILE")
	if !strings.Contains(meta, "<dc:language><rdf:Bag><rdf:li>nl-BE<") || !strings.Contains(meta, "2024-02-12T09:30:00Z") {
		t.Error(meta)
	}
	fonts := pdftest.Tool(t, file, "pdffonts", "FILE")
	for line := range strings.SplitSeq(strings.TrimSpace(fonts), "\n") {
		if strings.HasPrefix(line, "utf8") && !strings.Contains(line, " yes ") {
			t.Errorf("not embedded: %s", line)
		}
	}
}

func TestEveryPageSaysWhatItIs(t *testing.T) {
	d := convention(4)
	d.Mark = pdf.Draft
	pages := strings.Split(pdftest.Tool(t, printed(t, d), "pdftotext", "-layout", "FILE", "-"), "\f")
	pages = pages[:len(pages)-1]
	for i, page := range pages {
		for _, want := range []string{
			"n° EMP-2023-03 · version 1 · empreinte 3f9c2a7be01d45c8", "Brouillon – sans valeur",
			fmt.Sprintf("page %d sur %d", i+1, len(pages)),
		} {
			if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
	}
}

func TestNoCodeWithoutAddress(t *testing.T) {
	d := letter()
	d.CheckURL = ""
	if without, with := len(printed(t, d)), len(printed(t, letter())); without >= with {
		t.Errorf("%d bytes without, %d with", without, with)
	}
}

func TestRefusesWhatItCannotPrint(t *testing.T) {
	d := letter()
	d.Layout = 9
	if err := pdf.Print(io.Discard, d); !errors.Is(err, pdf.ErrLayout) {
		t.Error(err)
	}
	d = letter()
	d.Made = time.Time{}
	if err := pdf.Print(io.Discard, d); !errors.Is(err, pdf.ErrMade) {
		t.Error(err)
	}
	d = letter()
	d.CheckURL = strings.Repeat("x", 5000)
	if err := pdf.Print(io.Discard, d); err == nil {
		t.Error("an address of 5000 characters became a QR code")
	}
	if err := pdf.Print(broken{}, letter()); !errors.Is(err, io.ErrShortWrite) {
		t.Error(err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestEmptyDocumentIsAPage(t *testing.T) {
	for _, d := range []pdf.Document{
		{Layout: 1, Made: made},
		sheet(locale.NL, ""),
		sheet(locale.FR, "", para(""), heading(1, ""), bullets(), numbers(), table("", ""), pageBreak, pageBreak),
		sheet(locale.EN, "", numbers(""), table("l", "a"), table("ll", "", "|"), signature("")),
	} {
		if pages := len(pdf.Strips(d)); pages == 0 {
			t.Error("no page")
		}
		pdftest.Tool(t, printed(t, d), "qpdf", "--check", "FILE")
	}
}
