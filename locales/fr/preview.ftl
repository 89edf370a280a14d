# L'aperçu d'un document dans le navigateur.
preview-about = { $sample ->
    [yes] exemple du modèle
   *[no] { $about ->
        [yes] { $scope }, { $period }
       *[no] { $period }
    }
} · { $pages ->
    [one] { $pages } page
   *[other] { $pages } pages
}
preview-took = fait en { $count } ms
