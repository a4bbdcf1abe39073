package pdf_test

import (
	"fmt"
	"strings"
	"time"

	"tremplin/locale"
	"tremplin/pdf"
)

// made is when all samples were issued.
var made = time.Date(2024, 2, 12, 9, 30, 0, 0, time.UTC)

// runs reads **bold** and *italic*.
func runs(text string) []locale.Run {
	var out []locale.Run
	for i, strong := range strings.Split(text, "**") {
		for j, slanted := range strings.Split(strong, "*") {
			if slanted != "" {
				out = append(out, locale.Run{Text: slanted, Bold: i%2 == 1, Italic: j%2 == 1})
			}
		}
	}
	return out
}

func para(text string) locale.Block { return locale.Block{Kind: locale.Paragraph, Runs: runs(text)} }

func heading(level int, text string) locale.Block {
	return locale.Block{Kind: locale.Heading, Level: level, Runs: runs(text)}
}

func bullets(items ...string) locale.Block {
	b := locale.Block{Kind: locale.Bullets}
	for _, item := range items {
		b.Items = append(b.Items, runs(item))
	}
	return b
}

// numbers parts each item at its first space: "1.1 La subvention".
func numbers(items ...string) locale.Block {
	b := locale.Block{Kind: locale.Numbers}
	for _, item := range items {
		number, rest, _ := strings.Cut(item, " ")
		b.Items = append(b.Items, append([]locale.Run{{Text: number}}, runs(rest)...))
	}
	return b
}

func cells(row string) [][]locale.Run {
	var out [][]locale.Run
	for cell := range strings.SplitSeq(row, "|") {
		out = append(out, runs(strings.TrimSpace(cell)))
	}
	return out
}

// table reads rows of cells parted by |. Columns are l, r or c; without a
// header it is one of labels and values.
func table(columns, head string, rows ...string) locale.Block {
	b := locale.Block{Kind: locale.Table}
	for _, c := range columns {
		b.Align = append(b.Align, map[rune]locale.Align{'l': locale.Left, 'r': locale.Right, 'c': locale.Centre}[c])
	}
	if head != "" {
		b.Head = cells(head)
	}
	for _, row := range rows {
		b.Rows = append(b.Rows, cells(row))
	}
	return b
}

func withTotal(b locale.Block) locale.Block {
	b.Total = true
	return b
}

func signature(party string, rows ...string) locale.Block {
	b := locale.Block{Kind: locale.Signature, Runs: runs(party)}
	for _, row := range rows {
		b.Rows = append(b.Rows, cells(row))
	}
	return b
}

var pageBreak = locale.Block{Kind: locale.PageBreak}

// a document without blocks: what all samples have in common.
func sheet(l locale.Language, title string, blocks ...locale.Block) pdf.Document {
	d := pdf.Document{
		Layout: 1, Language: l, Title: title, Number: "EMP-2023-03", Version: "1",
		Hash:     "3f9c2a7be01d45c8aa0b17d2e9947f60515ad0c7f8e1b2a3948c6d7e0f112233",
		CheckURL: "https://guichet.example.brussels/verifier/EMP-2023-03/1?h=3f9c2a7be01d45c8",
		Made:     made, Blocks: blocks,
	}
	switch l {
	case locale.NL:
		d.Author = "Brusselse Gewestelijke Huisvestingsmaatschappij (BGHM)"
		d.Subject = "Projectoproep EMP-2023 – Empowerment"
		d.Head = []string{d.Author, "Directie Sociale Actie", "Jourdanstraat 45-55, 1060 Sint-Gillis – 0401.984.331"}
	default:
		d.Author = "Société du Logement de la Région de Bruxelles-Capitale (SLRB)"
		d.Subject = "Appel à projets EMP-2023 – Empowerment"
		d.Head = []string{d.Author, "Direction Action Sociétale", "Rue Jourdan 45-55, 1060 Saint-Gilles – 0401.984.331"}
	}
	return d
}

// convention is a convention in French between n parties.
func convention(n int) pdf.Document {
	d := sheet(locale.FR, "Convention Empowerment n° EMP-2023-03",
		heading(1, "Convention Empowerment n° EMP-2023-03"),
		para("Version 1\nAppel à projets EMP-2023 – « Empowerment des locataires sociaux »\nProjet : « Le Bottin des talents : un réseau d’entraide entre voisins »"),
		heading(2, "Entre"),
	)
	d.Blocks = append(d.Blocks, partiesFR(n), para("ensemble « les Parties »."))
	d.Blocks = append(d.Blocks, preambleFR()...)
	d.Blocks = append(d.Blocks, articlesFR()...)
	d.Blocks = append(d.Blocks, heading(2, "Signatures"), para("Fait à Bruxelles."))
	for _, p := range partners[:n] {
		d.Blocks = append(d.Blocks, signature(p.name, "|"+p.signs, "Date|", "Signature|"))
	}
	d.Blocks = append(d.Blocks, para("Document n° EMP-2023-03, version 1. Empreinte des données : "+d.Hash))
	d.Blocks = append(d.Blocks, annexesFR()...)
	return d
}

type party struct{ name, kind, seat, number, signs string }

var partners = []party{
	{"Société du Logement de la Région de Bruxelles-Capitale (SLRB)", "pouvoir subsidiant", "rue Jourdan 45-55, 1060 Saint-Gilles", "0401.984.331", "Dorien Vanhaesebrouck, directrice générale"},
	{"Lojega", "SCRL, société immobilière de service public (SISP)", "rue Jean Tiebackx 15, 1090 Jette", "0401.967.406", "Noëlle Œyen-d’Hoogh, présidente du conseil d’administration"},
	{"Le Chapitre – Réseau bruxellois d’éducation permanente, d’alphabétisation et d’accompagnement des habitantes et des habitants", "association sans but lucratif (asbl)", "chaussée de Wemmel 100, boîte 12, 1090 Jette", "0447.211.905", "Zoë Français, directrice"},
	{"Commune de Jette", "pouvoir local", "chaussée de Wemmel 100, 1090 Jette", "0207.366.304", "Hervé Lambrechts, bourgmestre, et Benoît Ghyssels, secrétaire communal"},
}

func partiesFR(n int) locale.Block {
	var items []string
	for i, p := range partners[:n] {
		items = append(items, fmt.Sprintf("%d. **%s**, %s\nSiège : %s – Numéro d’entreprise : %s\nReprésentation : %s\nci-après « %s » ;",
			i+1, p.name, p.kind, p.seat, p.number, p.signs, []string{"la SLRB", "le Porteur", "Le Chapitre », Partenaire", "la Commune », Partenaire"}[i]))
	}
	return numbers(items...)
}

func preambleFR() []locale.Block {
	return []locale.Block{
		heading(2, "Préambule"),
		para("**Vu :**"),
		bullets(
			"la loi du 16 mai 2003 fixant les dispositions générales applicables aux budgets, au contrôle des subventions et à la comptabilité des communautés et des régions, ainsi qu’à l’organisation du contrôle de la Cour des comptes, articles 11 à 14 ;",
			"l’ordonnance organique du 23 février 2006 portant les dispositions applicables au budget, à la comptabilité et au contrôle, articles 92 à 95 ;",
		),
		para("**Les Parties rappellent que :**"),
		numbers(
			"a) le contrat de gestion 2021-2025 prévoit des appels à projets qui aident les locataires sociaux à développer leurs capacités ;",
			"b) par « empowerment », elles entendent le renforcement du pouvoir d’agir des habitantes et des habitants, seuls et ensemble, ainsi que l’action sur leur cadre de vie qui rend ce pouvoir réel ;",
			"c) la SLRB a validé l’appel EMP-2023 le 10 juillet 2023 et l’a ouvert aux SISP le 16 août 2023 ;",
			"d) le Porteur a introduit sa candidature le 27 octobre 2023 à 15 h 12 ; le comité d’avis a rendu son avis le 23 novembre 2023 ;",
			"e) le conseil d’administration de la SLRB a octroyé la subvention par la décision motivée CA-2023-12-14/7 du 14 décembre 2023.",
		),
		para("**Les Parties conviennent de ce qui suit.**"),
	}
}

func articlesFR() []locale.Block {
	return []locale.Block{
		heading(2, "Article 1 – Textes applicables"),
		numbers(
			"1.1 La subvention suit, dans cet ordre : a) les lois et ordonnances citées en tête, telles qu’elles s’appliquent à cette subvention ; b) la décision d’octroi ; c) la présente convention ; d) le règlement de l’appel, dans la version 1 sous laquelle la candidature a été introduite ; e) les annexes.",
			"1.2 Si deux textes se contredisent, celui qui vient le premier dans cette liste l’emporte.",
		),
		heading(2, "Article 6 – Montant"),
		numbers(
			"6.1 La subvention s’élève au maximum à **62.700,00 €** (soixante-deux mille sept cents euros). Le montant demandé était de 65.000,00 €. L’annexe 2 contient le budget adapté.",
			"6.2 Elle est imputée au budget 2023, allocation de base 25.004.31.02.",
			"6.3 La subvention finale est égale au plus petit de ces deux montants : celui de l’article 6.1, ou le total des dépenses acceptées par la SLRB.",
		),
		heading(2, "Article 7 – Tranches et paiement"),
		numbers("7.1 La subvention est payée en 3 tranches :"),
		withTotal(table("crrl", "n°|part|montant|payable après",
			"1|50 %|31.350,00 €|la signature de la convention par toutes les Parties",
			"2|30 %|18.810,00 €|l’entretien de mi-parcours",
			"3|20 %|12.540,00 €|l’examen du rapport final par la SLRB",
			"|**100 %**|**62.700,00 €**|")),
		para("Ensemble, les tranches font exactement le montant de l’article 6.1."),
		numbers(
			"7.2 Pour chaque paiement, le Porteur introduit une déclaration de créance certifiée sincère et véritable. La SLRB paie dans les 30 jours après l’avoir approuvée, sur le compte BE68 5390 0754 7034 au nom du Porteur.",
			"7.3 Tout changement de compte est signé par une personne habilitée du Porteur. La SLRB le vérifie avant de payer.",
			"7.4 La SLRB ne paie aucune tranche tant que le Porteur n’a pas justifié, dans le délai fixé, une subvention antérieure de la SLRB. Elle lui dit laquelle.",
		),
		heading(2, "Article 17 – Suspension et résiliation"),
		numbers(
			"17.1 La SLRB peut suspendre le projet par une décision motivée. Pendant la suspension, elle ne paie rien. La décision dit ce qui permet de la lever. La suspension ne prolonge pas le projet, sauf avenant.",
			"17.2 La SLRB peut résilier la convention si une Partie manque gravement à ses obligations. Elle envoie d’abord une mise en demeure : les faits, ce qui est demandé, un délai d’au moins 15 jours et les suites possibles, montants compris. Le Porteur peut être entendu, par écrit ou oralement, avant la décision.",
			"17.3 En cas de fraude, de fausse déclaration ou de dissolution du Porteur, la SLRB peut résilier sans délai de remise en ordre. Elle entend le Porteur avant de décider.",
			"17.4 Le Porteur peut renoncer à la subvention par écrit. Il rend compte des sommes reçues.",
		),
		heading(2, "Article 21 – Langue, signature et entrée en vigueur"),
		numbers(
			"21.1 La convention est établie en français.",
			"21.2 Chaque Partie signe le même fichier par signature électronique qualifiée, selon le règlement (UE) n° 910/2014 (eIDAS) et le livre XII, titre 2, du Code de droit économique. Chaque Partie peut à tout moment en obtenir une copie.",
			"21.3 La personne qui signe déclare pouvoir engager sa Partie à la date de sa signature.",
		),
	}
}

func annexesFR() []locale.Block {
	var lines []string
	for i := range 24 {
		lines = append(lines, fmt.Sprintf("%s|%s|%s|%d.%03d,00 €|%d.%03d,00 €|%d,00 €",
			[]string{"personnel", "fonctionnement", "sous-traitance", "investissement"}[i%4],
			[]string{"animatrice mi-temps, 12 mois", "location de la salle polyvalente", "ateliers de coréalisation et de vidéo", "matériel de cuisine collective", "frais généraux"}[i%5],
			[]string{"Lojega", "Le Chapitre", "Commune de Jette"}[i%3], 2+i%7, i*37%1000, 2+i%7, i*31%900, i*6))
	}
	lines = append(lines, "**Total**|||**80.700,00 €**|**62.700,00 €**|**18.000,00 €**")
	return []locale.Block{
		pageBreak,
		heading(1, "Annexe 1 – Le projet"),
		table("ll", "",
			"Titre et thème|Le Bottin des talents : un réseau d’entraide entre voisins – Vivre ensemble",
			"Problème constaté|"+strings.Repeat("Beaucoup de locataires, surtout des personnes seules et des familles arrivées depuis peu, ne connaissent pas leurs voisines et leurs voisins et hésitent à demander de l’aide. ", 4),
			"But et changements attendus|Que chaque immeuble ait un petit groupe qui se réunit sans nous, et que l’aide reçue puisse être rendue.",
			"Public et nombre de personnes visées|Locataires des sites Essegem, Esseghem et Florair – 120",
			"Participation des habitantes et habitants|"+strings.Repeat("Un comité de dix habitantes et habitants choisit les activités, tient le budget des fêtes et présente le bilan. ", 3),
			"Suites prévues après la subvention|Le réseau continue avec les moyens de la SISP.",
		),
		para("Rôle de chaque Partie :"),
		bullets("Lojega : coordination, locaux, comptabilité", "Le Chapitre : animation, formation des relais", "Commune de Jette : mise à disposition de la salle communale"),
		pageBreak,
		heading(1, "Annexe 2 – Le budget"),
		withTotal(table("lllrrr", "catégorie|ligne|Partie|total|dont subvention|dont cofinancement", lines...)),
		heading(2, "Livrables"),
		table("clll", "n°|livrable|Partie|date",
			"1|un bottin imprimé et en ligne, tenu à jour par les habitantes et les habitants|Le Chapitre|30 juin 2024",
			"2|trois rencontres inter-sites|Lojega|31 octobre 2024"),
	}
}

// letter is a letter in Dutch.
func letter() pdf.Document {
	d := sheet(locale.NL, "Uw aanvraag werd niet geselecteerd",
		para("Vzw Buurthuis Het Goudblommeke – Sociale Woningen van Sint-Jans-Molenbeek\nTer attentie van Joëlle Van den Eynde, projectverantwoordelijke gemeenschapsvorming\nÉmile Delvastraat 14, bus 3\n1080 Sint-Jans-Molenbeek"),
		para("Brussel, 1 maart 2024"),
		table("ll", "",
			"Verzending|aangetekend en per e-mail",
			"Onze referentie|EMP-2023-21-L06, versie 1",
			"Dossier|EMP-2023-21 – \"Samen sterk: coöperatieve buurtkeuken en geïntegreerde voedselhulp\"",
			"Projectoproep|EMP-2023 – \"Empowerment van sociale huurders\"",
			"Uw contactpersoon|Liesbeth De Smedt, projectbeheerder – Jourdanstraat 45-55, 1060 Sint-Gillis – 02 533 19 11 – empowerment@bghm.example.brussels"),
		heading(1, "Betreft: uw aanvraag werd niet geselecteerd"),
		para("Geachte mevrouw Van den Eynde,"),
		para("De raad van bestuur van de BGHM heeft op 14 december 2023 beslist om uw project niet te selecteren. Wij begrijpen dat dit voor u en voor de bewoners een teleurstelling is. In deze brief leggen wij uit waarom, en wat u kunt doen."),
		heading(2, "Waarom deze beslissing?"),
		para("*In rechte.* De beslissing steunt op de wet van 29 juli 1991 betreffende de uitdrukkelijke motivering van de bestuurshandelingen, artikelen 2 en 3, en op het oproepreglement, versie 1, artikel 9."),
		para("*In feite.* De buurtkeuken beantwoordt aan een reële behoefte en de bewoners hebben het project mee bedacht. De begroting is echter niet coherent: de huur van de keuken (18.400,00 euro) staat er tweemaal in, en voor de coördinatie is geen cofinanciering voorzien. Het vervolg na de subsidie is niet uitgewerkt."),
		table("lrl", "criterium|gewicht|beoordeling van uw project",
			"Inspraak van de bewoners|30 %|De bewonersgroep heeft het project zelf voorgesteld en neemt deel aan de stuurgroep. Sterk punt.",
			"Haalbaarheid en begroting|25 %|De huur staat tweemaal in de begroting; de planning laat geen ruimte voor vertraging.",
			"Partnerschap|20 %|Twee partners, met een duidelijke taakverdeling.",
			"Verankering en vervolg|25 %|Er is geen plan voor na de subsidie; de gemeente werd niet gecontacteerd."),
		para("*Conclusie.* Door de onduidelijke begroting en het ontbreken van een vervolg kan de BGHM uw project niet selecteren binnen het budget van de oproep."),
		heading(2, "Gaat u niet akkoord?"),
		para("U kunt eerst uitleg vragen aan uw contactpersoon."),
		para("**Beroep bij de BGHM.** U kunt één keer beroep indienen bij: arbitragecomité. U hebt daarvoor **60 dagen** vanaf de ontvangst van deze brief. Een gemachtigde ondertekenaar van uw OVM verstuurt het beroep via het onlineloket. Leg uit waarom de beslissing anders moet zijn en voeg uw bewijzen toe."),
		para("**Beroep bij de Raad van State.** U kunt de Raad van State, afdeling Bestuursrechtspraak, vragen om deze beslissing te vernietigen, volgens de wetten op de Raad van State, gecoördineerd op 12 januari 1973, artikelen 14 en 19. U hebt daarvoor **60 dagen** vanaf de kennisgeving van deze brief. U stuurt het verzoekschrift aangetekend naar de griffie, Wetenschapsstraat 33, 1040 Brussel."),
		para("**Ombuds Brussel.** Heeft uw contact met de BGHM het probleem niet opgelost? Dan kunt u gratis terecht bij de ombudsdienst: www.ombuds.brussels, +32 2 549 67 00, klachten@ombuds.brussels."),
		para("Met vriendelijke groeten,"),
		signature("Brusselse Gewestelijke Huisvestingsmaatschappij", "|Dorien Vanhaesebrouck, directeur-generaal", "Handtekening|"),
		para("Bijlagen: fiche van het adviescomité"),
	)
	d.Number = "EMP-2023-21-L06"
	d.CheckURL = "https://loket.example.brussels/controleren/EMP-2023-21-L06/1"
	return d
}
