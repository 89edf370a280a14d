# Rapport trimestriel : les phrases que les chiffres justifient. Chaque règle est dans src/render/report. Les nombres arrivent déjà
# écrits, avec leur unité. Les espaces insécables et les apostrophes typographiques sont posées à la lecture de ce fichier.

report-title = Rapport trimestriel
report-title-year = Rapport annuel
report-unknown = n. d.
report-no-group = Non renseigné
report-range = { $low } à { $high }
report-target = cible { $target }
report-coverage = { $accepted } sur { $expected }
report-returns = Retours
report-returns-line = { $accepted ->
    [one] { $accepted } retour accepté
   *[other] { $accepted } retours acceptés
} sur { $expected ->
    [one] { $expected } attendu
   *[other] { $expected } attendus
}
report-perimeter = { $any ->
    [yes] Retours attendus : { $kinds }
   *[no] Aucun retour attendu
} ; { $counties } départements, { $directions } directions opérationnelles.
report-perimeter-kind = { $label } ({ $count })

## Constats en tête de page

report-claim-nothing-expected = Aucun retour n'est attendu pour cette période.
report-claim-no-return = { $expected ->
    [one] Le retour attendu n'est pas encore accepté
   *[other] Aucun des { $expected } retours attendus n'est encore accepté
} : il n'y a pas de chiffre à lire pour cette période.
report-claim-unknown = Les retours acceptés ne permettent pas encore de calculer ces chiffres.
report-claim = { $label } : { $now }{ $moved ->
    [yes] { " " }(période précédente : { $before })
   *[no] { "" }
}{ $judged ->
    [0] .
    [one] { "\u202F" }; { $reached ->
        [0] la cible fixée n'est pas atteinte.
       *[other] la cible fixée est atteinte.
    }
   *[other] { "\u202F" }; { $reached ->
        [0] aucune des { $judged } cibles n'est atteinte.
        [one] { $reached } cible sur { $judged } est atteinte.
       *[other] { $reached } cibles sur { $judged } sont atteintes.
    }
}
report-claim-few-returns = Avec { $accepted } retours acceptés sur { $expected }, moins de la moitié, les chiffres de cette période restent provisoires.
report-claim-returns = { $accepted } retours acceptés sur { $expected } ; aucun chiffre clé n'a de cible pour être jugé.
report-claim-summary-good = { $judged ->
    [one] Le chiffre clé assorti d'une cible l'atteint ou s'en approche.
   *[other] Les { $judged } chiffres clés assortis d'une cible l'atteignent ou s'en approchent.
}
report-claim-summary = { $judged ->
    [one] Le chiffre clé assorti d'une cible n'en est pas proche
   *[other] Sur { $judged } chiffres clés assortis d'une cible, { $good ->
        [0] aucun ne l'atteint ni ne s'en approche
        [one] un seul l'atteint ou s'en approche
       *[other] { $good } l'atteignent ou s'en approchent
    }
} ; à examiner d'abord : { $worst } ({ $worst-value }).
report-returns-claim = { $missing ->
    [0] { $expected ->
        [one] Le retour attendu est accepté.
       *[other] Les { $expected } retours attendus sont tous acceptés.
    }
    [one] { $accepted } retours sur { $expected } sont acceptés ; un seul manque encore.
   *[other] { $accepted ->
        [one] { $accepted } retour sur { $expected } est accepté
       *[other] { $accepted } retours sur { $expected } sont acceptés
    } ; { $missing } manquent encore.
}

## Ce qui a changé

report-rise = passe de { $before } à { $now } ({ $change } depuis la période précédente{ $sum ->
    [yes] { "\u202F" }; { $accepted } retours acceptés, contre { $accepted-before }
   *[no] { "" }
}).
    .lead = { $label }, en hausse :
report-fall = passe de { $before } à { $now } ({ $change } depuis la période précédente{ $sum ->
    [yes] { "\u202F" }; { $accepted } retours acceptés, contre { $accepted-before }
   *[no] { "" }
}).
    .lead = { $label }, en baisse :
report-reached = { $now }, contre { $before } à la période précédente (cible : { $target }).
    .lead = { $label }, la cible est atteinte :
report-lost = { $now }, contre { $before } à la période précédente (cible : { $target }).
    .lead = { $label }, la cible n'est plus atteinte :
report-critical = { $now }, contre { $before } à la période précédente (cible : { $target }).
    .lead = { $label }, le seuil critique est franchi :
report-extremes = de { $low-value } ({ $low }) à { $high-value } ({ $high }), parmi les { $count } départements où assez de retours sont arrivés.
    .lead = { $label }, selon le département :
report-few-returns = moins de la moitié des retours attendus ; { $count ->
    [one] ses chiffres sont donnés
   *[other] leurs chiffres sont donnés
} en italique, sans statut.
    .lead = { $names }{ $others ->
        [0] { "" }
        [one] { " " }et un autre département
       *[other] { " " }et { $others } autres départements
    } :

## Retours

report-missing = { $never ->
    [0] aucun n'est resté sans réponse
    [one] { $never } n'a jamais été envoyé
   *[other] { $never } n'ont jamais été envoyés
}, { $waiting ->
    [0] aucun n'attend de correction.
    [one] { $waiting } attend une correction.
   *[other] { $waiting } attendent une correction.
}
    .lead = { $count ->
        [one] { $count } retour n'est pas accepté :
       *[other] { $count } retours ne sont pas acceptés :
    }
report-faults = { $named }. { $confirm ->
    [0] Aucun retour n'avait de valeur à confirmer.
    [one] { $confirm } retour sur { $returns } avait au moins une valeur à confirmer.
   *[other] { $confirm } retours sur { $returns } avaient au moins une valeur à confirmer.
}
    .lead = À corriger ou à confirmer le plus souvent :
report-questions = { $named }.
    .lead = Les questions les plus concernées :
report-question-count = « { $label } » ({ $count })
report-fault-count = { $label } ({ $count })
report-refused-files = { $count ->
    [one] il est listé, avec la raison, dans le tableau de bord
   *[other] ils sont listés, avec la raison, dans le tableau de bord
}{ $other ->
    [0] .
    [one] { "\u202F" }; un autre fichier appelle une remarque.
   *[other] { "\u202F" }; { $other } autres fichiers appellent une remarque.
}
    .lead = { $count ->
        [one] Un fichier n'a donné aucun retour :
       *[other] { $count } fichiers n'ont donné aucun retour :
    }
report-carried = leurs valeurs de stock (avancement, dépense cumulée) viennent du dernier retour accepté.
    .lead = { $count ->
        [one] { $count } dossier sans retour accepté est repris :
       *[other] { $count } dossiers sans retour accepté sont repris :
    }
report-faults-title = Les questions à corriger ou à confirmer le plus souvent
report-faults-field = Question
report-faults-errors = À corriger
report-faults-warnings = À confirmer

report-code-rule-broken = valeurs qui se contredisent
report-code-missing = réponses manquantes
report-code-not-a-number = nombres illisibles
report-code-not-an-integer = nombres qui devraient être entiers
report-code-not-a-date = dates illisibles
report-code-not-a-bool = oui ou non illisibles
report-code-not-a-choice = réponses hors de la liste
report-code-not-an-email = adresses illisibles
report-code-out-of-bounds = nombres hors des limites
report-code-too-long = textes trop longs
report-code-not-relevant = réponses à des questions sans objet
report-code-error-cell = erreurs de calcul dans la cellule
report-code-uncached-formula = formules sans résultat
report-code-number-as-text = nombres saisis comme du texte
report-code-unit-in-number = unités saisies avec le nombre
report-code-field-twice = questions présentes deux fois
report-code-field-absent = questions absentes du fichier
report-code-field-unknown = questions inconnues
report-code-questionnaire-old = anciennes versions du questionnaire
report-code-period-unexpected = périodes inattendues

## Graphiques et tableaux

report-by-group = { $label }, par { $column }
report-bars-alt = { $title } : de { $low-value } ({ $low }) à { $high-value } ({ $high }).
report-bars-lecture = Lecture : { $high }, { $high-value }.
report-trend-title = { $label }, { $count } périodes
report-trend-alt = { $label } : de { $first } ({ $first-period }) à { $last } ({ $last-period }).
report-trend-lecture = Lecture : { $last } pour { $last-period }. Une période sans retour attendu est laissée vide.
report-shares-title = Les parts, { $now } et { $before }
report-table-by-group = Les chiffres par { $column }
report-states-title = Où en sont les projets, par { $column }
report-states-lecture = Effectifs des { $count } projets dont l'état est connu, retours acceptés et valeurs reprises.
report-state-count = { $state } ({ $count })
report-states = { $states }.
    .lead = Où en sont les projets :
report-difficulty-count = { $label } ({ $count })
report-difficulties = { $named }{ $placed ->
    [yes] , d'abord dans la thématique { $place }.
   *[no] .
}
    .lead = Difficultés citées le plus souvent :
report-days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
report-late-title = Les projets dont la fin est la plus repoussée
report-late-project = Projet
report-late-direction = Direction
report-late-planned-end = Fin annoncée
report-late-delay = Retard
report-late-note = { $count ->
    [0] Retard
    [one] { $count } projet en cours est en retard. Retard
   *[other] { $count } projets en cours sont en retard. Retard
} : écart entre la fin annoncée dans le dernier retour et la fin initiale du registre.
report-late-none = Aucun projet en cours n'annonce de retard.

## Territoires

report-map-title = { $label } par département, { $period }
report-map-column = { $label } ({ $unit })
report-map-source = Fond de carte : IGN, Admin Express.
report-map-lecture = Lecture : { $place }, { $value } ({ $coverage } retours). Classes d'effectifs égaux. En italique : moins de la moitié des retours attendus.
report-map-claim = { $label } : de { $low-value } ({ $low }) à { $high-value } ({ $high }), là où assez de retours sont arrivés.
report-map-claim-few = { $label } : { $known ->
    [0] aucun département n'a encore de chiffre.
    [one] un seul département sur { $count } a un chiffre.
   *[other] { $known } départements sur { $count } ont un chiffre ; il est trop tôt pour les comparer.
}

## Projets à suivre, projets qui inspirent

report-watch-none = Aucun projet ne signale de difficulté ni ne demande d'appui.
report-watch-claim = { $count ->
    [one] { $count } projet demande
   *[other] { $count } projets demandent
} une attention particulière{ $stopped ->
    [0] { "" }
    [one] , dont un suspendu ou abandonné
   *[other] , dont { $stopped } suspendus ou abandonnés
}{ $asking ->
    [0] { "" }
    [one] { "\u202F" }; un demande un appui
   *[other] { "\u202F" }; { $asking } demandent un appui
}{ $hidden ->
    [0] .
   *[other] . Les { $listed } plus pressants figurent ici, tous sont dans le tableau de bord.
}
report-watch-no-reason = appui demandé sans difficulté précisée
report-watch-support-unsaid = Appui demandé, non précisé
report-between-reasons = { "\u202F" }; { "" }
report-stories-none = Aucun récit n'est autorisé à la publication pour cette période.
report-stories-claim = { $shown ->
    [one] Un projet raconte
   *[other] { $shown } projets racontent
} ce qu'{ $shown ->
    [one] il a
   *[other] ils ont
} changé, avec l'accord de { $shown ->
    [one] son porteur ou sa porteuse
   *[other] leurs porteurs et porteuses
}{ $more ->
    [yes] { " " }({ $allowed } récits sont publiables)
   *[no] { "" }
}.
report-quote = « { $quote } »

## Autres dossiers suivis

report-kind-period = { $accepted ->
    [0] aucun retour accepté sur { $expected }
    [one] { $accepted } retour accepté sur { $expected }
   *[other] { $accepted } retours acceptés sur { $expected }
} pour { $period }.
    .lead = Période :
report-ending = « { $title } » finit le { $date }.
    .lead = { $count ->
        [one] Un marché finit dans les { $days } jours :
       *[other] { $count } marchés finissent dans les { $days } jours, d'abord
    }
report-returned = Retour
report-returned-yes = accepté
report-returned-carried = repris
report-returned-no = attendu
report-more-subjects = { $count ->
    [one] Un autre dossier figure dans le tableau de bord.
   *[other] { $count } autres dossiers figurent dans le tableau de bord.
}

## Décisions

report-decide-support = { $count ->
    [one] Répondre à la demande d'appui d'un projet
   *[other] Répondre aux demandes d'appui de { $count } projets
}{ $more ->
    [yes] { " " }(sur { $all } demandes en tout)
   *[no] { "" }
}, page « Projets à suivre »
report-decide-missing = { $count ->
    [one] Faire relancer le dossier sans retour accepté
   *[other] Faire relancer les { $count } dossiers sans retour accepté
}{ $placed ->
    [yes] , en commençant par le département { $place } ({ $there })
   *[no] { "" }
}
report-decide-contract = Préparer la suite du marché « { $title } », qui finit le { $date }
report-decide-stopped = { $count ->
    [one] Décider de la suite du projet suspendu « { $title } »
   *[other] Décider de la suite de { $count } projets suspendus depuis plus d'une période
}
report-decide-critical = Examiner l'indicateur « { $label } », en statut critique ({ $now } ; cible : { $target })

## Indicateurs

report-dimension-gestion = Gestion
report-dimension-participation = Participation
report-dimension-social = Effets sociaux
report-dimension-environnement = Effets sur l'environnement
report-kind-of-period = { $label } ({ $period })
report-indicators-none = { $count } indicateurs sont suivis ; aucun n'a encore assez de retours pour être comparé à une cible.
report-indicators-claim = Sur { $judged } indicateurs jugés, { $reached ->
    [0] aucun n'atteint sa cible
    [one] un atteint sa cible
   *[other] { $reached } atteignent leur cible
}, { $track ->
    [0] aucun n'est en bonne voie
    [one] un est en bonne voie
   *[other] { $track } sont en bonne voie
} et { $acting ->
    [0] aucun n'appelle d'action.
    [one] un appelle une action.
   *[other] { $acting } appellent une action.
}

## Méthode

report-method-origin = Les porteurs et porteuses de projet remplissent un questionnaire à chaque période. Chaque retour est contrôlé : les erreurs sont renvoyées pour correction, les valeurs inhabituelles sont à confirmer.
    .lead = D'où viennent les chiffres.
report-method-coverage = Elle dit combien de retours attendus sont acceptés : { $accepted } sur { $expected } pour cette période. Sous 50 %, le chiffre est en italique et n'a pas de statut.
    .lead = Couverture.
report-method-carried = Une valeur de stock (dépense cumulée, avancement) est reprise du dernier retour accepté, quatre périodes au plus : { $carried ->
    [0] aucun dossier n'est repris ici.
    [one] { $carried } dossier est repris ici.
   *[other] { $carried } dossiers sont repris ici.
} Une valeur de flux ne l'est jamais.
    .lead = Valeurs reprises.
report-method-status = Il compare la valeur à la cible et aux seuils du cadre d'évaluation ; il ne juge pas les personnes.
    .lead = Statut.
report-limit-attribution = Les effets constatés ne sont pas tous dus aux projets : aucune comparaison avec des territoires sans projet n'est faite.
    .lead = Attribution.
report-limit-declaration = Les chiffres sont déclarés par les porteurs et porteuses ; leur cohérence est contrôlée, pas leur exactitude.
    .lead = Déclaration.
report-limit-of = { $label }.
report-term-scheme = Un cadre de participation : budget participatif, instance de dialogue, concertation.
    .lead = Dispositif
report-term-return = Un questionnaire renvoyé pour un dossier et une période.
    .lead = Retour
report-term-coverage = Retours acceptés, sur retours attendus.
    .lead = Couverture
report-term-flow = Ce qui s'est passé pendant la période (arbres plantés).
    .lead = Flux
report-term-stock = L'état à la fin de la période (dépense cumulée).
    .lead = Stock
report-term-target = La valeur visée ; les seuils disent quand s'en inquiéter.
    .lead = Cible
report-source-oecd = Critères d'évaluation de l'OCDE-CAD (2019) ; lignes directrices de l'OCDE pour l'évaluation des processus délibératifs (2021).
report-source-ademe = Base Empreinte de l'ADEME pour les facteurs d'émission.
report-source-ign = Fond de carte : IGN, Admin Express, Licence Ouverte 2.0.
report-source-parameter = { $label } : { $value } { $unit } depuis le { $since } ({ $source }).

## Rapport annuel

report-chain-claim = Des moyens aux effets : { $first }, et au bout de la chaîne { $last }.
report-chain-inputs = Moyens
    .hint = Ce que les projets ont reçu : temps, argent
report-chain-outputs = Réalisations
    .hint = Ce qu'ils en ont fait
report-chain-outcomes = Résultats
    .hint = Ce que cela a changé pour les personnes et les lieux
report-chain-impacts = Impacts
    .hint = Ce qui en reste à long terme
report-theme-projects = { $count ->
    [one] { $count } projet
   *[other] { $count } projets
}
report-themes-claim = { $count ->
    [one] Une seule thématique est suivie : { $theme }
   *[other] { $count } thématiques sont suivies ; « { $theme } » réunit le plus de projets
} ({ $projects }).
report-dots-title = { $reached ->
    [0] Aucune des { $known } parts suivies n'atteint encore sa cible
    [one] Une part suivie sur { $known } atteint sa cible
   *[other] { $reached } parts suivies sur { $known } atteignent leur cible
}
report-dots-lecture = Le point est la valeur, le cercle celle de la période précédente, le trait la cible (le milieu, pour une plage).
