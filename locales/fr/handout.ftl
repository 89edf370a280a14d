# Le support de formation d'une direction. Aucune phrase ne dit plus que les chiffres.

handout-title = Suivre et évaluer : { $kind }
handout-subtitle = Support de formation
handout-coverage = { $accepted } sur { $expected }
handout-at-most = { $value } au plus
handout-range = de { $low } à { $high }

handout-why-nothing = Aucun retour n'est attendu de votre direction pour cette période.
handout-why-all = { $expected ->
        [one] Le seul retour attendu est accepté
       *[other] Vos { $expected } retours attendus sont tous acceptés
    } : vos chiffres sont complets.
handout-why-missing = { $missing ->
        [one] Un retour manque
       *[other] { $missing } retours manquent
    } sur { $expected } : tant qu'ils ne sont pas acceptés, vos chiffres ne disent pas tout.
handout-reason-help = Aider à temps.
    .text = Un projet qui dit tôt sa difficulté peut recevoir un appui.
handout-reason-account = Rendre compte.
    .text = Les habitantes et les habitants ont voté : ils ont droit à des nouvelles, même mauvaises.
handout-reason-learn = Apprendre.
    .text = Ce qui marche dans une vallée peut servir dans la suivante.
handout-reason-decide = Décider.
    .text = Les prochaines éditions se règlent sur ce que l'on sait des précédentes.

handout-chain-claim = Des moyens aux effets : { $count } maillons à vérifier, chacun avec son indicateur.
handout-indicators-claim = { $count ->
        [one] Un indicateur concerne vos dossiers : il dit
       *[other] { $count } indicateurs concernent vos dossiers : chacun dit
    } pourquoi il est suivi et ce qu'il ne dit pas.
handout-dimension-gestion = Gestion
handout-dimension-participation = Participation
handout-dimension-social = Social
handout-dimension-environnement = Environnement

handout-questionnaire-claim = { $sections ->
        [one] Une rubrique
       *[other] { $sections } rubriques
    }, { $fields } questions dont { $required } toujours obligatoires : les autres ne se posent qu'à qui elles concernent.
handout-type-text = texte
handout-type-email = adresse électronique
handout-type-integer = nombre entier
handout-type-number = nombre
handout-type-euros = euros
handout-type-percent = pourcentage
handout-type-date = date
handout-type-bool = oui ou non
handout-type-choice = choix
handout-type-choices = choix multiples
handout-type-score = note de 1 à 5

handout-dashboard-nothing = Trop peu de retours acceptés pour situer votre direction : aucun statut n'est donné.
handout-dashboard-claim = { $reached ->
        [0] Aucun de vos { $all } indicateurs n'atteint sa cible
        [one] Un de vos { $all } indicateurs atteint sa cible
       *[other] { $reached } de vos { $all } indicateurs atteignent leur cible
    } ; { $watch ->
        [0] aucun n'est à surveiller.
        [one] un est à surveiller ou critique.
       *[other] { $watch } sont à surveiller ou critiques.
    }
handout-bars = Retours acceptés par édition, vos projets
handout-bars-reading = Lecture : { $value } des retours attendus de l'édition { $edition } sont acceptés.
handout-trend = Retours acceptés, toute la Région

handout-field = Champ
handout-project = Projet
handout-project-letter = Projet { $letter }
handout-indicator = Indicateur
handout-mine = Votre direction
handout-region = Région
handout-behind = Retours acceptés
handout-quoted = « { $label } »

handout-read = Lire un retour
    .situation = Voici quelques lignes de deux retours d'un projet de votre direction (nom retiré).
    .table = Extrait des retours du projet A
    .question-1 = Quelles valeurs baissent ?
    .question-2 = Lesquelles faut-il faire confirmer, et pourquoi ?
    .nothing-falls = Aucune.
    .falling = { $labels }.
    .nothing-to-ask = Aucune, puisque rien ne baisse.
    .only-flows = Aucune : ce sont des flux, qui repartent de zéro à chaque période.
    .ask = { $labels } : c'est un stock, l'état à la fin de la période. Une baisse est possible, mais inhabituelle : on demande de la confirmer ou de la corriger.

handout-sum = Calculer un total et sa couverture
    .situation = Quelques projets de votre direction (noms retirés) et ce qu'ils ont déclaré pour « { $label } ».
    .table = { $asked } projets de votre direction
    .note = n. d. : aucun retour accepté.
    .question-1 = Quel est le total de « { $label } » ?
    .question-2 = Quelle est sa couverture ? Peut-on lui donner un statut ?
    .total = { $sum } = { $total }.
    .missing = { $missing } n'a pas de retour accepté : il n'entre pas dans la somme, et ne compte pas pour zéro.
    .coverage = { $answered } retours acceptés sur { $asked }, soit { $share } %. Le statut est affiché à partir de 50 % : ici, il le serait.

handout-sentence = Formuler une phrase juste
    .situation = Vous présentez ce tableau en une phrase.
    .table = Votre direction et la Région
    .question = Que peut-on affirmer de « { $label } » ? Que faut-il préciser ?
    .answer = « { $label } : { $mine } pour notre direction, { $region } pour la Région ; { $accepted } retours acceptés sur { $expected } attendus. » L'écart se constate, il ne s'explique pas par ce tableau.
    .low = Moins de la moitié des retours sont là : le chiffre est indicatif.
    .limits = À préciser : { $limits }

handout-questionnaire-opens = Ouverture du questionnaire, pour { $period }
handout-questionnaire-due = Retours attendus, pour { $period }
handout-readers = { $first }, { $second } et { $count } autres groupes
handout-contact-method = Une question de méthode
handout-contact-project = Un projet de votre direction
