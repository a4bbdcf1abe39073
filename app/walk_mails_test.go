package app_test

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tremplin/app"
	"tremplin/app/document"
	"tremplin/app/mail"
	"tremplin/storage"
	"tremplin/workflow"
)

// audience is whom each mail may tell at most, written by hand from the texts: A
// whoever writes or signs for some SISP, S those of the dossier's, P who signs for
// a partner of it, F the funder's people, C the call's committee.
var audience = map[string]string{
	"E01": "A", "E02": "A", "E03": "A", "E07": "AP", "E08": "F", "E09": "F", "E10": "C", "E11": "C", "E12": "C", "E13": "FC", "E14": "FC",
	"E04": "S", "E05": "S", "E15": "P", "E16": "S", "E18": "S", "E40": "S", "E44": "S", "E46": "S", "E48": "S",
	"E17": "SPF", "E24": "SPF", "E25": "SPF", "E28": "SPF", "E29": "SPF", "E30": "SPF", "E31": "SPF", "E50": "SPF", "E51": "SPF",
	"E39": "SF", "E45": "F", "E47": "SF",
}

// mails checks every mail that a walk has ordered, by kind: it can be written, and
// whoever it tells belongs to those whom it is for, may see what it is about, is
// written to at their address and in their language, is led there and to nothing
// else, and reads nothing of what they may not see.
func (w *walker) mails(kinds map[string]int) {
	w.Helper()
	cases := map[string]*workflow.Case{}
	of := func(call, submission string) *workflow.Case {
		if c := cases[call+" "+submission]; c != nil {
			return c
		}
		c := w.load(call, submission)
		w.must(w.app.Store.View(w.ctx, func(tx *storage.Tx) (err error) {
			if c.House, err = tx.People(); err != nil { // with their names
				return err
			}
			return tx.LoadTitles(c.All...)
		}))
		cases[call+" "+submission] = c
		return c
	}
	for _, j := range w.everyMailOf() {
		told, err := app.Told(w.ctx, w.app, j)
		if err != nil && !errors.Is(err, document.ErrNothingToTell) {
			w.Errorf("%s on %s: %v", j.Kind, j.On, err)
		}
		call, _, in := strings.Cut(j.On.Dossier, ".")
		submission := j.On.Dossier
		if !in {
			submission = ""
		}
		for person, said := range told {
			kinds[j.Kind]++
			c := of(call, submission)
			w.concerns(j, c, c.House.Person(person))
			for _, m := range said {
				w.leads(j, c, c.House.Person(person), m)
				for _, other := range w.calls {
					w.namesNothing(j, of(other, ""), person, m)
				}
			}
			w.written(j, c.House, c.House.Person(person), said)
		}
	}
}

// concerns: the reader is one of those whom the mail is for, by what they hold
// today, and may see what it is about.
func (w *walker) concerns(j storage.Job, c *workflow.Case, p *workflow.Person) {
	w.Helper()
	today := workflow.DateOf(w.now)
	grants := c.House.GrantsOf(p)
	holds := func(of func(workflow.Grant) bool) bool {
		return slices.ContainsFunc(grants, func(g workflow.Grant) bool { return g.On(today) && of(g) })
	}
	writes := func(g workflow.Grant) bool { return g.Role == workflow.Editor || g.Role == workflow.SispSig }
	belongs := map[rune]bool{
		'A': holds(writes),
		'S': c.File != nil && holds(func(g workflow.Grant) bool { return writes(g) && g.Org == c.File.Sisp }),
		'P': holds(func(g workflow.Grant) bool {
			return g.Role == workflow.PartnerSig && (c.File == nil || c.File.Joins(g.Org))
		}),
		'F': holds(func(g workflow.Grant) bool {
			return slices.Contains([]workflow.Role{workflow.Officer, workflow.Director, workflow.FunderSig, workflow.Finance}, g.Role)
		}),
		'C': c.Call.Appointed(p.Ref().ID) != nil,
	}
	name, _ := workflow.MailOf(j.Kind)
	if !strings.ContainsFunc(cmp.Or(audience[name], "SP"), func(r rune) bool { return belongs[r] }) {
		w.Errorf("%s on %s tells %s, whom it is not for: %+v", j.Kind, j.On, p.Ref().ID, grants)
	}
	s := workflow.SightOf(c.House, workflow.Actor{Person: p.Ref().ID, Grants: grants}, today)
	if c.File != nil && !s.Submission(c.Call, c.File) || !s.Call(c.Call) {
		w.Errorf("%s tells %s of %s, which they may not see", j.Kind, p.Ref().ID, j.On)
	}
}

var address = regexp.MustCompile(`https?://[^\s)>\]]+`)

// leads: each link of the mail goes to what it is about, as the reader may see it.
func (w *walker) leads(j storage.Job, c *workflow.Case, p *workflow.Person, m mail.Message) {
	w.Helper()
	base := w.app.Settings.Site
	want := []string{base + "/calls/" + c.Call.Ref().Dossier}
	switch name, _ := workflow.MailOf(j.Kind); {
	case c.File != nil:
		want = []string{base + "/dossiers/" + c.File.Ref().Dossier}
	case name == "E07":
		want = []string{base + "/faq"}
	case !strings.Contains(cmp.Or(audience[name], "SP"), "A"): // the funder's and the committee's
		want = append(want, want[0]+"/work")
	}
	links := address.FindAllString(m.Body.Text, -1)
	if len(links) == 0 || slices.ContainsFunc(links, func(l string) bool { return !slices.Contains(want, strings.TrimRight(l, ".,;")) }) {
		w.Errorf("%s leads %s to %v, want %v", j.Kind, p.Ref().ID, links, want)
	}
	if !strings.Contains(m.Body.HTML, `href="`+strings.TrimRight(links[0], ".,;")+`"`) {
		w.Errorf("%s leads %s elsewhere in HTML", j.Kind, p.Ref().ID)
	}
}

// namesNothing: no dossier of the call that the reader may not see is named, by
// its id, its number or its title; and who is not of the house or the committee
// reads no name of a member.
func (w *walker) namesNothing(j storage.Job, c *workflow.Case, person string, m mail.Message) {
	w.Helper()
	s := workflow.SightOf(c.House, workflow.Actor{Person: person, Grants: c.House.GrantsOf(c.House.Person(person))}, workflow.DateOf(w.now))
	text := m.Subject + "\n" + m.Body.Text
	for _, f := range c.All {
		if s.Submission(c.Call, f) {
			continue
		}
		named := []string{f.Ref().Dossier}
		if f.Number > 0 {
			named = append(named, fmt.Sprintf("%s-%02d", c.Call.Reference, f.Number))
		}
		if f.Proposal != nil && len(strings.Fields(f.Proposal.Title.Body)) > 5 { // shorter ones come about by chance
			named = append(named, f.Proposal.Title.Body)
		}
		for _, n := range named {
			if regexp.MustCompile(regexp.QuoteMeta(n) + `\b`).MatchString(text) { // p1 is not p10
				w.Errorf("%s on %s tells %s of %s, which they may not see: %s", j.Kind, j.On, person, n, text)
			}
		}
	}
	name, _ := workflow.MailOf(j.Kind)
	if strings.ContainsAny(cmp.Or(audience[name], "SP"), "FC") {
		return
	}
	for _, seat := range c.Call.Members {
		n := c.House.Person(seat.Person)
		if n != nil && slices.ContainsFunc(n.Grants, func(g workflow.Grant) bool { return g.Role == workflow.Officer || g.Role == workflow.Director }) {
			continue // whom to ask is told to everybody
		}
		if n != nil && n.Name.Body != "" && strings.Contains(text, n.Name.Body) {
			w.Errorf("%s on %s names the member %s to %s: %s", j.Kind, j.On, seat.Person, person, text)
		}
	}
}

// written: to one address, the reader's, in both languages as the law has them and
// not the same words, of which the reader's own goes out.
func (w *walker) written(j storage.Job, h *workflow.House, p *workflow.Person, said [3]mail.Message) {
	w.Helper()
	own := "fr"
	if o := h.Org(p.Org); o != nil && o.Language == "nl" {
		own = "nl"
	}
	if p.Language == "fr" || p.Language == "nl" {
		own = p.Language
	}
	fr, nl, sent := said[0], said[1], said[2]
	if string(fr.Language) != "fr" || string(nl.Language) != "nl" || string(sent.Language) != own || fr.Body.Text == nl.Body.Text {
		w.Errorf("%s to %s: %s, %s and %s, want %s", j.Kind, p.Ref().ID, fr.Language, nl.Language, sent.Language, own)
	}
	for _, m := range said {
		if m.To != p.Email.Body || m.To != p.Ref().ID+"@walk.test" || m.Name != p.Name.Body || strings.ContainsAny(m.Body.Text, "{}[]\x01\x02") || !strings.HasPrefix(m.Subject, "[") {
			w.Errorf("%s to %s: %q at %q, %q: %s", j.Kind, p.Ref().ID, m.Name, m.To, m.Subject, m.Body.Text)
		}
	}
}
