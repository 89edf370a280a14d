# The preview of a document in the browser.
preview-about = { $sample ->
    [yes] the template's example
   *[no] { $about ->
        [yes] { $scope }, { $period }
       *[no] { $period }
    }
} · { $pages ->
    [one] { $pages } page
   *[other] { $pages } pages
}
preview-took = made in { $count } ms
