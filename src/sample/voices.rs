//! What holders tell: steps, next steps, stories and quotes.

/// What was done, and what comes next, by theme; three of each.
pub(super) fn steps(theme: &str) -> [(&'static str, &'static str); 3] {
    match theme {
        "biodiversite" => [
            (
                "Inventaire des espèces terminé avec les habitantes et habitants, premiers chantiers de plantation.",
                "Chantier participatif d’automne et pose des panneaux.",
            ),
            (
                "Fossés rebouchés sur deux parcelles, suivi de la faune engagé.",
                "Mesure du niveau d’eau et sortie avec l’école.",
            ),
            (
                "Convention signée avec les propriétaires, plants commandés à la pépinière locale.",
                "Plantation dès les premières pluies.",
            ),
        ],
        "eau" => [
            (
                "Cuves de récupération installées, relevés de consommation commencés.",
                "Atelier d’arrosage économe ouvert à tous.",
            ),
            (
                "Études de sol rendues et partagées en réunion publique.",
                "Ouverture du chantier avec l’entreprise retenue.",
            ),
            (
                "Nettoyage des berges avec soixante personnes, mobilier posé.",
                "Plantation de la ripisylve.",
            ),
        ],
        "energie" => [
            (
                "Étude de structure validée, choix de l’installateur par les sociétaires.",
                "Pose des modules et raccordement.",
            ),
            (
                "Isolation des combles réalisée en chantier ouvert.",
                "Remplacement des menuiseries.",
            ),
            (
                "Compteurs posés, premiers relevés affichés dans le hall.",
                "Bilan de saison devant les habitantes et habitants.",
            ),
        ],
        "mobilites" => [
            (
                "Deux lignes ouvertes, quarante familles inscrites.",
                "Troisième ligne et recrutement d’une accompagnatrice.",
            ),
            (
                "Atelier de réparation ouvert chaque mercredi.",
                "Achat de vélos adaptés.",
            ),
            (
                "Enquête sur les trajets dépouillée, arrêts choisis avec les communes.",
                "Essai d’un mois puis réunion de bilan.",
            ),
        ],
        "alimentation" => [
            (
                "Local mis aux normes, premières productions vendues sur le marché.",
                "Convention avec la cantine scolaire.",
            ),
            (
                "Douze bacs installés, référentes et référents formés.",
                "Distribution du premier compost.",
            ),
            (
                "Planches de culture préparées, semis avec les élèves.",
                "Première récolte partagée.",
            ),
        ],
        "lien_social" => [
            (
                "Ouverture trois jours par semaine, comité d’usagères et d’usagers installé.",
                "Programme d’hiver décidé en assemblée.",
            ),
            (
                "Permanences tenues dans cinq communes.",
                "Former dix nouvelles personnes bénévoles.",
            ),
            (
                "Travaux du local achevés, mobilier de réemploi monté ensemble.",
                "Inauguration avec les partenaires.",
            ),
        ],
        "patrimoine" => [
            (
                "Relevés et collecte de témoignages terminés.",
                "Chantier école de maçonnerie.",
            ),
            (
                "Premier tronçon restauré, visites guidées le dimanche.",
                "Deuxième tronçon et livret en occitan.",
            ),
            (
                "Exposition montée avec le collège.",
                "Itinérance dans six communes.",
            ),
        ],
        _ => [
            (
                "Équipe de jeunes constituée, matériel choisi et acheté par eux.",
                "Première production publique.",
            ),
            (
                "Ateliers hebdomadaires complets, deux restitutions publiques.",
                "Partenariat avec la mission locale.",
            ),
            (
                "Local obtenu, charte écrite par les jeunes.",
                "Ouverture des inscriptions.",
            ),
        ],
    }
}

/// The story and the quote that some holders give for the public.
pub(super) fn story(project: &str) -> Option<(&'static str, &'static str)> {
    Some(match project {
        "BP-2024-001" => (
            "Au col de Port, les fossés rebouchés retiennent de nouveau l’eau. Les enfants de Massat ont compté vingt-deux espèces de libellules. Le sentier sur pilotis ouvrira au printemps.",
            "Je croyais que c’était une friche ; c’est une éponge.",
        ),
        "BP-2024-004" => (
            "Onze bergères et bergers ont confié leurs photographies et leurs chants. L’exposition est née dans l’ancienne école. Elle monte maintenant au col, l’été, sur des panneaux de bois.",
            "On m’a écoutée trois heures. Personne ne l’avait fait avant.",
        ),
        "BP-2024-009" => (
            "Chaque matin, le vélobus emmène vingt-huit enfants au collège de Luchon. Les parents se relaient. Sur l’avenue, on compte moins de voitures devant la grille.",
            "Maintenant, c’est moi qui réveille mon père.",
        ),
        "BP-2024-011" => (
            "Cent quarante variétés de pommiers sont de nouveau greffées dans les Cévennes. Trois communes ont donné des terrasses. Les premières récoltes ont fini en jus, à la cantine.",
            "Mon grand-père disait « la pomme de la veuve » ; je viens d’en planter une.",
        ),
        "BP-2024-012" => (
            "Le bistrot du mont Lozère ouvre même en janvier. On y dépose le pain, les colis et les nouvelles. Une assemblée décide chaque mois de ce qui s’y passe.",
            "Sans lui, je ne verrais personne de la semaine.",
        ),
        "BP-2024-014" => (
            "La cantine réunit dix-sept fermes de l’Aubrac. Les repas se prennent à grande table. Le menu s’écrit avec l’école et la maison de retraite.",
            "On sait d’où vient chaque bouchée, et à qui dire merci.",
        ),
        "BP-2024-018" => (
            "Lacaune éteint ses rues à minuit depuis l’hiver. Les habitantes et habitants ont choisi les lampes une à une. Les soirées d’observation font le plein.",
            "La Voie lactée, je l’avais oubliée.",
        ),
        "BP-2024-024" => (
            "Neuf voitures sont partagées entre quatre communes. Une conductrice sur deux n’avait pas de véhicule. Les trajets se réservent aussi par téléphone.",
            "J’ai retrouvé un travail à trente kilomètres.",
        ),
        "BP-2024-028" => (
            "Dans l’ancienne tannerie, on répare, on trie, on revend. Sept personnes y ont un contrat. Le café du samedi déborde sur la rue.",
            "Ici, rien n’est fichu, moi non plus.",
        ),
        "BP-2024-029" => (
            "Douze kilomètres de sentiers racontent le pays cordais. Les voix sont celles des habitantes et des habitants. On écoute en marchant, sans téléphone, à des bornes à manivelle.",
            "Ma tante parle près du chêne, pour toujours.",
        ),
        "BP-2024-030" => (
            "Vingt-six bacs à compost desservent les quartiers de Limoux. Les référents se connaissent tous. Le premier compost a nourri les rosiers du square.",
            "Ma poubelle a fondu de moitié.",
        ),
        "BP-2024-036" => (
            "Le jardin montre les plantes d’il y a trente mille ans. Les classes viennent de tout le Comminges. Un groupe de retraités en a la clé et la mémoire.",
            "J’ai semé du lin devant ma classe d’autrefois.",
        ),
        "BP-2025-001" => (
            "La radio émet le mercredi et le samedi. Trente jeunes s’y relaient au micro. L’émission sur le logement a été reprise par la mairie de quartier.",
            "Au début on chuchotait. Maintenant on coupe la parole aux adultes.",
        ),
        "BP-2025-003" => (
            "L’atelier a remis en selle deux cent dix vélos. Les élèves tiennent le carnet d’entretien. Il continue avec les fonds du collège.",
            "Je sais changer un dérailleur, et l’expliquer.",
        ),
        "BP-2025-006" => (
            "Cinquante sentinelles de quinze ans relèvent la température et les herbiers de la lagune. Leurs mesures sont publiées. Les conchyliculteurs les attendent.",
            "La lagune, c’est notre cour de récréation : on la surveille.",
        ),
        "BP-2025-017" => (
            "Vingt-quatre jeunes de la Conte ont guidé la Cité cet été. Ils ont écrit leurs visites eux-mêmes. Six veulent passer la carte de guide.",
            "J’habite en face depuis toujours ; cette année, j’y suis entré.",
        ),
        _ => return None,
    })
}
