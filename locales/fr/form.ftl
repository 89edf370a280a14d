# Le questionnaire que remplissent les porteurs et porteuses : le classeur et le formulaire à imprimer.

form-sheet-instructions = Mode d'emploi
form-sheet-form = Questionnaire
form-yes = oui
form-no = non
form-period = Période

form-column-question = Question (* : réponse nécessaire)
form-column-answer = Votre réponse
form-column-unit = Unité
form-column-previous = La dernière fois
form-column-check = À vérifier

form-progress-label = Réponses nécessaires
form-progress = { $filled } sur { $total }
form-where-to-write = Remplissez les cases blanches encadrées ; tout le reste est protégé. Une ligne grise ne vous concerne pas pour l'instant.
form-cells-to-correct = { $count ->
        [one] Une case est à revoir
       *[other] { $count } cases sont à revoir
    } : { $cells }. Lisez la colonne « À vérifier » ou le commentaire de la case.
form-tick-below = Plusieurs réponses possibles : écrivez « x » devant chacune.
form-last-time = La dernière fois : « { $text } »
form-note-alt = Ce qui est à revoir dans la case { $cell }

form-about = Ce questionnaire concerne « { $title } » ({ $id }), pour { $period }.
form-about-correction = Merci pour votre retour. Il est bien arrivé, mais quelques réponses sont à revoir. Le voici de nouveau, avec tout ce que vous avez écrit : seules les cases en couleur sont à revoir.
form-how = Comment faire
form-step-fill = Allez à la feuille qui suit et remplissez les cases blanches encadrées. Les réponses marquées d'une étoile sont nécessaires ; (*) : nécessaires dans certains cas. Laissez vide ce que vous ne savez pas.
form-step-list = Certaines cases proposent une liste : cliquez sur la flèche, ou appuyez sur Alt + flèche vers le bas. La touche Tab mène d'une case à la suivante.
form-step-grey = Les lignes grises ne se posent pas dans votre situation ; elles s'éclairent selon vos réponses.
form-step-check = La colonne « À vérifier » signale ce qui paraît incohérent, et le compte des réponses nécessaires est en haut.
form-step-correct = Allez à la feuille qui suit et corrigez seulement les cases en couleur. En rouge : à corriger ; en orange : à confirmer ou à corriger.
form-step-correct-message = Chaque case en couleur porte un commentaire, repris dans la colonne « À vérifier » : ce que nous avons lu, ce qui est attendu, comment y remédier.
form-step-keep = Gardez toutes les feuilles du classeur. Vous pouvez l'enregistrer au format xlsx, ods ou xls, et changer le nom du fichier.
form-step-send = Renvoyez le classeur en pièce jointe à { $address }{ $has-before ->
        [yes] { " " }avant le { $before }
       *[no] { "" }
    }.
form-help = Une question ?
form-contact = { $name } vous répond : { $email }{ $has-phone ->
        [yes] , { $phone }
       *[no] { "" }
    }.
form-data = Vos données
form-privacy = Vos coordonnées servent uniquement à vous répondre ; elles ne figurent dans aucun document. Les autres réponses servent à suivre et à évaluer les projets. Vous pouvez demander à les consulter, à les corriger ou à les effacer.

form-refused-title = Cette réponse ne convient pas
form-bounds = { $bounds ->
        [both] , de { $min } à { $max }
        [min] , { $min } ou plus
        [max] , { $max } au plus
       *[none] { "" }
    }
form-expects-text = { $has-length ->
        [yes] Un texte de { $length } caractères au plus.
       *[no] Un texte.
    }
form-expects-email = Une adresse électronique, par exemple prenom.nom@exemple.fr.
form-expects-integer = Un nombre entier{ form-bounds }.
form-expects-number = Un nombre{ form-bounds }{ $has-unit ->
        [yes] {" "}(unité : { $unit })
       *[no] { "" }
    }, sans écrire l'unité.
form-expects-euros = Un montant en euros{ form-bounds }, sans écrire le signe €.
form-expects-percent = Un pourcentage en points{ form-bounds } : 45 pour 45 %.
form-expects-date = Une date : jour/mois/année, par exemple 15/10/2026.
form-expects-bool = « oui » ou « non ».
form-expects-choice = Une des réponses de la liste : { $choices }.
form-expects-choices = Une ou plusieurs de ces réponses : { $choices }.
form-expects-score = Une note de 1 à 5.
form-expects-tick = Écrivez « x » si cette réponse convient ; sinon, laissez vide.
