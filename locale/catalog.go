package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed text
var files embed.FS

// catalog is a language's texts. Those without arguments lie in a plain map;
// go-i18n chooses the plural of the others.
type catalog struct {
	plain     map[string]string
	patterns  map[string]*pattern // of the form "other", which every text with arguments has
	localizer *i18n.Localizer
}

// texts reads the files at first use, so that a program that says nothing
// starts without them.
var texts = sync.OnceValue(func() map[Language]*catalog {
	bundle := i18n.NewBundle(language.French)
	out := map[Language]*catalog{}
	for _, l := range Languages {
		c, err := load(bundle, l)
		if err != nil {
			panic(err) // the texts are in the program: a test reads them all
		}
		out[l] = c
	}
	return out
})

func plain(l Language, key string) (string, bool) {
	c := texts()[l]
	if c == nil {
		c = texts()[FR]
	}
	s, ok := c.plain[key]
	return s, ok
}

func load(bundle *i18n.Bundle, l Language) (*catalog, error) {
	c := &catalog{plain: map[string]string{}, patterns: map[string]*pattern{}, localizer: i18n.NewLocalizer(bundle, string(l))}
	dir := path.Join("text", string(l))
	entries, err := files.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("locale: %w", err)
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("locale: %w", err)
		}
		var keys map[string]forms
		if err := json.Unmarshal(data, &keys); err != nil {
			return nil, fmt.Errorf("locale: %s: %w", name, err)
		}
		for key, f := range keys {
			if err := c.add(bundle, language.Make(string(l)), key, f); err != nil {
				return nil, fmt.Errorf("locale: %s: %s: %w", name, key, err)
			}
		}
	}
	return c, nil
}

// forms are a text's plural forms; a text with only one is a plain string.
type forms struct {
	One   string `json:"one"`
	Other string `json:"other"`
}

// UnmarshalJSON reads both ways of writing.
func (f *forms) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &f.Other); err == nil {
		return nil
	}
	type bare forms
	return json.Unmarshal(data, (*bare)(f))
}

func (c *catalog) add(bundle *i18n.Bundle, tag language.Tag, key string, f forms) error {
	if _, ok := c.plain[key]; ok || c.patterns[key] != nil {
		return fmt.Errorf("is there twice")
	}
	if f.One == "" && !strings.ContainsAny(f.Other, "{[") {
		c.plain[key] = f.Other
		return nil
	}
	for _, s := range []string{f.Other, f.One} {
		p, err := parsePattern(s)
		if err != nil {
			return err
		}
		if c.patterns[key] == nil {
			c.patterns[key] = p
		}
	}
	return bundle.AddMessages(tag, &i18n.Message{ID: key, One: f.One, Other: f.Other})
}

// Text is a text with arguments, in the plural that its count asks for. Facts
// are printed as the text says: {amount|money}, {until|when}, {left|n}. What
// stands in [brackets] is left out where a fact that it names is missing. Where
// a fact is missing that stands outside, or there is no such text, it is the key.
func Text(l Language, key string, facts map[string]any) string {
	s, err := fill(l, key, facts)
	if err != nil {
		return key
	}
	return s
}

func fill(l Language, key string, facts map[string]any) (string, error) {
	if s, ok := plain(l, key); ok {
		return s, nil
	}
	c := texts()[l]
	if c == nil {
		l, c = FR, texts()[FR]
	}
	p := c.patterns[key]
	if p == nil {
		return "", fmt.Errorf("locale: no text %q", key)
	}
	conf := &i18n.LocalizeConfig{MessageID: key, TemplateData: data{l, facts}, TemplateParser: parser{}}
	if n, ok := whole(facts[p.count]); ok && p.count != "" {
		conf.PluralCount = n
	}
	s, err := c.localizer.Localize(conf)
	if s != "" {
		return s, nil // an error here only says that the form is not written, and that "other" is taken
	}
	return s, err
}
