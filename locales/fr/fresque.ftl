# La Fresque de la Participation : cartes, guide d'animation, affiche.
fresque-title = Fresque de la Participation
fresque-subtitle = Des besoins aux effets : ce que changent les projets votés par les habitantes et les habitants
fresque-claim = { $actions ->
    [0] Aucun projet n'a encore assez raconté pour faire une carte.
    [one] Un projet répond à { $causes ->
        [one] un besoin
       *[other] { $causes } besoins
    } : { $links } liens à trouver jusqu'aux chiffres.
   *[other] { $actions } projets répondent à { $causes ->
        [0] leurs besoins
        [one] un besoin
       *[other] { $causes } besoins
    } et mènent à { $effects ->
        [0] des effets encore sans chiffre
        [one] un effet mesuré
       *[other] { $effects } effets mesurés
    } : { $links } liens à trouver.
}
fresque-coverage = { $accepted } retours acceptés sur { $expected } attendus
fresque-source-note = Cartes faites des retours acceptés pour { $period }. Les récits sont ceux des porteurs et porteuses de projet qui en ont permis la publication ; les effectifs de quelques personnes et les groupes de quelques projets ne sont pas montrés.

fresque-family-cause = Cause
    .plural = Causes
    .hint = Pourquoi agir
fresque-family-action = Action
    .plural = Actions
    .hint = Ce que font les habitantes et les habitants
fresque-family-effect = Effet
    .plural = Effets
    .hint = Ce que cela change
fresque-family-figure = Chiffre
    .plural = Chiffres
    .hint = Combien

fresque-action-text = Projet voté par les habitantes et les habitants{ $known ->
    [yes] , porté par { $holder }
   *[no] { "" }
}. Il se réalise à { $place }.
fresque-action-question = À quel besoin ce projet répond-il ? Que change-t-il ?
fresque-action-source = Retour du projet { $id }
fresque-effect-source = Cadre d'évaluation du programme
fresque-figure-question = De quel effet ce chiffre est-il la mesure ?
fresque-figure-source = Retours acceptés pour { $period } ({ $coverage })
fresque-tangible = { $one ->
    [yes] soit environ { $thing }
   *[no] soit environ { $count } { $thing }
} ({ $source })

fresque-link-cause = Le projet agit sur ce besoin : { $theme }.
fresque-link-action = { $label } : le projet en déclare { $value }.
fresque-link-figure = Le chiffre mesure cet effet : { $value } pour tous les projets.

fresque-round-welcome = Accueil
    .text = Chacune et chacun se présente et nomme un projet de son quartier ou de son village. La personne qui anime présente le but : relier les besoins, les actions et ce qu'elles changent.
fresque-round-causes = Les causes
    .text = Distribuez les { $count } cartes Cause. Le groupe les lit à voix haute et les pose à gauche de la table, les plus proches côte à côte.
fresque-round-actions = Les actions
    .text = Distribuez les { $count } cartes Action. Chaque projet est lu, puis posé près des besoins auxquels il répond ; le groupe trace les liens et dit pourquoi.
fresque-round-effects = Les effets
    .text = Distribuez les { $count } cartes Effet. Le groupe relie chaque action à ce qu'elle change. Un projet peut avoir plusieurs effets, un effet plusieurs projets.
fresque-round-figures = Les chiffres
    .text = Distribuez les { $count } cartes Chiffre, face cachée. Avant de les retourner, le groupe devine l'ordre de grandeur ; puis il relie chaque chiffre à son effet.
fresque-round-debrief = Échange
    .text = Le groupe donne un titre à sa fresque, compare ses liens à ceux du guide, et dit ce qui l'a surpris.

fresque-guide-claim = En { $minutes } minutes, un groupe relie { $cards } cartes et comprend ce que changent les projets citoyens.
fresque-guide-players = De 4 à 8 personnes par table, avec une personne qui anime
fresque-guide-duration = { $minutes } minutes
fresque-guide-material-1 = Les { $cards } cartes, imprimées recto verso et coupées
fresque-guide-material-2 = Une nappe de papier de deux mètres sur un mètre, des feutres de deux couleurs
fresque-guide-material-3 = L'affiche, roulée jusqu'à l'échange
fresque-guide-material-4 = Un minuteur et du ruban adhésif repositionnable
fresque-guide-objective-1 = Comprendre à quels besoins répondent les projets votés
fresque-guide-objective-2 = Distinguer ce qui est fait, ce que cela change et comment on le mesure
fresque-guide-objective-3 = Donner envie de proposer, de voter ou d'aider un projet
fresque-guide-before-1 = Lisez toutes les cartes, et les liens attendus à la fin de ce guide.
fresque-guide-before-2 = Rangez les cartes par famille, dans l'ordre de leurs numéros.
fresque-guide-before-3 = Choisissez un projet que le groupe peut connaître : commencez par lui.
fresque-guide-before-4 = Prévoyez une table sans chaise du côté de la fresque : on joue debout.
fresque-guide-debrief-1 = Quel lien vous a demandé le plus de discussion, et pourquoi ?
fresque-guide-debrief-2 = Quel effet n'a pas de chiffre, ou pas celui que vous attendiez ?
fresque-guide-debrief-3 = Un projet de votre commune trouverait-il sa place sur cette fresque ?
fresque-guide-debrief-4 = Quel besoin manque encore d'action ?
fresque-guide-debrief-5 = Que feriez-vous, vous, dès la semaine prochaine ?
