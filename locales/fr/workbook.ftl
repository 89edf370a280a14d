# Le tableau de bord : titres de feuilles et de colonnes, phrases calculées d'après les figures.

workbook-sheet-summary = Synthèse
workbook-sheet-indicators = Indicateurs
workbook-sheet-territories = Par territoire
workbook-sheet-trend = Évolution
workbook-sheet-returns = Retours et qualité
workbook-sheet-data = Données
workbook-sheet-dictionary = Dictionnaire

## Statuts

workbook-status-atteint = Atteint
workbook-status-en-bonne-voie = En bonne voie
workbook-status-a-surveiller = À surveiller
workbook-status-critique = Critique
workbook-status-n-d = Non disponible
workbook-status-low = Trop peu de retours
workbook-status-none = Sans cible

## Synthèse

workbook-summary-title = Tableau de bord – { $period }
workbook-summary-perimeter = { $programme } · { $organisation } · arrêté au { $day } · { $accepted } { $accepted ->
        [one] retour accepté
       *[other] retours acceptés
    } sur { $expected } { $expected ->
        [one] attendu
       *[other] attendus
    }
workbook-summary-courses = Les périodes des encadrés, en chiffres
workbook-summary-remember = Ce qu'il faut retenir
workbook-summary-kinds = Tout ce qui est suivi : retours acceptés, statuts des indicateurs, ce qu'il faut regarder
workbook-summary-kind-returns = { $period } : { $accepted } sur { $expected }
workbook-summary-kind-look = À regarder : { $name } { $mark } { $value } (cible { $target })
workbook-summary-reading = Lecture : chaque encadré donne la valeur, son évolution, sa courbe, sa cible, son statut et sa couverture ; en italique, moins de la moitié des retours.

workbook-claim-nothing-expected = Aucun retour n'est attendu pour cette période.
workbook-claim-no-return = Aucun retour n'est encore accepté sur { $expected } { $expected ->
        [one] attendu
       *[other] attendus
    } : les chiffres de la période ne sont pas disponibles.
workbook-claim-few-returns = { $accepted ->
        [one] Un seul retour est accepté
       *[other] { $accepted } retours seulement sont acceptés
    } sur { $expected } attendus : les chiffres sont donnés avec prudence, sans statut.
workbook-claim-no-status = { $accepted ->
        [one] Un retour est accepté
       *[other] { $accepted } retours sont acceptés
    } sur { $expected } { $expected ->
        [one] attendu
       *[other] attendus
    } ; aucun chiffre clé n'a de cible à laquelle se comparer.
workbook-claim-all-good = { $known ->
        [one] Le chiffre clé qui a une cible l'atteint ou s'en approche.
       *[other] Les { $known } chiffres clés qui ont une cible l'atteignent ou s'en approchent.
    }
workbook-claim-all-bad = { $known ->
        [one] Le chiffre clé qui a une cible en reste loin
       *[other] Les { $known } chiffres clés qui ont une cible en restent loin
    } : { $names }.
workbook-claim-mixed = { $good ->
        [one] Un chiffre clé sur { $known } atteint sa cible ou s'en approche
       *[other] { $good } chiffres clés sur { $known } atteignent leur cible ou s'en approchent
    } ; { $bad ->
        [one] reste à surveiller
       *[other] restent à surveiller
    } : { $names }.
workbook-quoted = « { $text } »
workbook-others = { $count ->
        [one] un autre
       *[other] { $count } autres
    }

workbook-take-returns = { $accepted ->
        [one] { $accepted } retour accepté
       *[other] { $accepted } retours acceptés
    } sur { $expected } { $expected ->
        [one] attendu
       *[other] attendus
    } ({ $share } %) ; { $tocorrect ->
        [0] aucun à corriger
       *[other] { $tocorrect } à corriger
    }, { $missing ->
        [0] aucun manquant
        [one] { $missing } manquant
       *[other] { $missing } manquants
    }.
workbook-take-change = Plus forte évolution : « { $name } » passe à { $value } ({ $change } depuis { $since }).
workbook-take-worst = Le plus loin de sa cible : « { $name } », { $value } pour une cible de { $target } ({ $status }).
workbook-take-quiet = { $count ->
        [one] Un groupe sur { $all } a moins de la moitié de ses retours acceptés
       *[other] { $count } groupes sur { $all } ont moins de la moitié de leurs retours acceptés
    } : { $names }. Leurs chiffres sont donnés sans statut.
workbook-take-refused = { $count ->
        [one] Un fichier reçu n'a pas pu être utilisé
       *[other] { $count } fichiers reçus n'ont pas pu être utilisés
    } : voir la feuille « Retours et qualité ».

workbook-tally = { $known ->
        [one] Un indicateur a une cible et assez de retours
       *[other] { $known } indicateurs ont une cible et assez de retours
    } : { $reached } { $reached ->
        [one] atteint
       *[other] atteints
    }, { $ontrack } en bonne voie, { $watch } à surveiller, { $critical } { $critical ->
        [one] critique
       *[other] critiques
    }.
workbook-tally-none = { $all ->
        [0] Aucun indicateur.
       *[other] Aucun indicateur n'a à la fois une cible et assez de retours pour un statut.
    }

workbook-tile-target = Cible : { $target }
workbook-tile-coverage = Retours : { $accepted } sur { $expected }
workbook-tile-since = depuis { $since }
workbook-tile-stable = Stable depuis { $since }
workbook-tile-no-previous = Pas de valeur précédente
workbook-points = points
workbook-range = { $low } à { $high } { $unit }

workbook-chart-returns-all = Retours acceptés : au moins { $low } % dans chaque groupe ({ $level })
workbook-chart-returns-below = Retours acceptés : { $below } sur { $all } sous 50 %, au plus bas { $worst } ({ $low } %)
workbook-chart-trend = { $name } : { $value } ({ $change } depuis { $since })
workbook-chart-trend-new = { $name } : { $value }
workbook-chart-trend-unknown = { $name } : n. d. pour cette période
workbook-chart-target = La ligne tiretée est la cible : { $target }

## Feuilles

workbook-indicators-title = Indicateurs – { $period }
workbook-indicators-note = Changement en points pour les pourcentages. En italique : moins de la moitié des retours acceptés, donc pas de statut. « n. d. » : inconnu, jamais zéro.
workbook-indicators-about = Un indicateur par ligne : valeur, unité, valeur précédente, changement, cible, statut, couverture, valeur de l'année à ce jour.
workbook-territories-title = Par territoire, direction et thématique – { $period }
workbook-territories-note = Les groupes qui ont le plus répondu d'abord. Après chaque chiffre, son statut : ● atteint   ◆ en bonne voie   ▲ à surveiller   ■ critique   ○ sans statut. En italique : moins de la moitié des retours.
workbook-territories-about = Retours et chiffres principaux de chaque groupe – { $kind }
workbook-trend-title = Évolution – { $period }
workbook-trend-note = Une colonne par période, de la plus ancienne à la plus récente. Case vide : valeur inconnue. En italique : moins de la moitié des retours.
workbook-trend-about = Valeurs de chaque indicateur par période – { $kind }
workbook-trend-no-change = Pas encore de période précédente à laquelle se comparer.
workbook-trend-target = Cible de « { $name } » (ligne tiretée de la synthèse)
workbook-kind-title = { $kind } – { $period }
workbook-kind-returns = { $accepted ->
        [one] { $accepted } retour accepté
       *[other] { $accepted } retours acceptés
    } sur { $expected } { $expected ->
        [one] attendu
       *[other] attendus
    }.
workbook-kind-note = Une ligne par dossier suivi. Case vide : pas de réponse ou question sans objet. « Reporté » : faute de retour accepté, les états viennent d'une période antérieure.
workbook-kind-about = Un dossier par ligne : registre, état du retour, réponses – { $kind }
workbook-strip-indicator = Indicateur
workbook-strip-value = Valeur
workbook-strip-target = Cible
workbook-strip-status = Statut
workbook-strip-coverage = Couverture
workbook-returns-title = Retours et qualité – { $period }
workbook-returns-note = Délai : jours entre l'ouverture du retour et sa réception. Erreurs et avertissements : ceux de la dernière version reçue.
workbook-returns-about = Un retour attendu par ligne : état, réception, versions, complétude, constats.
workbook-returns-kind = { $kind } ({ $period }) : { $accepted } { $accepted ->
        [one] accepté
       *[other] acceptés
    } sur { $expected }, { $tocorrect } à corriger, { $missing } non { $missing ->
        [one] reçu
       *[other] reçus
    }.
workbook-returns-refused = { $count ->
        [0] Aucun fichier refusé.
        [one] Un fichier refusé : voir sous le tableau.
       *[other] { $count } fichiers refusés : voir sous le tableau.
    }
workbook-refused-title = Fichiers refusés
workbook-refused-about = Un fichier refusé par ligne : nom, réception, raison, remède.
workbook-data-title = Données – { $period }
workbook-data-claim = Tous les chiffres, à tous les niveaux, un par ligne : pour vos propres tableaux croisés.
workbook-dictionary-title = Dictionnaire
workbook-dictionary-claim = { $indicators } indicateurs, { $fields } champs de questionnaire et { $columns } colonnes de registre.
workbook-dictionary-note = Ce que chaque chiffre veut dire, comment il est calculé, d'où il vient. Les champs confidentiels sont définis ici mais leurs réponses ne figurent pas dans ce classeur.

workbook-nothing = Aucune ligne
workbook-nothing-expected = Aucun retour attendu
workbook-no-group = (non renseigné)
workbook-yes = oui
workbook-no = non
workbook-header-unit = { $label } ({ $unit })
workbook-level-programme = Programme

workbook-state-accepted = Accepté
workbook-state-to-correct = À corriger
workbook-state-missing = Non reçu

## Colonnes

workbook-col-kind = Suivi
workbook-col-dimension = Dimension
workbook-col-indicator = Indicateur
workbook-col-unit = Unité
workbook-col-value = Valeur
workbook-col-previous = Période précédente
workbook-col-change = Changement
workbook-col-target = Cible
workbook-col-status = Statut
workbook-col-accepted = Retours acceptés
workbook-col-expected = Retours attendus
workbook-col-coverage = Couverture (%)
workbook-col-share = Part acceptée (%)
workbook-col-count = Dossiers comptés
workbook-col-year = Année à ce jour
workbook-col-period = Période
workbook-col-chain = Chaîne de résultats
workbook-col-sdg = ODD
workbook-col-id = Identifiant
workbook-col-code = Code
workbook-col-level = Niveau
workbook-col-group = Groupe
workbook-col-spark = Courbe
workbook-col-state = Retour
workbook-col-received = Reçu le
workbook-col-completeness = Complétude (%)
workbook-col-carried = Reporté
workbook-col-subject = Code
workbook-col-title = Titre
workbook-col-department = Direction
workbook-col-delay = Délai (jours)
workbook-col-versions = Versions reçues
workbook-col-errors = Erreurs
workbook-col-warnings = Avertissements
workbook-col-file = Fichier
workbook-col-reason = Raison
workbook-col-remedy = Que faire
workbook-col-nature = Nature
workbook-col-label = Libellé
workbook-col-definition = Définition
workbook-col-formula = Calcul ou type
workbook-col-privacy = Confidentialité
workbook-col-source = Source

## Dictionnaire

workbook-nature-indicator = Indicateur
workbook-nature-field = Champ
workbook-nature-column = Colonne du registre
workbook-nature-parameter = Constante
workbook-definition-limits = { $text } Limites : { $limits }
workbook-source-field = Questionnaire, rubrique « { $section } »
workbook-source-register = Registre, feuille « { $sheet } »
workbook-parameter-value = { $value }, depuis le { $since }
workbook-time-flow = flux de la période
workbook-time-stock = état en fin de période
workbook-type-text = texte
workbook-type-email = courriel
workbook-type-integer = nombre entier
workbook-type-number = nombre
workbook-type-euros = montant en euros
workbook-type-percent = pourcentage
workbook-type-date = date
workbook-type-bool = oui ou non
workbook-type-choice = un choix
workbook-type-choices = plusieurs choix
workbook-type-score = note de 1 à 5
workbook-type-of = { $type } : { $choices }
workbook-privacy-public = Public
workbook-privacy-interne = Interne
workbook-privacy-confidentiel = Confidentiel
workbook-sense-more = plus c'est haut, mieux c'est
workbook-sense-less = plus c'est bas, mieux c'est
workbook-sense-range = dans la fourchette visée
workbook-sense-none = sans sens privilégié
workbook-dimension-gestion = Gestion
workbook-dimension-participation = Participation
workbook-dimension-social = Social
workbook-dimension-environnement = Environnement
workbook-chain-moyens = Moyens
workbook-chain-realisations = Réalisations
workbook-chain-resultats = Résultats
workbook-chain-impacts = Impacts

## Formules et dimensions

workbook-origin-formula = formule
workbook-origin-value = calculé par bilan
workbook-col-origin = Calcul
workbook-col-first-accepted = Accepté du premier coup
workbook-dimension-title = { $dimension } – { $period }
workbook-dimension-note = Les valeurs viennent de la feuille « Indicateurs ». En italique, barre pâle : moins de la moitié des retours acceptés, donc pas de statut. « n. d. » : inconnu, jamais zéro.
workbook-dimension-about = Un indicateur par ligne : valeur, valeur précédente, changement, cible, statut – { $dimension }
workbook-dimension-groups = { $level } : un groupe par ligne
workbook-chart-groups = { $name } : { $high } pour « { $best } », { $low } pour « { $worst } »
workbook-chart-groups-even = { $name } : { $high } dans chaque groupe
