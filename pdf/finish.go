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
// that readers show the title, and an identifier. The catalog is the last
// object, so nothing else moves.
func (s *setter) finish(file []byte) ([]byte, error) {
	const catalog = "/Type /Catalog\n"
	at := bytes.LastIndex(file, []byte(catalog))
	root := bytes.LastIndex(file, []byte("\n/Root "))
	start := bytes.LastIndex(file, []byte("startxref\n"))
	if at < 0 || root < at || start < root || !bytes.HasPrefix(file, []byte("%PDF-1.3\n")) {
		return nil, errShape
	}
	number, _, _ := bytes.Cut(file[root+len("\n/Root "):], []byte(" "))
	object, err := strconv.Atoi(string(number))
	if err != nil {
		return nil, errShape
	}
	offset, _, _ := bytes.Cut(file[start+len("startxref\n"):], []byte("\n"))
	xref, err := strconv.Atoi(string(offset))
	if err != nil {
		return nil, errShape
	}
	entries := fmt.Sprintf("/Lang (%s)\n/Metadata %d 0 R\n/ViewerPreferences <</DisplayDocTitle true>>\n", s.words.tag, object-2)
	id := sha256.Sum256(file)
	var out bytes.Buffer
	out.Grow(len(file) + len(entries) + 100)
	out.WriteString("%PDF-1.7\n")
	out.Write(file[len("%PDF-1.7\n") : at+len(catalog)])
	out.WriteString(entries)
	out.Write(file[at+len(catalog) : root+1])
	fmt.Fprintf(&out, "/ID [<%x> <%x>]\n", id[:16], id[:16])
	out.Write(file[root+1 : start])
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", xref+len(entries))
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
