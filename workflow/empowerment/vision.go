package empowerment

import (
	"strconv"

	w "tremplin/workflow"
)

// Vision are the operational objectives of the sector's vision of social action,
// with their four strategic axes and the transversal one: what a new call may take.
// The French is that of the vision (SLRB, inaugural session of 10 September 2024);
// the Dutch is filled in, no source gives it.
func Vision() []w.Objective {
	var out []w.Objective
	for i, a := range vision {
		axis := strconv.Itoa(i + 1)
		for n, g := range a.goals {
			out = append(out, w.Objective{
				ID: "v" + axis + strconv.Itoa(n+1), Number: axis + "." + strconv.Itoa(n+1), Title: g,
				Axis: w.Words{FR: "Axe stratégique " + axis + " : " + a.title.FR, NL: "Strategische as " + axis + ": " + a.title.NL},
			})
		}
	}
	return append(out, w.Objective{ID: "vt", Title: transversal.goals[0], Axis: transversal.title})
}

type visionAxis struct {
	title w.Words
	goals []w.Words
}

var transversal = visionAxis{
	w.Words{FR: "Un objectif opérationnel transversal", NL: "Een transversale operationele doelstelling"},
	[]w.Words{{
		FR: "Assurer une connaissance fiable des réalités sociales des habitants et de leur environnement à travers des outils de diagnostic performants et homogènes",
		NL: "Zorgen voor betrouwbare kennis van de sociale realiteit van de bewoners en hun omgeving met performante en homogene diagnose-instrumenten",
	}},
}

var vision = []visionAxis{
	{w.Words{FR: "(Mieux) répondre aux enjeux et aux problématiques du bâti et des infrastructures", NL: "(Beter) inspelen op de uitdagingen en knelpunten van het gebouwde en de infrastructuur"}, []w.Words{
		{
			FR: "Dresser un état des lieux des problématiques et des besoins régionaux en termes de bâti, d'infrastructures et d'espaces et les monitorer",
			NL: "De gewestelijke knelpunten en behoeften op het vlak van gebouwen, infrastructuur en ruimten in kaart brengen en opvolgen",
		},
		{
			FR: "Assurer une consultation constructive dans le cadre de projets de construction et de rénovation et le cas échéant, repenser les projets",
			NL: "Zorgen voor een constructieve raadpleging bij bouw- en renovatieprojecten en de projecten zo nodig herdenken",
		},
		{
			FR: "Améliorer l'usage et le respect du bâti par l'information, la formation et davantage d'interactions",
			NL: "Het gebruik van en het respect voor de gebouwen verbeteren door informatie, vorming en meer interactie",
		},
		{
			FR: "Contribuer à améliorer la performance et la polyvalence du bâti et des espaces",
			NL: "Bijdragen tot betere prestaties en een grotere polyvalentie van de gebouwen en de ruimten",
		},
		{
			FR: "Mieux penser les espaces collectifs et exploiter l'ensemble de leurs fonctions",
			NL: "Gemeenschappelijke ruimten beter doordenken en al hun functies benutten",
		},
		{
			FR: "Mettre en place une gestion dynamique des espaces collectifs",
			NL: "Een dynamisch beheer van de gemeenschappelijke ruimten invoeren",
		},
	}},
	{w.Words{FR: "Renforcer l'accompagnement social", NL: "De maatschappelijke begeleiding versterken"}, []w.Words{
		{
			FR: "Développer la proactivité envers les publics fragilisés",
			NL: "Proactiever optreden tegenover kwetsbare doelgroepen",
		},
		{
			FR: "Développer un cadre d'accueil collectif d'information, de sensibilisation et d'échange",
			NL: "Een collectief onthaalkader voor informatie, bewustmaking en uitwisseling uitbouwen",
		},
		{
			FR: "Garantir un accueil, un suivi et un accompagnement individuel des locataires dans le cadre du maintien de leur droit au logement",
			NL: "De huurders een onthaal, een opvolging en een individuele begeleiding waarborgen met het oog op het behoud van hun recht op huisvesting",
		},
		{
			FR: "Mettre le bénéficiaire au cœur de tous les métiers des SISP",
			NL: "Het doelpubliek centraal stellen in alle beroepen van de OVM's",
		},
	}},
	{w.Words{FR: "Insuffler une dynamique positive dans le quartier", NL: "Een positieve dynamiek in de wijk brengen"}, []w.Words{
		{
			FR: "S'intégrer dans et renforcer les dynamiques locales",
			NL: "Zich inschakelen in de lokale dynamiek en die versterken",
		},
		{
			FR: "Être un acteur du développement territorial (quartier)",
			NL: "Een actor van de territoriale ontwikkeling (wijk) zijn",
		},
		{
			FR: "Soutenir l'appropriation de l'espace de vie (quartier) par les habitants",
			NL: "De bewoners ondersteunen om zich de leefomgeving (wijk) toe te eigenen",
		},
	}},
	{w.Words{FR: "Activer - développer l'interaction et la complémentarité entre les différents acteurs", NL: "Activeren - de interactie en de complementariteit tussen de verschillende actoren ontwikkelen"}, []w.Words{
		{
			FR: "Identifier et activer les acteurs au sein du territoire",
			NL: "De actoren op het grondgebied in kaart brengen en activeren",
		},
		{
			FR: "Apprendre à collaborer ensemble, (identifier les besoins, les complémentarités et les collaborations)",
			NL: "Leren samenwerken (behoeften, complementariteit en samenwerkingsverbanden in kaart brengen)",
		},
		{
			FR: "Penser le réseau en concertation avec les habitant.e.s",
			NL: "Het netwerk uitdenken in overleg met de bewoners",
		},
		{
			FR: "S'engager dans et/ou initier la dynamique du réseau",
			NL: "Zich inzetten voor de dynamiek van het netwerk en/of die op gang brengen",
		},
	}},
}
