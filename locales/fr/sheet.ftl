# La fiche de retour : ce que nous répondons à la personne qui a fait un retour.

sheet-title = Fiche de retour
sheet-yes = Oui
sheet-no = Non

sheet-opening-accepted = Merci pour votre retour du { $day }. Il est accepté : vous n'avez rien à faire.
sheet-opening-confirm = Merci pour votre retour du { $day }. Il est accepté : { $count ->
        [one] une valeur reste à confirmer
       *[other] { $count } valeurs restent à confirmer
    } avant le { $before }.
sheet-opening-correct = Merci pour votre retour du { $day }. Il est bien arrivé, mais nous ne pouvons pas encore l'utiliser : { $count ->
        [one] un point reste
       *[other] { $count } points restent
    } à voir avec vous avant le { $before }.

sheet-how-to-correct = Corrigez ces cases dans votre classeur, puis renvoyez-le en réponse à notre message. Pour une valeur à confirmer, « oui » suffit.
sheet-how-to-confirm = Répondez à notre message par « oui » pour confirmer, ou renvoyez le classeur corrigé. Cinq minutes suffisent.
sheet-more = { $count ->
        [one] Un autre point est dans notre message.
       *[other] { $count } autres points sont dans notre message.
    }
sheet-whole-file = Le fichier
sheet-confidential = La réponse à « { $field } » n'a pas la forme attendue.
sheet-place-cell = cellule { $cell }
sheet-place-sheet = feuille « { $sheet } »
sheet-place-sheet-cell = feuille « { $sheet } », cellule { $cell }

sheet-group-theme = { $count ->
        [one] un projet
       *[other] { $count } projets
    } de la thématique « { $theme } »
sheet-group-all = { $count ->
        [one] un retour accepté
       *[other] { $count } retours acceptés
    } pour la même période
sheet-above = Au-dessus de la médiane
sheet-near = Proche de la médiane
sheet-below = Sous la médiane

sheet-step-correct = Renvoyez le classeur corrigé.
sheet-step-confirm = Confirmez ou corrigez les valeurs signalées.
sheet-step-next = Prochain questionnaire, pour { $period }.
