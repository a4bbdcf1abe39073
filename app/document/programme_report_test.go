package document

import (
	"testing"
	"time"

	"tremplin/workflow"
	"tremplin/workflow/empowerment"
)

// finished is the edition of 2023 with its six projects under way on 5 March 2025.
func finished() *Source {
	s := edition2023()
	c := s.Call
	workflow.Revive(c, c.Ref(), empowerment.Running)
	c.Envelope, c.DecidedOn, c.Released = 26435000, "2023-12-14", 100
	c.Editions[0].FilledIn = []string{"criteria", "quorum"}
	s.At = time.Date(2025, 3, 5, 9, 0, 0, 0, time.UTC)
	s.CallPast = append(s.CallPast, happened("envelope", "change", "2023-12-12")...)
	s.CallPast = append(s.CallPast, happened(workflow.EntityCall, "decide", "2023-12-14", "start", "2023-12-22")...)
	for _, x := range s.All {
		state, kind := workflow.SubmissionRejected, "reject"
		switch x.Opinion.Opinion {
		case "reserve":
			state, kind = workflow.SubmissionReserve, "reserve"
		case "favourable", "favourable_with_conditions":
			state, kind = empowerment.MidtermHeld, "award"
			x.Awarded, x.Signed, x.Paid = x.Requested, x.Requested, x.Requested/2
			x.Midterms = []workflow.Midterm{{HeldOn: "2024-06-20", Light: "green"}, {NotHeld: wrote("Absents")}}
			x.Instalments = []*workflow.Instalment{
				born(&workflow.Instalment{Amount: x.Requested / 2}, x.Ref().Dossier, workflow.EntityInstalment, "1", "paid"),
				born(&workflow.Instalment{Amount: x.Requested / 2, HeldFrom: "claimed"}, x.Ref().Dossier, workflow.EntityInstalment, "2", "held"),
				born(&workflow.Instalment{Amount: 1}, x.Ref().Dossier, workflow.EntityInstalment, "3", "void"),
			}
			x.Values = []workflow.Value{{ID: "people", Value: 100}, {ID: "people", Value: 3000}}
			x.Deliverables = []*workflow.Deliverable{born(&workflow.Deliverable{Due: "2024-12-13"}, x.Ref().Dossier, workflow.EntityDeliverable, "1", "expected")}
		}
		workflow.Revive(x, x.Ref(), state)
		x.Verdict = &workflow.Verdict{Kind: kind, Reasons: wrote("Parce que")}
	}
	s.All[0].Review = workflow.Review{Lessons: wrote("Cuisiner ensemble attire."), Publish: true}
	s.All[1].Review = workflow.Review{Lessons: wrote("À garder pour soi.")}
	s.All[3].Verdict.Departure = wrote("Un autre ordre")
	s.All[4].Versions = []*workflow.Version{born(&workflow.Version{Kind: "convention"}, "emp2023.p05", workflow.EntityVersion, "1", "signed"), born(&workflow.Version{Kind: "extension"}, "emp2023.p05", workflow.EntityVersion, "2", "signed")}
	return s
}

func TestProgrammeReport(t *testing.T) {
	p := paper(t, "programme_report", finished())
	allSaid(t, p)
	saysBoth(t, p,
		[]string{
			"13 sur 16", "Candidatures introduites\n15", "650.000,00 €", "255.000,00 €", "264.350,00 €", "44.058,33 €", "9.350,00 €", "16.750,00 € – 65.000,00 €",
			"2,5 fois", "Projets en cours", "Validation de l'appel\n6 juillet 2023", "24 novembre 2023", "octroi : 6 ; réserve : 2 ; projet non retenu : 7", "justification : 1",
			"de 255.000,00 € à 264.350,00 €", "12 décembre 2023", "Alimentation durable\n2\n99.100,00 €", "Le Logis-Floréal\n2\n53.150,00 €", "Améliorer le cadre de vie\n6\n264.350,00 €",
			"Habitants impliqués\n240\n180\n6", "attendus : 6 ; acceptés : 0 ; en retard : 6", "tenus\n6\n", "qui n'ont pas pu avoir lieu\n6", "Avenants signés\n1",
			"Cuisiner ensemble attire.", "!À garder pour soi", "complétées : 2 (Critères d'évaluation et Quorum)", "Tranches payées\n132.175,00 €", "ou non\n264.350,00 €",
		},
		[]string{"13 van 16", "650.000,00 €", "264.350,00 €", "44.058,33 €", "9.350,00 euro", "2,5 keer", "Duurzame voeding\n2\n99.100,00 €", "Cuisiner ensemble attire.", "en Quorum)"})
	for name, want := range map[string]int64{
		"submissions_received": 15, "sisp_count": 13, "awarded_count": 6, "requested_total": 65000000, "envelope_initial": 25500000,
		"awarded_total": 26435000, "awarded_mean": 4405833, "over_initial_amount": 935000,
	} {
		if got := p.Facts.Is[name].N; got != want {
			t.Errorf("%s: %d, want %d", name, got, want)
		}
	}
}

// TestProgrammeReportOfADraft: it reads sensibly before anything has happened.
func TestProgrammeReportOfADraft(t *testing.T) {
	s := edition2023()
	workflow.Revive(s.Call, s.Call.Ref(), workflow.CallDraft)
	s.Call.Envelope, s.Initial, s.Call.ConcludedOn = 0, 0, ""
	s.All, s.CallPast, s.Past = nil, nil, nil
	p := paper(t, "programme_report", s)
	saysBoth(t, p,
		[]string{
			"Brouillon", "0 sur 16", "Aucune candidature n'est introduite", "Aucune décision n'est prise", "n'a pas encore conclu", "255.000,00 €", "Aucun projet n'est soutenu", "Aucune leçon",
			"!fois le budget", "!dépasse", "!est passé de", "!Octroi moyen", "!complétées",
		},
		[]string{"0 van 16", "geen aanvraag ingediend", "nog niet afgesloten", "geen project gesteund", "!keer het budget"})
}

// TestProgrammeReportForgetsWhatWasUndone: a step that was taken back is no step.
func TestProgrammeReportForgetsWhatWasUndone(t *testing.T) {
	s := finished()
	s.CallPast = happened(workflow.EntityCall, "validate", "2023-07-06", "publish", "2023-08-21", "close", "2023-10-31", "reopen", "2023-11-02")
	saysBoth(t, paper(t, "programme_report", s), []string{"Validation de l'appel", "!Clôture des candidatures"}, []string{"!Afsluiting van de aanvragen"})
}

func TestProgrammeReportInTheFundersWords(t *testing.T) {
	s := finished()
	s.Call.Editions[0].Texts = []workflow.PublicText{
		{ID: "programme_context", Text: workflow.Words{FR: "Contexte écrit.", NL: "Geschreven context."}},
		{ID: "programme_lessons", Text: workflow.Words{FR: "Leçon commune.", NL: "Gedeelde les."}},
		{ID: "programme_recommendations", Text: workflow.Words{FR: "Recommander.", NL: "Aanbevelen."}},
		{ID: "data_limits", Text: workflow.Words{FR: "Limites.", NL: "Grenzen."}},
	}
	saysBoth(t, paper(t, "programme_report", s), []string{"Contexte écrit.", "Leçon commune.", "Recommander.", "Limites."}, []string{"Geschreven context.", "Gedeelde les.", "Aanbevelen.", "Grenzen."})
}
