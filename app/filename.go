package app

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestFileName is how many letters the name of an attached file has at most.
const longestFileName = 200

// extensions are what names of each kind of file that may be attached end with.
var extensions = map[string][]string{
	"application/pdf": {".pdf"}, "image/png": {".png"}, "image/jpeg": {".jpg", ".jpeg"}, "text/plain": {".txt", ".csv", ".md"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {".docx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       {".xlsx"},
	"application/vnd.oasis.opendocument.text":                                 {".odt"}, "application/vnd.oasis.opendocument.spreadsheet": {".ods"},
}

// Attachable reports whether files of a kind may be attached at all.
func Attachable(kind string) bool { return extensions[kind] != nil }

// FileName is a name that shows what it is: without folders, marks that turn the
// direction of writing, and what does not print; with the ending of what the
// file really is.
func FileName(s, kind string) string {
	s = path.Base(strings.ReplaceAll(strings.ToValidUTF8(s, ""), `\`, "/"))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs) || unicode.IsControl(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		default:
			return r
		}
	}, s)
	ends := extensions[kind]
	ext := path.Ext(s)
	stem := strings.TrimSpace(strings.TrimSuffix(s, ext))
	ext = strings.ToLower(ext) // only now: it may become longer
	switch {
	case len(ends) == 0:
		stem, ext = s, ""
	case !slices.Contains(ends, ext):
		stem, ext = s, ends[0]
	}
	if stem = strings.Trim(stem, ". "); stem == "" || stem == "/" {
		stem = "document"
	}
	for utf8.RuneCountInString(stem) > longestFileName-len(ext) {
		_, n := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-n]
	}
	return stem + ext
}
