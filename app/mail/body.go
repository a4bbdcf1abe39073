package mail

import (
	"html"
	"strings"

	"tremplin/locale"
)

// Body is a message's text, twice.
type Body struct{ Text, HTML string }

// Write is a text that was filled in, as plain text and as a simple page. link is
// the one address in it that can be clicked.
func Write(l locale.Language, blocks []locale.Block, link string) Body {
	var text, page strings.Builder
	for i, b := range blocks {
		if i > 0 {
			text.WriteString("\n")
		}
		for _, p := range paragraphs(b) {
			text.WriteString(p.mark + plain(p.runs) + "\n")
			page.WriteString("<p>" + p.mark + marked(p.runs, link) + "</p>\n")
		}
	}
	return Body{
		Text: text.String(),
		HTML: "<!doctype html>\n<html lang=\"" + string(l) + "\">\n<head><meta charset=\"utf-8\"><title></title></head>\n<body>\n" + page.String() + "</body>\n</html>\n",
	}
}

type paragraph struct {
	mark string
	runs []locale.Run
}

// paragraphs are those of a block: mails have lines and lists, no tables.
func paragraphs(b locale.Block) (out []paragraph) {
	if len(b.Runs) > 0 {
		out = append(out, paragraph{runs: b.Runs})
	}
	for _, item := range b.Items {
		mark := "– "
		if b.Kind == locale.Numbers {
			mark = ""
		}
		out = append(out, paragraph{mark, item})
	}
	return out
}

func plain(runs []locale.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

func marked(runs []locale.Run, link string) string {
	var b strings.Builder
	for _, r := range runs {
		s := strings.ReplaceAll(html.EscapeString(r.Text), "\n", "<br>\n")
		if link != "" {
			to := html.EscapeString(link)
			s = strings.ReplaceAll(s, to, `<a href="`+to+`">`+to+`</a>`)
		}
		if r.Bold {
			s = "<strong>" + s + "</strong>"
		}
		if r.Italic {
			s = "<em>" + s + "</em>"
		}
		b.WriteString(s)
	}
	return b.String()
}
