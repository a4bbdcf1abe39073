package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// errShape would mean that gofpdf writes files otherwise than it did.
var errShape = errors.New("the file has not the shape that was expected")

// finish adds what gofpdf has no call for: the language, the metadata's place,
// that readers show the title, the zone of the dates and an identifier. All that
// grows stands in the last two objects, so that only the catalog moves.
func (s *setter) finish(file []byte) ([]byte, error) {
	end := max(0, bytes.LastIndex(file, []byte("\nxref\n")))
	body, tail := file[:end], file[end:]
	info := bytes.LastIndex(body, []byte("/CreationDate (D:"))
	catalog := bytes.LastIndex(body, []byte(" 0 obj\n<<\n/Type /Catalog\n"))
	if info < 0 || catalog < info || !bytes.HasPrefix(body, []byte("%PDF-1.3\n")) {
		return nil, errShape
	}
	begin := bytes.LastIndexByte(body[:catalog], '\n') + 1
	root, err := strconv.Atoi(string(body[begin:catalog]))
	last := fmt.Sprintf("%010d 00000 n \ntrailer\n<<\n", begin)
	entries, found := bytes.CutSuffix(tail[:max(0, bytes.Index(tail, []byte("/Size ")))], []byte(last))
	if err != nil || !found {
		return nil, errShape
	}
	dates := bytes.ReplaceAll(body[info:begin], []byte(s.doc.Made.UTC().Format("20060102150405)")), []byte(s.doc.Made.UTC().Format("20060102150405Z)")))
	id := sha256.Sum256(file)
	var out bytes.Buffer
	out.Grow(len(file) + 200)
	out.WriteString("%PDF-1.7\n")
	out.Write(body[len("%PDF-1.7\n"):info])
	out.Write(dates)
	begin = out.Len()
	fmt.Fprintf(&out, "%d 0 obj\n<<\n/Lang (%s)\n/Metadata %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>\n", root, s.words.tag, root-2)
	out.Write(body[catalog+len(" 0 obj\n<<\n"):])
	xref := out.Len() + 1 // after the line's end that entries begins with
	out.Write(entries)
	fmt.Fprintf(&out, "%010d 00000 n \ntrailer\n<<\n/Size %d\n/Root %d 0 R\n/Info %d 0 R\n", begin, root+1, root, root-1)
	fmt.Fprintf(&out, "/ID [<%x> <%x>]\n>>\nstartxref\n%d\n%%%%EOF\n", id[:16], id[:16], xref)
	return out.Bytes(), nil
}

// xmp is the metadata as programs of archives read it.
func (s *setter) xmp() []byte {
	d := s.doc
	made := d.Made.UTC().Format(time.RFC3339)
	alt := func(name, value string) string {
		return fmt.Sprintf("<%s><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li><rdf:li xml:lang=%q>%s</rdf:li></rdf:Alt></%s>\n",
			name, escaped(value), s.words.tag, escaped(value), name)
	}
	return []byte("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" +
		"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n" +
		"<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"" +
		" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n" +
		"<dc:format>application/pdf</dc:format>\n" +
		alt("dc:title", d.Title) + alt("dc:description", d.Subject) +
		"<dc:creator><rdf:Seq><rdf:li>" + escaped(d.Author) + "</rdf:li></rdf:Seq></dc:creator>\n" +
		"<dc:language><rdf:Bag><rdf:li>" + s.words.tag + "</rdf:li></rdf:Bag></dc:language>\n" +
		"<dc:identifier>" + escaped(d.identity(s.words)) + "</dc:identifier>\n" +
		"<xmp:CreateDate>" + made + "</xmp:CreateDate>\n<xmp:ModifyDate>" + made + "</xmp:ModifyDate>\n" +
		"<pdf:Producer>Tremplin</pdf:Producer>\n" +
		"</rdf:Description>\n</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
}

// escaped is text as XML holds it.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(property(text))) // a builder takes everything
	return b.String()
}
