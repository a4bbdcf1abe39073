package scenario_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tremplin/app/scenario"
	"tremplin/workflow/empowerment"
)

// head is a small scenario to which a case adds its lines; they begin at line 12.
const head = `scenario: small
organisations:
  - {id: slrb, kind: funder, name: {fr: "SLRB", nl: "BGHM"}}
  - {id: alfa, kind: sisp, name: {fr: "Alfa", nl: "Alfa"}}
people:
  - {id: off, name: "Officier", organisation: slrb, roles: [das_officer]}
  - {id: ed, name: "Rédacteur", organisation: alfa, roles: [sisp_editor]}
calls:
  - {id: c, reference: C-1, title: {fr: "a", nl: "b"}, envelope: 100, min_per_project: 10, max_per_project: 50, duration_months: 12,
     opens_at: 2025-02-03T09:00, closes_at: 2025-03-14T17:00}
steps:
`

const created = `  - {at: 2025-02-17T10:00, by: ed, do: submission.create, on: c, as: a, with: {sisp: alfa, title: "A", theme: t, requested: 12, budget: [{category: staff, label: "L", amount: 12}]}}
`

// complaints are what reading and checking the text complains about.
func complaints(text string) scenario.Complaints {
	f, all := scenario.Parse("x.yaml", []byte(text), fstest.MapFS{"note.txt": {Data: []byte("hello")}})
	if len(all) > 0 {
		return all
	}
	return scenario.Check([]*scenario.File{f}, empowerment.V1(), scenario.Ground{})
}

func TestComplaintsNameLineAndRemedy(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		// what is not even a scenario
		{"empty", "", "x.yaml:1: is empty: begin with `scenario: <name>`"},
		{"only a comment", "# nothing\n", "x.yaml:1: is empty"},
		{"null", "~\n", "x.yaml:1: is empty"},
		{"not YAML", "scenario: [\n", "is not YAML here"},
		{"tab", "scenario: a\nsteps:\n\t- {}\n", "x.yaml:3: is not YAML here"},
		{"not UTF-8", "scenario: a\nsteps: \xff\xfe\n", "x.yaml:2: is not UTF-8 here: save the file as UTF-8"},
		{"two documents", "scenario: a\n---\nscenario: b\n", "x.yaml:3: a second document begins here: give each scenario a file of its own"},
		{"a list", "- a\n", "x.yaml:1: a scenario has to be a mapping"},
		{"a word", "hello\n", "x.yaml:1: a scenario has to be a mapping"},
		{"alias", "scenario: &a x\nsteps: *a\n", "x.yaml:1: anchors and aliases are not read: write the value out where it is needed"},
		{"alias that explodes", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "x.yaml:1: anchors and aliases are not read"},
		{"alias of itself", "a: &a [*a]\n", "x.yaml:1: "},
		{"tag", "scenario: !!binary aGVsbG8=\n", "x.yaml:1: the tag !!binary is not read: leave it out"},
		{"key twice", "scenario: a\nscenario: b\n", "x.yaml:2: the key \"scenario\" stands here twice, first on line 1: keep one"},
		{"key that is a list", "? [a, b]\n: c\n", "x.yaml:1: a key has to be a word"},
		{"unknown key", "scenario: a\nstep: []\n", "x.yaml:2: a scenario has no key \"step\": it knows scenario, organisations"},
		{"no name", "steps: []\n", "x.yaml:1: the name under `scenario` is missing: add it"},
		{"odd name", "scenario: \"a b\"\n", "x.yaml:1: the name under `scenario` \"a b\" cannot be referred to"},
		{"steps no list", "scenario: a\nsteps: {at: b}\n", "x.yaml:2: `steps` has to be a list"},

		// who takes part
		{"organisation without id", "scenario: a\norganisations:\n  - {kind: sisp, name: {fr: A}}\n", "x.yaml:3: the `id` of this organisation is missing: add it"},
		{"id twice", "scenario: a\norganisations:\n  - {id: o, kind: sisp, name: {fr: A}}\n  - {id: o, kind: sisp, name: {fr: A}}\n", "x.yaml:4: the id \"o\" is given twice, first on line 3: choose another"},
		{"unknown kind", "scenario: a\norganisations:\n  - {id: o, kind: bank, name: {fr: A}}\n", "x.yaml:3: `kind`: `bank` is none of these: funder, sisp, association, municipality, service"},
		{"kind missing", "scenario: a\norganisations:\n  - {id: o, name: {fr: A}}\n", "x.yaml:3: `kind` is missing: add it"},
		{"unknown key of an organisation", "scenario: a\norganisations:\n  - {id: o, kind: sisp, name: {fr: A}, iban: x}\n", "x.yaml:3: there is no input \"iban\": it takes kind, name, language, account"},
		{"unknown language of a name", "scenario: a\norganisations:\n  - {id: o, kind: sisp, name: {en: A}}\n", "x.yaml:3: there is no input \"name.en\": it takes fr, nl"},
		{"a person called clock", "scenario: a\npeople:\n  - {id: clock, name: A}\n", "x.yaml:3: \"clock\" is a name of the program itself: choose another id"},
		{"unknown organisation", "scenario: a\npeople:\n  - {id: p, name: A, organisation: nobody}\n", "x.yaml:3: `organisation` names the organisation \"nobody\", which no file and no database knows: add it under `organisations`"},
		{"unknown mandate", "scenario: a\npeople:\n  - {id: p, name: A, mandates: [nobody]}\n", "x.yaml:3: `mandates` names the organisation \"nobody\""},
		{"filled_in of nothing", "scenario: a\norganisations:\n  - {id: o, kind: sisp, name: {fr: A}, filled_in: [account]}\n", "x.yaml:3: `filled_in` names \"account\", which is not given here: name keys of this entry"},
		{"filled_in is a number", "scenario: a\norganisations:\n  - {id: o, kind: sisp, name: {fr: A}, filled_in: 3}\n", "x.yaml:3: `filled_in` has to be true, or a list"},

		// calls
		{"time that never was", call("opens_at: 2025-03-30T02:30"), "x.yaml:3: `opens_at`: `2025-03-30T02:30` never was in Brussels, where the clock went forward"},
		{"time that was twice", call("opens_at: 2025-10-26T02:30"), "x.yaml:3: `opens_at`: `2025-10-26T02:30` was twice in Brussels, where the clock went back: add the zone"},
		{"negative amount", call("envelope: -5"), "x.yaml:3: `envelope`: `-5` is no amount: write euros with at most two decimals"},
		{"three decimals", call("envelope: 5.123"), "x.yaml:3: `envelope`: `5.123` is no amount"},
		{"float", call("envelope: 1e6"), "x.yaml:3: `envelope`: `1e6` is no amount"},
		{"separator", call("envelope: 1_000"), "x.yaml:3: `envelope`: `1_000` is no amount"},
		{"infinity", call("envelope: .inf"), "x.yaml:3: `envelope`: `.inf` is no amount"},
		{"months in words", call("duration_months: twelve"), "x.yaml:3: `duration_months`: `twelve` is no whole number"},
		{"a day that is not", call("reserve_until: 2025-02-30"), "x.yaml:3: `reserve_until`: `2025-02-30` is no date: write a day that exists"},
		{"reference of another kind", call("reference: A/B"), "x.yaml:3: the reference \"A/B\" cannot be referred to"},
		{"unknown chair", call("committee: {chair: nobody}"), "x.yaml:3: `committee.chair` names \"nobody\", whom no file and no database knows: add them under `people`"},
		{"unknown maker", call("by: nobody"), "x.yaml:3: `by` names \"nobody\", whom no file and no database knows"},

		// steps
		{"step is a word", head + "  - hello\n", "x.yaml:12: a step has to be a mapping"},
		{"unknown key of a step", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, when: now}\n", "x.yaml:12: a step has no key \"when\": it knows at, by, do, on"},
		{"no time", head + "  - {by: off, do: call.publish, on: c}\n", "x.yaml:12: the `at` of this step is missing: add it"},
		{"no such time", head + "  - {at: tomorrow, by: off, do: call.publish, on: c}\n", "x.yaml:12: `at` `tomorrow` is not a time: write it as 2023-10-31T17:00"},
		{"time twice", head + "  - {at: 2025-10-26T02:30, by: off, do: call.publish, on: c}\n", "x.yaml:12: `at` `2025-10-26T02:30` was twice"},
		{"out of order", head + created + "  - {at: 2025-02-16T10:00, by: ed, do: submission.submit, on: a}\n", "x.yaml:13: step 2 is earlier than step 1 on line 12: put the steps in order of time"},
		{"unknown person", head + "  - {at: 2025-01-15T10:00, by: nobody, do: call.publish, on: c}\n", "x.yaml:12: `by` names \"nobody\""},
		{"the clock is nobody", head + "  - {at: 2025-01-15T10:00, by: clock, do: call.publish, on: c}\n", "x.yaml:12: `by` names \"clock\""},
		{"unknown entity", head + "  - {at: 2025-01-15T10:00, by: off, do: project.start, on: c}\n", "x.yaml:12: there is no act \"project.start\": write <entity>.<action>, with one of organisation"},
		{"unknown act", head + "  - {at: 2025-01-15T10:00, by: off, do: call.open, on: c}\n", "x.yaml:12: there is no act \"call.open\": there are call.create"},
		{"do is a list", head + "  - {at: 2025-01-15T10:00, by: off, do: [call.publish], on: c}\n", "x.yaml:12: the `do` of this step has to be a single value"},
		{"on nothing", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish}\n", "x.yaml:12: the `on` of this step is missing: name the call that call.publish is done on"},
		{"on what comes later", head + "  - {at: 2025-01-15T10:00, by: ed, do: submission.submit, on: a}\n" + created, "x.yaml:12: \"a\" is neither a call of this file nor made by an earlier step: name it there with `as`"},
		{"on the wrong kind", head + "  - {at: 2025-01-15T10:00, by: ed, do: submission.submit, on: c}\n", "x.yaml:12: submission.submit is done on a submission, and \"c\" is a call: name the right one"},
		{"part of the wrong kind", head + created + "  - {at: 2025-02-18T10:00, by: ed, do: sheet.seal, on: a/party/x}\n", "x.yaml:13: sheet.seal is done on a sheet, and \"a/party/x\" is a party"},
		{"part without number", head + created + "  - {at: 2025-02-18T10:00, by: ed, do: sheet.seal, on: a/sheet}\n", "x.yaml:13: \"a/sheet\" names no part"},
		{"no kind of part", head + created + "  - {at: 2025-02-18T10:00, by: ed, do: sheet.seal, on: a/leaf/1}\n", "x.yaml:13: \"leaf\" is no kind of part"},
		{"making on a part", head + created + "  - {at: 2025-02-18T10:00, by: off, do: sheet.assign, on: c, with: {person: off}}\n", "x.yaml:13: sheet.assign is done on a submission, and \"c\" is a call"},
		{"on where there is none", head + "  - {at: 2025-01-15T10:00, by: off, do: person.grant, on: c, with: {person: ed, role: sisp_editor}}\n", "x.yaml:12: person.grant is done on nothing: leave `on` out"},
		{"name twice", head + created + strings.Replace(created, "17T", "18T", 1), "x.yaml:13: the name \"a\" is taken on line 12: choose another"},
		{"name of a call", head + strings.Replace(created, "as: a", "as: c", 1), "x.yaml:12: the name \"c\" is taken on line 9"},
		{"name for nothing", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, as: x}\n", "x.yaml:12: call.publish makes nothing that could be named: leave `as` out"},
		{"expects nonsense", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, expect: maybe}\n", "x.yaml:12: `expect` has to be ok, or a kind and a code such as refused/over_envelope"},
		{"expects what never comes", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, expect: refused/bad_mood}\n", "x.yaml:12: nothing is ever answered with \"refused/bad_mood\""},

		{"expects a code of another kind", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, expect: invalid/over_envelope}\n", "x.yaml:12: nothing is ever answered with \"invalid/over_envelope\""},
		{"expects nothing", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, expect: \"\"}\n", "x.yaml:12: `expect` has to be ok, or a kind and a code"},
		{"expects what is of the web", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, expect: unauthenticated}\n", "x.yaml:12: `expect` has to be ok, or a kind and a code"},
		{"fraction of a second", head + "  - {at: 2025-01-15T10:00:00.5, by: off, do: call.publish, on: c}\n", "x.yaml:12: `at` `2025-01-15T10:00:00.5` has a fraction of a second: write whole seconds"},
		{"another century", head + "  - {at: 1025-01-15T10:00, by: off, do: call.publish, on: c}\n", "x.yaml:12: `at` `1025-01-15T10:00` is out of range: write a year from 1900 to 2200"},

		// inputs
		{"unknown input", head + strings.Replace(created, "theme: t", "theme: t, colour: red", 1), "x.yaml:12: there is no input \"colour\": it takes sisp"},
		{"deep unknown input", head + strings.Replace(created, "amount: 12}", "amount: 12, vat: 2}", 1), "x.yaml:12: there is no input \"budget.vat\": it takes category, label, amount, own"},
		{"deep amount", head + strings.Replace(created, "amount: 12}", "amount: 12.345}", 1), "x.yaml:12: `budget.amount`: `12.345` is no amount"},
		{"list for a word", head + strings.Replace(created, "requested: 12", "requested: [12]", 1), "x.yaml:12: `requested` has to be a single value"},
		{"word for a mapping", head + strings.Replace(created, "budget: [{category: staff, label: \"L\", amount: 12}]", "budget: all", 1), "x.yaml:12: `budget` has to be a mapping"},
		{"unknown SISP", head + strings.Replace(created, "sisp: alfa", "sisp: beta", 1), "x.yaml:12: `sisp` names the organisation \"beta\""},
		{"unknown partner", head + strings.Replace(created, "theme: t", "theme: t, partners: [x]", 1), "x.yaml:12: `partners` names the organisation \"x\""},
		{"partner by its id", head + strings.Replace(created, "theme: t", "theme: t, partners: [{id: x}]", 1), "x.yaml:12: `partners.id` names the organisation \"x\""},
		{"with is a word", head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, with: all}\n", "x.yaml:12: `with` has to be a mapping"},
		{"another input is no excuse", head + strings.Replace(created, "requested: 12", "requested: x, colour: red}, expect: invalid/amount, filled_in: [at], with_: {a: b", 1), "x.yaml:12: a step has no key \"with_\""},
		{"file that is not there", head + created + attach("nothing.txt"), "x.yaml:13: `file` \"nothing.txt\" is not there: put it beside the scenario"},
		{"file from elsewhere", head + created + attach("../etc/passwd"), "x.yaml:13: `file` \"../etc/passwd\" does not lie beside the scenario"},
		{"file by its root", head + created + attach("/etc/passwd"), "x.yaml:13: `file` \"/etc/passwd\" does not lie beside the scenario"},
		{"hash of one's own", head + created + strings.Replace(attach("note.txt"), "file:", "hash: abc, file:", 1), "x.yaml:13: there is no input \"hash\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			all := complaints(c.text)
			if len(all) == 0 {
				t.Fatal("no complaint")
			}
			for _, got := range all {
				if strings.Contains(got.String(), c.want) {
					return
				}
			}
			t.Errorf("complaints:\n%s\nwant: %s", all.Error(), c.want)
		})
	}
}

func call(line string) string {
	key, _, _ := strings.Cut(line, ":")
	values := []string{
		"reference: C-1", "title: {fr: a, nl: b}", "envelope: 100", "min_per_project: 10", "max_per_project: 50",
		"duration_months: 12", "opens_at: 2025-02-03T09:00", "closes_at: 2025-03-14T17:00", line,
	}
	if i := slices.IndexFunc(values, func(v string) bool { return strings.HasPrefix(v, key+":") }); i < len(values)-1 {
		values = slices.Delete(values, i, i+1)
	}
	return "scenario: a\ncalls:\n  - {id: c, " + strings.Join(values, ", ") + "}\n"
}

func attach(path string) string {
	return "  - {at: 2025-02-18T10:00, by: ed, do: file.attach, on: a, with: {name: N, kind: other, file: " + path + "}}\n"
}

// TestNoComplaint has what looks odd and is right.
func TestNoComplaint(t *testing.T) {
	for name, text := range map[string]string{
		"nothing but a name":       "scenario: a\n",
		"byte order mark":          "\ufeffscenario: a\n",
		"the head":                 head,
		"a submission":             head + created,
		"on is a key":              head + "  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: c, expect: refused}\n",
		"amount as text":           head + strings.Replace(created, "requested: 12", "requested: \"12.50\"", 1),
		"same moment":              head + created + "  - {at: 2025-02-17T10:00, by: ed, do: submission.submit, on: a}\n",
		"zone":                     head + "  - {at: 2025-10-26T02:30:00+02:00, by: off, do: call.publish, on: c}\n",
		"expected unknown field":   head + strings.Replace(created, "theme: t", "theme: t, colour: red", 1)[:len(strings.Replace(created, "theme: t", "theme: t, colour: red", 1))-2] + ", expect: invalid/unknown_field}\n",
		"expected amount":          head + strings.Replace(created, "requested: 12, ", "requested: 1.234, ", 1)[:len(strings.Replace(created, "requested: 12, ", "requested: 1.234, ", 1))-2] + ", expect: invalid/amount}\n",
		"any invalid":              head + strings.Replace(created, "requested: 12, ", "requested: -1, ", 1)[:len(strings.Replace(created, "requested: 12, ", "requested: -1, ", 1))-2] + ", expect: invalid}\n",
		"missing is an outcome":    head + strings.Replace(created, "title: \"A\", ", "", 1),
		"zone without seconds":     head + "  - {at: 2025-10-26T02:30+02:00, by: off, do: call.publish, on: c}\n  - {at: 2025-10-26T09:00Z, by: off, do: call.publish, on: c}\n",
		"no fraction":              head + "  - {at: 2025-10-26T09:00:00.000Z, by: off, do: call.publish, on: c}\n",
		"attached file":            head + created + attach("note.txt"),
		"attached file, from here": head + created + attach("./note.txt"),
		"part of what is made":     head + created + "  - {at: 2025-02-18T10:00, by: ed, do: party.confirm, on: a/party/alfa, expect: not_found}\n",
	} {
		t.Run(name, func(t *testing.T) {
			if all := complaints(text); len(all) > 0 {
				t.Errorf("complaints:\n%s", all.Error())
			}
		})
	}
}

func TestAllComplaintsAtOnce(t *testing.T) {
	text := head + "  - {at: soon, by: nobody, do: call.open, on: c}\n  - {at: 2025-01-15T10:00, by: off, do: call.publish, on: d, expect: never}\n"
	all := complaints(text)
	_, read := scenario.Parse("x.yaml", []byte(text), nil)
	if len(all) == 0 || len(read) != 2 {
		t.Errorf("%d complaints from reading, want 2:\n%s", len(read), read.Error())
	}
}

// TestOneFaultOneComplaint: what follows from a name that is given twice is not
// told as well.
func TestOneFaultOneComplaint(t *testing.T) {
	text := head + created + strings.Replace(attach("note.txt"), "on: a", "on: a, as: a", 1) +
		"  - {at: 2025-02-18T11:00, by: ed, do: file.remove, on: a}\n  - {at: 2025-02-18T12:00, by: ed, do: submission.submit, on: a}\n"
	if all := complaints(text); len(all) != 1 || !strings.Contains(all[0].String(), "x.yaml:13: the name \"a\" is taken on line 12") {
		t.Errorf("complaints:\n%s", all.Error())
	}
}

func TestTooLarge(t *testing.T) {
	_, all := scenario.Parse("x.yaml", make([]byte, scenario.MaxSize+1), nil)
	if len(all) != 1 || !strings.Contains(all[0].String(), "x.yaml:1: is larger than 10 MB: split it into several scenarios") {
		t.Errorf("complaints: %v", all)
	}
}

func TestFilesSayTheSame(t *testing.T) {
	one, _ := scenario.Parse("one.yaml", []byte("scenario: one\norganisations: [{id: o, kind: sisp, name: {fr: A}}]\n"), nil)
	other, _ := scenario.Parse("other.yaml", []byte("scenario: other\norganisations:\n  - {id: o, kind: sisp, name: {fr: B}}\n"), nil)
	twin, _ := scenario.Parse("twin.yaml", []byte("scenario: one\norganisations: [{name: {fr: A}, kind: sisp, id: o}]\n"), nil)
	all := scenario.Check([]*scenario.File{one, other, twin}, empowerment.V1(), scenario.Ground{})
	want := "other.yaml:3: the organisation \"o\" is told otherwise in one.yaml on line 2: make them the same, or give one another id\n" +
		"twin.yaml:1: the scenario \"one\" is in one.yaml as well, on line 1: give it another name"
	if all.Error() != want {
		t.Errorf("complaints:\n%s\nwant:\n%s", all.Error(), want)
	}
}

func TestOpenSaysWhatIsNoFile(t *testing.T) {
	_, all := scenario.Open("/nowhere/x.yaml", t.TempDir())
	if len(all) != 2 || !strings.Contains(all[0].Message, "cannot be read") || !strings.Contains(all[1].Message, "cannot be read") {
		t.Errorf("complaints: %v", all)
	}
}

func FuzzScenario(f *testing.F) {
	f.Add([]byte(head + created))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("scenario: a\n---\n"))
	p := empowerment.V1()
	f.Fuzz(func(t *testing.T, data []byte) {
		file, all := scenario.Parse("x.yaml", data, nil)
		if file != nil {
			all = append(all, scenario.Check([]*scenario.File{file}, p, scenario.Ground{})...)
		}
		for _, c := range all {
			if c.Line < 1 || c.File != "x.yaml" || c.Message == "" || strings.Contains(c.Message, "%!") {
				t.Errorf("complaint without place or words: %+v", c)
			}
		}
	})
}
