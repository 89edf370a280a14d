# Public sheet of a project: what everyone may read.
project-title = Project sheet
project-claim = { $known ->
    [yes] Project { $state }{ $any ->
        [yes] ; { $label }: { $value }.
       *[no] .
    }
   *[no] { $any ->
        [yes] { $label }: { $value }.
       *[no] The project has no figure to show yet.
    }
}
project-masked = Counts of fewer than { $count } people are not shown.
project-note = Figures declared by whoever carries the project, checked by the Region, for { $period }.
project-level-inputs = Inputs
project-level-outputs = Outputs
project-level-outcomes = Outcomes
project-level-impacts = Impacts
