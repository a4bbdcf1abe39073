package document

import (
	"testing"

	"tremplin/workflow"
)

func courseLetters() []variant {
	return append(append(troubleLetters(), invitations()...), endLetters()...)
}

func warned() *aCase {
	c := running()
	c.File.Notice = workflow.Notice{Grounds: wrote("Aucun atelier n'a eu lieu."), Consequences: wrote("Résiliation, et remboursement de 32.500 €."), Until: "2024-06-28"}
	return c.did("2024-06-10", "dirk", "give_notice", "in_progress", "in_progress")
}

func troubleLetters() []variant {
	held := func() *aCase {
		c := warned()
		c.File.Instalments = []*workflow.Instalment{revived(&workflow.Instalment{Amount: 100}, workflow.EntityInstalment, "1", "held")}
		return c
	}
	stopped := func() *aCase {
		c := running()
		c.File.Reasons = wrote("Le local est fermé.")
		return c.did("2024-05-06", "dirk", "suspend", "in_progress", "suspended")
	}
	lifted := func() *aCase {
		c := stopped()
		c.File.Reasons = wrote("Le local a rouvert.")
		return c.did("2024-07-01", "dirk", "resume", "suspended", "in_progress")
	}
	return []variant{
		{
			"notice", "", warned,
			[]string{"mise en demeure – Convention n° EMP-2023-03", "EMP-2023-03-L08", "Les faits. Aucun atelier", "Sans solution dans ce délai : Résiliation, et remboursement", "au plus tard le 28 juin 2024", "par envoi recommandé", "Dirk Maes\nResponsable de la Direction", "!Des paiements", "Zoé Martin est à votre disposition"},
			[]string{"ingebrekestelling – Overeenkomst nr. EMP-2023-03", "uiterlijk op 28 juni 2024", "aangetekend", "!betalingen opgeschort"},
		},
		{"notice", "payments held", held, []string{"Des paiements sont suspendus"}, []string{"zijn betalingen opgeschort"}},
		{
			"suspension", "begun", stopped,
			[]string{"Objet : suspension de votre projet", "suspend à partir du 6 mai 2024", "Pourquoi. Le local est fermé.", "jusqu'à ce que ces raisons aient disparu", "reste le 28 février 2025", "Dirk Maes", "article 17.1"},
			[]string{"Betreft: opschorting van uw project", "vanaf 6 mei 2024", "blijft 28 februari 2025"},
		},
		{
			"suspension", "lifted", lifted,
			[]string{"Objet : reprise de votre projet", "décidée le 6 mai 2024, est levée à partir du 1er juillet 2024. Raison : Le local a rouvert.", "!fermé"},
			[]string{"Betreft: hervatting", "opgeheven vanaf 1 juli 2024. De reden: Le local a rouvert."},
		},
	}
}

func invitations() []variant {
	interview := func(on workflow.Date, agenda string) func() *aCase {
		return func() *aCase {
			c := running()
			i := revived(&workflow.Interview{On: on}, workflow.EntityInterview, "1", "invited")
			if agenda != "" {
				i.Agenda = wrote(agenda)
			}
			c.On = i
			return c.event(i.Ref(), "2024-06-03", "zoe", "invite", "planned", "invited")
		}
	}
	meeting := func(agenda string, done bool) func() *aCase {
		return func() *aCase {
			c := running()
			if done {
				c.File.ReportedAt = c.At
			}
			for i, on := range []workflow.Date{"2024-10-01", "2024-12-10", "2024-12-20"} {
				m := revived(&workflow.Meeting{On: on}, workflow.EntityMeeting, string(rune('1'+i)), []workflow.State{"held", "invited", "planned"}[i])
				if agenda != "" {
					m.Agenda = wrote(agenda)
				}
				c.Call.Meetings = append(c.Call.Meetings, m)
			}
			return c
		}
	}
	return []variant{
		{
			"interview", "", interview("2024-06-20", ""),
			[]string{"entretien de mi-parcours, le 20 juin 2024", "EMP-2023-03-L11-1", "les livrables et le calendrier", "Zoé Martin en convient", "au plus tard le 13 juin 2024", "!Ordre du jour"},
			[]string{"tussentijds gesprek op 20 juni 2024", "uiterlijk op 13 juni 2024", "de uitgaven en de betalingen"},
		},
		{"interview", "soon, with an agenda", interview("2024-06-07", "10 h, à Jette."), []string{"Ordre du jour. 10 h, à Jette.", "Prévenez-nous au plus vite", "!les livrables et"}, []string{"Agenda. 10 h, à Jette.", "zo snel mogelijk weten"}},
		{
			"meeting", "", meeting("Accueil à 9 h.", false),
			[]string{"réunion inter-projets, le 10 décembre 2024", "Programme. Accueil à 9 h.", "attendu au plus tard le 29 avril 2025", "!20 décembre 2024"},
			[]string{"interprojectenvergadering op 10 december 2024", "uiterlijk op 29 april 2025"},
		},
		{"meeting", "reported, no agenda", meeting("", true), []string{"!Programme.", "!Le rapport final"}, []string{"!Programma.", "!Het eindverslag"}},
	}
}

func endLetters() []variant {
	issued := func(by string) func() *aCase {
		return func() *aCase {
			c := awarded(6500000).did("2024-01-20", "zoe", "issue_convention", "awarded", "contracting")
			v := revived(&workflow.Version{Kind: "convention", Parties: []string{"slrb", "lojega", "org1"}, Signed: []workflow.Signature{{Org: "lojega"}}}, workflow.EntityVersion, "1", "void")
			c.File.Versions = []*workflow.Version{v}
			c.did("2024-02-19", by, "decline", "contracting", "lapsed")
			c.File.Awarded, c.File.Committed = 0, 0
			return c.event(v.Ref(), "2024-02-19", "engine", "void", "partly_signed", "void")
		}
	}
	lapsed := func() *aCase { return awarded(6500000).did("2024-02-19", "clock", "decline", "awarded", "lapsed") }
	unseen := func() *aCase {
		c := introduced().advised("favourable", 6500000)
		c.File.Verdict = &workflow.Verdict{Kind: "award", Amount: 6500000, By: "anne", On: "2023-12-12"}
		return c.did("2023-12-12", "anne", "award", "ranked", "awarded").did("2023-12-13", "bert", "withdraw", "awarded", "withdrawn")
	}
	return []variant{
		{
			"ended", "lapsed in signature", issued("clock"),
			[]string{"EMP-2023-03-L14", "au plus tard le 18 février 2024", "L'octroi du 12 décembre 2023 est donc caduc", "Il manquait la signature de : Société du Logement", "et La Compagnie du Chapitre asbl.", "65.000,00 €", "10 ans", "scellé automatiquement", "!Lojega."},
			[]string{"uiterlijk op 18 februari 2024", "De toekenning van 12 december 2023 is dus vervallen", "De handtekening ontbrak van: Brusselse Gewestelijke", "10 jaar"},
		},
		{"ended", "lapsed without a version", lapsed, []string{"La convention n'a pas pu être établie.", "!Il manquait"}, []string{"De overeenkomst kon niet worden opgesteld."}},
		{"ended", "declined", issued("bert"), []string{"Vous avez renoncé à la subvention le 19 février 2024", "redevient disponible", "!caduc.", "!Il manquait"}, []string{"op 19 februari 2024 van de subsidie afgezien"}},
		{
			"ended", "withdrawn", func() *aCase { return introduced().did("2023-10-02", "bert", "withdraw", "submitted", "withdrawn") },
			[]string{"Vous avez retiré votre candidature le 2 octobre 2023", "!réservé"},
			[]string{"op 2 oktober 2023 ingetrokken", "!gereserveerd"},
		},
		{"ended", "withdrawn before the letter", unseen, []string{"Vous avez retiré votre candidature le 13 décembre 2023", "!65.000", "!réservé"}, []string{"!65.000", "!gereserveerd"}},
	}
}

func TestNoMeetingToInviteTo(t *testing.T) {
	c := running()
	if _, err := letterOf(c, "meeting"); err == nil {
		t.Error("an invitation to nothing")
	}
	m := revived(&workflow.Meeting{On: "2024-12-10"}, workflow.EntityMeeting, "1", "invited")
	c.Call.Meetings = []*workflow.Meeting{m, revived(&workflow.Meeting{On: "2025-03-10"}, workflow.EntityMeeting, "2", "invited")}
	c.CallPast = []Event{{Happened: workflow.Happened{On: m.Ref(), Action: "invite"}, At: c.At}}
	p, err := letterOf(c, "meeting")
	if err != nil {
		t.Fatal(err)
	}
	tells(t, p, []string{"le 10 décembre 2024"}, []string{"op 10 december 2024"})
}
