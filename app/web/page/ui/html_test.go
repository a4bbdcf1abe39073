package ui_test

import (
	"bytes"
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

func render(t interface{ Fatal(...any) }, c templ.Component) string {
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parse(t *testing.T, s string) *html.Node {
	t.Helper()
	n, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// each visits all elements that a browser shows: not those in templates.
func each(n *html.Node, f func(*html.Node)) {
	if n.Type == html.ElementNode {
		if n.Data == "template" {
			return
		}
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, f)
	}
}

func attr(n *html.Node, name string) string {
	v, _ := lookup(n, name)
	return v
}

func lookup(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

func inner(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// posted is what a browser sends when a page's form is sent by its first button.
func posted(t *testing.T, s string) url.Values {
	t.Helper()
	out := url.Values{}
	each(parse(t, s), func(n *html.Node) {
		name := attr(n, "name")
		if name == "" {
			return
		}
		switch n.Data {
		case "input":
			if k := attr(n, "type"); k == "radio" || k == "checkbox" {
				if _, ok := lookup(n, "checked"); !ok {
					return
				}
			}
			out.Add(name, attr(n, "value"))
		case "textarea":
			out.Add(name, strings.ReplaceAll(inner(n), "\n", "\r\n"))
		case "select":
			out.Add(name, selected(n))
		}
	})
	return out
}

func selected(n *html.Node) (v string) {
	first := true
	each(n, func(o *html.Node) {
		if o.Data != "option" {
			return
		}
		if _, ok := lookup(o, "selected"); ok || first {
			v, first = attr(o, "value"), false
		}
	})
	return v
}
