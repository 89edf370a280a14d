# Constats : ce qui ne va pas, ce qui est attendu, comment y remédier. Les mots d'une personne qui remplit le questionnaire, jamais
# ceux d'un programme. Les espaces insécables et les apostrophes typographiques sont posées à la lecture de ce fichier.

the-field = ce champ

place-file = { $file }
place-sheet = { $file }, feuille « { $sheet } »
place-cell = { $file }, cellule { $cell }
place-sheet-cell = { $file }, feuille « { $sheet } », cellule { $cell }

## Fichiers

finding-file-empty = Le fichier ne contient rien.
    .expected = Le questionnaire rempli.
    .remedy = Ouvrez votre questionnaire, vérifiez qu'il contient vos réponses, enregistrez-le, puis renvoyez-le.
finding-file-too-large = Le fichier est trop volumineux{ $has-size ->
        [yes] { " " }({ $size })
       *[no] { "" }
    }.
    .expected = { $has-limit ->
        [yes] Un fichier de { $limit } au plus.
       *[no] Un fichier plus léger.
    }
    .remedy = Retirez les images et les feuilles que vous avez ajoutées, puis renvoyez le fichier. Les photos peuvent nous parvenir à part.
finding-file-inflates = Une fois ouvert, le fichier dépasse la taille que nous pouvons lire.
    .expected = { $has-limit ->
        [yes] Un fichier qui n'occupe pas plus de { $limit } une fois ouvert.
       *[no] Un fichier de taille ordinaire.
    }
    .remedy = Repartez du questionnaire que nous vous avons envoyé et recopiez-y vos réponses.
finding-file-not-a-spreadsheet = Le fichier n'est pas un tableur{ $kind ->
        [html] { "\u00A0" }: c'est une page web
        [pdf] { "\u00A0" }: c'est un document PDF
        [text] { "\u00A0" }: c'est un texte
       *[other] { "" }
    }.
    .expected = Le questionnaire au format xlsx, ods, xls ou csv.
    .remedy = Renvoyez le fichier du tableur lui-même, et non une copie imprimée ou une page enregistrée.
finding-file-encrypted = Le fichier est protégé par un mot de passe : nous ne pouvons pas l'ouvrir.
    .expected = Un fichier sans mot de passe.
    .remedy = Dans votre tableur, enregistrez le fichier sans mot de passe, puis renvoyez-le.
finding-file-damaged = Le fichier est abîmé ou incomplet : nous ne pouvons pas le lire en entier.
    .expected = Un fichier qui s'ouvre normalement dans votre tableur.
    .remedy = Ouvrez le fichier, enregistrez-le sous un nouveau nom, puis renvoyez-le.
finding-file-too-costly = Le fichier est trop complexe pour être lu en toute sécurité.
    .expected = Le questionnaire tel que nous vous l'avons envoyé, sans feuilles ni formules ajoutées.
    .remedy = Repartez du questionnaire que nous vous avons envoyé et recopiez-y vos réponses.
finding-file-format-unknown = Nous ne lisons pas ce format de fichier{ $has-extension ->
        [yes] { " " }(« { $extension } »)
       *[no] { "" }
    }.
    .expected = Le questionnaire au format xlsx, ods, xls ou csv.
    .remedy = Dans votre tableur, choisissez « Enregistrer sous », puis le format xlsx ou ods, et renvoyez le fichier.
finding-file-truncated-reading = Le fichier est plus long que ce que nous lisons : la fin n'a pas été prise en compte.
    .expected = { $kind ->
        [sheets] Au plus { $limit } feuilles.
        [cells] Au plus { $limit } cellules remplies.
        [lines] Au plus { $limit } lignes.
        [columns] Au plus { $limit } colonnes.
        [characters] Au plus { $limit } caractères dans une cellule.
        [table] Au plus { $limit } réponses en tableau, réponses vides comprises ; rien n’a été lu à partir de cette ligne.
       *[other] Un fichier plus court.
    }
    .remedy = Retirez les lignes et les feuilles vides ou inutiles, ou répartissez les réponses dans plusieurs fichiers.
finding-no-questionnaire = Nous n'avons trouvé dans ce fichier aucune feuille qui ressemble au questionnaire.
    .expected = Une feuille avec les questions de notre questionnaire, même déplacées.
    .remedy = Répondez dans le questionnaire que nous vous avons envoyé, sans effacer la colonne des codes ni la ligne des titres.
finding-encoding-guessed = Les accents du fichier n'étaient pas décrits ; nous les avons lus ainsi : { $encoding }.
    .expected = Un fichier csv en UTF-8, ou un classeur xlsx ou ods.
    .remedy = Si des lettres accentuées vous semblent fausses, renvoyez le fichier au format xlsx ou ods.

## Courriels

finding-mail-without-file = Ce courriel ne contient aucun fichier.
    .expected = Le questionnaire rempli, en pièce jointe.
    .remedy = Lisez-le dans le dossier des courriels à voir : c'est peut-être une question, ou une pièce jointe oubliée.
finding-mail-other-files = Ce courriel ne contient pas de tableur{ $has-found ->
        [yes] { "\u00A0" }: { $found }
       *[no] { "" }
    }.
    .expected = Le questionnaire rempli au format xlsx, ods, xls ou csv.
    .remedy = Lisez-le dans le dossier des courriels à voir, et demandez le fichier du tableur à l'expéditeur s'il l'a oublié.
finding-mail-too-large = Ce courriel est trop volumineux : il n'a pas été relevé{ $has-size ->
        [yes] { " " }({ $size } Mio)
       *[no] { "" }
    }.
    .expected = { $has-limit ->
        [yes] Un courriel de { $limit } Mio au plus.
       *[no] Un courriel plus léger.
    }
    .remedy = Ouvrez-le dans le dossier des courriels à voir, enregistrez le questionnaire et donnez-le à bilan par « bilan ingest FICHIER ».
finding-mail-unreadable = Ce courriel ne peut pas être décomposé.
    .expected = Un courriel que votre messagerie sait ouvrir.
    .remedy = Ouvrez-le dans le dossier des courriels à voir, enregistrez le questionnaire et donnez-le à bilan par « bilan ingest FICHIER ».
finding-mail-archive-refused = { $reason ->
        [encrypted] L'archive « { $found } » est protégée par un mot de passe
        [inflates] L'archive « { $found } » prendrait trop de place une fois ouverte
        [members] L'archive « { $found } » contient trop de fichiers : tous n'ont pas été lus
        [nested] L'archive « { $found } » contient une autre archive ou un message, imbriqués trop loin pour être ouverts
       *[other] L'archive « { $found } » est abîmée, ou d'une sorte que nous n'ouvrons pas
    }.
    .expected = Le questionnaire lui-même en pièce jointe, ou une archive zip ordinaire.
    .remedy = Ouvrez le courriel dans le dossier des courriels à voir, et demandez à l'expéditeur de joindre le questionnaire lui-même.
finding-mail-spam = Le serveur de messagerie tient ce courriel pour indésirable : il n'a pas été lu.
    .expected = Un courriel que le serveur ne tient pas pour indésirable.
    .remedy = S'il s'agit bien d'un retour, enregistrez le questionnaire et donnez-le à bilan par « bilan ingest FICHIER ».
finding-mail-from-ourselves = Ce courriel vient de notre propre adresse : il n'a pas été lu comme un retour.
    .expected = Un courriel d'un porteur de projet.
    .remedy = S'il apporte un retour que vous transférez, enregistrez le questionnaire et donnez-le à bilan par « bilan ingest FICHIER ».
finding-mail-bounce-unclear = Un courriel nous revient, sans que l'avis dise à qui il était adressé.
    .expected = Un avis qui nomme l'adresse et la cause.
    .remedy = Lisez cet avis dans le dossier des courriels à voir, et corrigez l'adresse dans le registre s'il y a lieu.

## Retours

finding-subject-missing = Le fichier ne dit pas de quel dossier il s'agit.
    .expected = Le code de votre dossier, tel qu'il figure dans nos courriels.
    .remedy = Inscrivez le code de votre dossier dans la case prévue, puis renvoyez le fichier.
finding-subject-unknown = Nous ne connaissons pas le dossier « { $found } ».
    .expected = { $has-suggestion ->
        [yes] Un code de dossier connu : peut-être « { $suggestion } ».
       *[no] Un code de dossier connu.
    }
    .remedy = Vérifiez le code de votre dossier dans nos courriels, corrigez-le, puis renvoyez le fichier.
finding-period-missing = Le fichier ne dit pas quelle période il concerne{ $has-assumed ->
        [yes] { "\u202F" }; nous avons retenu { $assumed }
       *[no] { "" }
    }.
    .expected = Une période, par exemple 2026-T3 pour le 3e trimestre 2026.
    .remedy = { $has-assumed ->
        [yes] Si ce n'est pas la bonne période, inscrivez-la et renvoyez le fichier.
       *[no] Inscrivez la période dans la case prévue, puis renvoyez le fichier.
    }
finding-period-unreadable = Nous ne comprenons pas la période « { $found } ».
    .expected = Une période, par exemple 2026-T3 (trimestre), 2026-S2 (semestre) ou 2026 (année).
    .remedy = Corrigez la période, puis renvoyez le fichier.
finding-period-unexpected = Nous n'attendons pas de retour de ce dossier pour la période « { $found } ».
    .expected = La période de notre dernière demande.
    .remedy = Vérifiez la période. Si elle est exacte, écrivez-nous : le suivi de votre dossier est peut-être à mettre à jour.
finding-questionnaire-old = Vous avez répondu dans une ancienne version du questionnaire{ $has-version ->
        [yes] { " " }(version { $version })
       *[no] { "" }
    }. Nous l'avons lue.
    .expected = { $has-current ->
        [yes] La version { $current } du questionnaire.
       *[no] La dernière version du questionnaire.
    }
    .remedy = La prochaine fois, utilisez le fichier joint à notre dernier courriel.
finding-form-forged = Ce fichier se présente comme l'un de nos questionnaires, mais son cachet n'est pas le nôtre : il a été modifié ou vient d'un autre programme.
    .expected = Le questionnaire que nous vous avons envoyé, avec toutes ses feuilles, rempli et renvoyé.
    .remedy = Reportez vos réponses dans le questionnaire que nous vous avons envoyé, puis renvoyez-le ; si vous ne l'avez plus, demandez-le-nous.
finding-return-twice-in-file = Le même dossier apparaît deux fois dans le fichier pour la même période ; le dernier compte.
    .expected = Une seule ligne ou une seule feuille par dossier et par période.
    .remedy = Gardez la bonne, supprimez l'autre, puis renvoyez le fichier.

## Cellules

finding-not-a-number = « { $found } » n'est pas un nombre, pour « { $field } ».
    .expected = Un nombre, par exemple 1 234,5.
    .remedy = N'écrivez que le nombre ; vos explications ont leur place dans les champs de texte.
finding-not-an-integer = « { $found } » n'est pas un nombre entier, pour « { $field } ».
    .expected = Un nombre sans virgule, par exemple 12.
    .remedy = Arrondissez à l'unité.
finding-not-a-date = « { $found } » n'est pas une date qui existe, pour « { $field } ».
    .expected = Une date, par exemple 30/09/2026.
    .remedy = Vérifiez le jour et le mois, et écrivez la date en jour/mois/année.
finding-not-a-bool = « { $found } » n'est ni oui ni non, pour « { $field } ».
    .expected = Oui ou non.
    .remedy = Écrivez « oui » ou « non ».
finding-not-a-choice = « { $found } » n'est pas une des réponses proposées, pour « { $field } ».
    .expected = { $has-suggestion ->
        [yes] Peut-être « { $suggestion } ».
       *[no] Une des réponses proposées.
    }{ $has-choices ->
        [yes] { " " }Réponses possibles : { $choices }.
       *[no] { "" }
    }
    .remedy = Choisissez une réponse dans la liste.
finding-not-an-email = « { $found } » n'est pas une adresse électronique.
    .expected = Une adresse, par exemple prenom.nom@exemple.fr.
    .remedy = Corrigez l'adresse : nous ne l'utilisons que pour vous répondre.
finding-out-of-bounds = « { $found } » est hors des limites, pour « { $field } ».
    .expected = { $bounds ->
        [both] Un nombre entre { $min } et { $max }.
        [min] Un nombre supérieur ou égal à { $min }.
        [max] Un nombre inférieur ou égal à { $max }.
       *[none] Un nombre dans les limites indiquées.
    }
    .remedy = Vérifiez le nombre et son unité.
finding-too-long = Le texte de « { $field } » est trop long{ $has-length ->
        [yes] { " " }({ $length } caractères)
       *[no] { "" }
    }.
    .expected = { $has-limit ->
        [yes] Au plus { $limit } caractères.
       *[no] Un texte plus court.
    }
    .remedy = Gardez l'essentiel ; vous pouvez nous écrire le reste par courriel.
finding-missing = Il manque une réponse pour « { $field } ».
    .expected = Une réponse ; 0 est une réponse.
    .remedy = Remplissez cette case. Si vous ne savez pas, écrivez-nous.
finding-not-relevant = Vous avez répondu à « { $field } », alors que la question ne se pose pas dans votre cas.
    .expected = Une case vide, au vu de vos autres réponses.
    .remedy = Videz cette case, ou corrigez la réponse dont elle dépend. Cette valeur n'est pas utilisée.
finding-error-cell = La case de « { $field } » affiche une erreur du tableur{ $has-found ->
        [yes] { " " }({ $found })
       *[no] { "" }
    }.
    .expected = La valeur elle-même.
    .remedy = Remplacez la formule par sa valeur.
finding-uncached-formula = La case de « { $field } » contient une formule dont le résultat n'a pas été enregistré.
    .expected = La valeur elle-même.
    .remedy = Ouvrez le fichier dans votre tableur, enregistrez-le, puis renvoyez-le ; ou remplacez la formule par sa valeur.
finding-number-as-text = « { $found } », pour « { $field } », est enregistré comme un texte ; nous l'avons compris.
    .expected = Un nombre ou une date reconnus par votre tableur.
    .remedy = Rien à faire si la valeur est juste.
finding-unit-in-number = « { $found } », pour « { $field } », contient une unité{ $has-understood ->
        [yes] { "\u202F" }; nous avons compris { $understood }
       *[no] { "" }
    }.
    .expected = Le nombre seul, dans l'unité de la question.
    .remedy = Rien à faire si nous avons bien compris ; sinon, corrigez le nombre.
finding-hidden-cell = La réponse à « { $field } » se trouve dans une ligne ou une feuille masquée ; nous l'avons lue.
    .expected = Des réponses visibles.
    .remedy = Affichez cette partie et vérifiez que la réponse est bien la vôtre.
finding-merged-cell = La réponse à « { $field } » se trouve dans des cases fusionnées ; nous avons lu la première.
    .expected = Une case par réponse.
    .remedy = Si une autre case comptait, séparez les cases et renvoyez le fichier.
finding-field-twice = La question « { $field } » apparaît deux fois ; la première compte{ $has-other ->
        [yes] , pas la case { $other }
       *[no] { "" }
    }.
    .expected = Chaque question une seule fois.
    .remedy = Si la bonne réponse est dans l'autre case, recopiez-la dans la première.
finding-field-unknown = « { $found } » n'est pas une question de notre questionnaire ; nous ne l'avons pas lue.
    .expected = { $has-suggestion ->
        [yes] Peut-être « { $suggestion } ».
       *[no] Les questions de notre questionnaire.
    }
    .remedy = Si c'est une réponse à une de nos questions, remettez son titre d'origine.
finding-field-absent = La question « { $field } » n'est pas dans le fichier.
    .expected = Toutes les questions du questionnaire.
    .remedy = Repartez du questionnaire que nous vous avons envoyé, ou ajoutez-y la question qui manque.
finding-rule-broken = Deux réponses se contredisent, dont « { $field } ».
    .expected = Des réponses qui vont ensemble.
    .remedy = Vérifiez ces réponses et corrigez celle qui est inexacte, ou confirmez-les.
finding-value-accepted = { $has-given ->
        [yes] { $has-found ->
            [yes] « { $found } », pour « { $field } », est remplacé par « { $given } »
           *[no] La réponse « { $given } » est donnée pour « { $field } »
        }
       *[no] { $has-found ->
            [yes] « { $found } », pour « { $field } », est accepté
           *[no] L'absence de réponse à « { $field } » est acceptée
        }
    }{ $has-author ->
        [yes] { " " }(décidé par { $author } : « { $reason } »)
       *[no] { "" }
    }.
    .expected = Rien de plus : la décision est gardée avec le retour.
    .remedy = Un nouveau fichier serait lu sans cette décision.

## Registre

finding-register-id-twice = L'identifiant « { $found } » apparaît deux fois dans le registre{ $has-other ->
        [yes] { " " }(la première fois : { $other })
       *[no] { "" }
    }.
    .expected = Un identifiant par ligne.
    .remedy = Supprimez une des deux lignes ou donnez-lui un autre identifiant.
finding-register-id-missing = Cette ligne du registre n'a pas d'identifiant.
    .expected = Un identifiant sur chaque ligne.
    .remedy = Donnez un identifiant à la ligne, ou supprimez-la.
finding-register-unknown-reference = « { $found } » ne figure pas dans la liste du programme{ $has-list ->
        [yes] { " " }(« { $list } »)
       *[no] { "" }
    }.
    .expected = { $has-suggestion ->
        [yes] Peut-être « { $suggestion } ».
       *[no] Une valeur de la liste.
    }
    .remedy = Corrigez la valeur dans le registre, ou ajoutez-la à la configuration du programme.
finding-register-column-missing = Il manque au registre la colonne « { $column } ».
    .expected = { $has-suggestion ->
        [yes] Cette colonne ; est-ce « { $suggestion } » ?
       *[no] Cette colonne, même déplacée.
    }
    .remedy = Ajoutez la colonne, ou déclarez son titre parmi les synonymes dans la configuration.
finding-register-sheet-missing = Il manque au registre la feuille « { $sheet } ».
    .expected = { $has-suggestion ->
        [yes] Cette feuille ; est-ce « { $suggestion } » ?
       *[no] Une feuille par sorte de dossier suivi.
    }
    .remedy = Ajoutez la feuille, ou corrigez son nom dans le registre ou dans la configuration.
