# The Fresque de la Participation: cards, facilitator's guide, poster.
fresque-title = Participation Fresque
fresque-subtitle = From needs to effects: what the projects that inhabitants voted for change
fresque-claim = { $actions ->
    [0] No project has told enough yet to make a card.
    [one] One project answers { $causes ->
        [one] one need
       *[other] { $causes } needs
    }: { $links } links to find on the way to the figures.
   *[other] { $actions } projects answer { $causes ->
        [0] their needs
        [one] one need
       *[other] { $causes } needs
    } and lead to { $effects ->
        [0] effects without a figure so far
        [one] one measured effect
       *[other] { $effects } measured effects
    }: { $links } links to find.
}
fresque-coverage = { $accepted } returns accepted of { $expected } expected
fresque-source-note = Cards made from the returns accepted for { $period }. Stories are those of project holders who allowed their publication; counts of a few people and groups of a few projects are not shown.

fresque-family-cause = Cause
    .plural = Causes
    .hint = Why act
fresque-family-action = Action
    .plural = Actions
    .hint = What inhabitants do
fresque-family-effect = Effect
    .plural = Effects
    .hint = What it changes
fresque-family-figure = Figure
    .plural = Figures
    .hint = How much

fresque-action-text = A project that inhabitants voted for{ $known ->
    [yes] , carried by { $holder }
   *[no] { "" }
}. It takes place in { $place }.
fresque-action-question = Which need does this project answer? What does it change?
fresque-action-source = Return of project { $id }
fresque-effect-source = The programme's evaluation framework
fresque-figure-question = Which effect does this figure measure?
fresque-figure-source = Returns accepted for { $period } ({ $coverage })
fresque-tangible = { $one ->
    [yes] about { $thing }
   *[no] about { $count } { $thing }
} ({ $source })

fresque-link-cause = The project acts on this need: { $theme }.
fresque-link-action = { $label }: the project reports { $value }.
fresque-link-figure = The figure measures this effect: { $value } for all projects.

fresque-round-welcome = Welcome
    .text = Everyone introduces themselves and names a project of their neighbourhood or village. The facilitator presents the aim: to link needs, actions and what they change.
fresque-round-causes = Causes
    .text = Deal the { $count } Cause cards. The group reads them aloud and lays them on the left of the table, the closest ones side by side.
fresque-round-actions = Actions
    .text = Deal the { $count } Action cards. Each project is read, then laid near the needs that it answers; the group draws the links and says why.
fresque-round-effects = Effects
    .text = Deal the { $count } Effect cards. The group links each action to what it changes. A project may have several effects, an effect several projects.
fresque-round-figures = Figures
    .text = Deal the { $count } Figure cards face down. Before turning them, the group guesses the order of magnitude; then it links each figure to its effect.
fresque-round-debrief = Debrief
    .text = The group gives its fresque a title, compares its links with those of the guide, and says what surprised it.

fresque-guide-claim = In { $minutes } minutes, a group links { $cards } cards and understands what citizens' projects change.
fresque-guide-players = 4 to 8 people a table, with a facilitator
fresque-guide-duration = { $minutes } minutes
fresque-guide-material-1 = The { $cards } cards, printed on both sides and cut
fresque-guide-material-2 = A paper cloth of two metres by one, felt pens of two colours
fresque-guide-material-3 = The poster, rolled up until the debrief
fresque-guide-material-4 = A timer and removable tape
fresque-guide-objective-1 = Understand which needs the projects voted for answer
fresque-guide-objective-2 = Tell apart what is done, what it changes and how it is measured
fresque-guide-objective-3 = Make people want to propose, vote for or help a project
fresque-guide-before-1 = Read all the cards, and the expected links at the end of this guide.
fresque-guide-before-2 = Sort the cards by family, in the order of their numbers.
fresque-guide-before-3 = Choose a project that the group may know: begin with it.
fresque-guide-before-4 = Plan a table without chairs on the side of the fresque: people play standing.
fresque-guide-debrief-1 = Which link took you the most discussion, and why?
fresque-guide-debrief-2 = Which effect has no figure, or not the one that you expected?
fresque-guide-debrief-3 = Would a project of your municipality find its place on this fresque?
fresque-guide-debrief-4 = Which need still lacks action?
fresque-guide-debrief-5 = What would you do yourself, from next week on?
