# Fiche publique d'un projet. En deux mots : ce que tout le monde peut lire.
project-title = Fiche projet
project-claim = { $known ->
    [yes] Projet { $state }{ $any ->
        [yes] { "\u202F" }; { $label } : { $value }.
       *[no] .
    }
   *[no] { $any ->
        [yes] { $label } : { $value }.
       *[no] Le projet n'a pas encore de chiffre à montrer.
    }
}
project-masked = Les effectifs de moins de { $count } personnes ne sont pas montrés.
project-note = Chiffres déclarés par qui porte le projet, contrôlés par la Région, pour { $period }.
project-level-inputs = Moyens
project-level-outputs = Réalisations
project-level-outcomes = Résultats
project-level-impacts = Impacts
