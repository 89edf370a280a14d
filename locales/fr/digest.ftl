# Le point quotidien de l'équipe.
digest-news = Depuis le { $since } : { $accepted ->
    [0] aucun retour accepté
    [one] 1 retour accepté
   *[other] { $accepted } retours acceptés
}, { $correct ->
    [0] aucun à corriger
   *[other] { $correct } à corriger
}.
digest-more = { $count ->
    [one] et 1 autre
   *[other] et { $count } autres
}
digest-subject = { $id } « { $title } », { $period }
digest-subject-since = { $id } « { $title } », { $period }, depuis le { $since }
digest-to-correct = Retours à corriger ({ $count })
    .remedy = Les porteurs et porteuses ont reçu la liste des corrections et leur questionnaire. Pour accepter une valeur telle quelle : « bilan accept ».
digest-late = Retours en retard ({ $count })
    .remedy = Les rappels partent d’eux-mêmes. Pour ne plus rien demander : « bilan excuse ».
digest-unreachable = Dossiers sans adresse utilisable ({ $count })
    .remedy = Complétez ou corrigez l’adresse dans le registre : l’invitation partira au prochain passage.
digest-bounced = Adresses qui refusent nos courriels ({ $count })
    .remedy = Rien ne leur est plus envoyé. Corrigez l’adresse dans le registre, ou appelez la personne.
digest-sources = Sources en panne ({ $count })
    .remedy = Les autres sources sont relevées. Prévenez la personne qui administre le service si la panne dure.
digest-files = Fichiers à regarder ({ $count })
    .remedy = Ils sont gardés tels quels. Demandez un nouvel envoi, ou corrigez puis « bilan ingest FICHIER ».
digest-messages = Messages à lire ({ $count })
    .remedy = Ils vous attendent dans le dossier « À voir » de la boîte.
digest-mails = Courriels qui ne sont pas partis ({ $count })
    .remedy = Ceux qui peuvent l’être sont réessayés d’eux-mêmes ; vérifiez les adresses des autres.
digest-busy = Adresses au plafond de réponses par jour ({ $count })
    .remedy = La suite partira le lendemain. Deux machines se répondent peut-être.
