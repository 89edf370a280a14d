# Quarterly report: the sentences that figures support. Each rule is in src/render/report. Numbers come already written, with their unit.

report-title = Quarterly report
report-title-year = Annual report
report-unknown = n/a
report-no-group = Not stated
report-range = { $low } to { $high }
report-target = target { $target }
report-coverage = { $accepted } of { $expected }
report-returns = Returns
report-returns-line = { $accepted ->
    [one] { $accepted } return
   *[other] { $accepted } returns
} accepted of { $expected } expected
report-perimeter = { $any ->
    [yes] Returns expected: { $kinds }
   *[no] No return expected
}; { $counties } départements, { $directions } operational directorates.
report-perimeter-kind = { $label } ({ $count })

## Findings at the head of pages

report-claim-nothing-expected = No return is expected for this period.
report-claim-no-return = { $expected ->
    [one] The return expected is not accepted yet
   *[other] None of the { $expected } returns expected is accepted yet
}: there is no figure to read for this period.
report-claim-unknown = The returns accepted do not allow these figures to be computed yet.
report-claim = { $label }: { $now }{ $moved ->
    [yes] { " " }(previous period: { $before })
   *[no] { "" }
}{ $judged ->
    [0] .
    [one] ; { $reached ->
        [0] the target set is not reached.
       *[other] the target set is reached.
    }
   *[other] ; { $reached ->
        [0] none of the { $judged } targets is reached.
        [one] { $reached } target of { $judged } is reached.
       *[other] { $reached } targets of { $judged } are reached.
    }
}
report-claim-few-returns = With { $accepted } returns accepted of { $expected }, less than half, the figures of this period remain provisional.
report-claim-returns = { $accepted } returns accepted of { $expected }; no key figure has a target to be judged by.
report-claim-summary-good = { $judged ->
    [one] The key figure that has a target reaches or approaches it.
   *[other] The { $judged } key figures that have a target reach or approach it.
}
report-claim-summary = { $judged ->
    [one] The key figure that has a target is not near it
   *[other] Of { $judged } key figures with a target, { $good ->
        [0] none reaches or approaches it
        [one] a single one reaches or approaches it
       *[other] { $good } reach or approach it
    }
}; to look into first: { $worst } ({ $worst-value }).
report-returns-claim = { $missing ->
    [0] { $expected ->
        [one] The return expected is accepted.
       *[other] All { $expected } returns expected are accepted.
    }
    [one] { $accepted } returns of { $expected } are accepted; a single one is still missing.
   *[other] { $accepted ->
        [one] { $accepted } return of { $expected } is accepted
       *[other] { $accepted } returns of { $expected } are accepted
    }; { $missing } are still missing.
}

## What has changed

report-rise = goes from { $before } to { $now } ({ $change } since the previous period{ $sum ->
    [yes] ; { $accepted } returns accepted, against { $accepted-before }
   *[no] { "" }
}).
    .lead = { $label }, rising:
report-fall = goes from { $before } to { $now } ({ $change } since the previous period{ $sum ->
    [yes] ; { $accepted } returns accepted, against { $accepted-before }
   *[no] { "" }
}).
    .lead = { $label }, falling:
report-reached = { $now }, against { $before } in the previous period (target: { $target }).
    .lead = { $label }, the target is reached:
report-lost = { $now }, against { $before } in the previous period (target: { $target }).
    .lead = { $label }, the target is no longer reached:
report-critical = { $now }, against { $before } in the previous period (target: { $target }).
    .lead = { $label }, the critical threshold is crossed:
report-extremes = from { $low-value } ({ $low }) to { $high-value } ({ $high }), among the { $count } départements from which enough returns came.
    .lead = { $label }, by département:
report-few-returns = less than half of the returns expected; { $count ->
    [one] its figures are given
   *[other] their figures are given
} in italics, without status.
    .lead = { $names }{ $others ->
        [0] { "" }
        [one] { " " }and one more département
       *[other] { " " }and { $others } more départements
    }:

## Returns

report-missing = { $never ->
    [0] none was left without any answer
    [one] { $never } was never sent
   *[other] { $never } were never sent
}, { $waiting ->
    [0] none waits for a correction.
    [one] { $waiting } waits for a correction.
   *[other] { $waiting } wait for a correction.
}
    .lead = { $count ->
        [one] { $count } return is not accepted:
       *[other] { $count } returns are not accepted:
    }
report-faults = { $named }. { $confirm ->
    [0] No return had a value to confirm.
    [one] { $confirm } return of { $returns } had at least one value to confirm.
   *[other] { $confirm } returns of { $returns } had at least one value to confirm.
}
    .lead = Most often to correct or to confirm:
report-questions = { $named }.
    .lead = The questions most concerned:
report-question-count = “{ $label }” ({ $count })
report-fault-count = { $label } ({ $count })
report-refused-files = { $count ->
    [one] it is listed, with the reason, in the dashboard
   *[other] they are listed, with the reason, in the dashboard
}{ $other ->
    [0] .
    [one] ; one more file calls for a remark.
   *[other] ; { $other } more files call for a remark.
}
    .lead = { $count ->
        [one] One file gave no return:
       *[other] { $count } files gave no return:
    }
report-carried = their stock values (progress, money spent) come from the last accepted return.
    .lead = { $count ->
        [one] { $count } subject without accepted return is carried forward:
       *[other] { $count } subjects without accepted return are carried forward:
    }
report-faults-title = The questions most often to correct or to confirm
report-faults-field = Question
report-faults-errors = To correct
report-faults-warnings = To confirm

report-code-rule-broken = values that contradict one another
report-code-missing = missing answers
report-code-not-a-number = unreadable numbers
report-code-not-an-integer = numbers that should be whole
report-code-not-a-date = unreadable dates
report-code-not-a-bool = unreadable yes or no
report-code-not-a-choice = answers not in the list
report-code-not-an-email = unreadable addresses
report-code-out-of-bounds = numbers out of bounds
report-code-too-long = texts that are too long
report-code-not-relevant = answers to questions that do not apply
report-code-error-cell = computation errors in the cell
report-code-uncached-formula = formulas without result
report-code-number-as-text = numbers typed as text
report-code-unit-in-number = units typed with the number
report-code-field-twice = questions present twice
report-code-field-absent = questions absent from the file
report-code-field-unknown = unknown questions
report-code-questionnaire-old = old versions of the questionnaire
report-code-period-unexpected = unexpected periods

## Charts and tables

report-by-group = { $label }, by { $column }
report-bars-alt = { $title }: from { $low-value } ({ $low }) to { $high-value } ({ $high }).
report-bars-lecture = Reading: { $high }, { $high-value }.
report-trend-title = { $label }, { $count } periods
report-trend-alt = { $label }: from { $first } ({ $first-period }) to { $last } ({ $last-period }).
report-trend-lecture = Reading: { $last } for { $last-period }. A period without returns expected is left empty.
report-shares-title = The shares, { $now } and { $before }
report-table-by-group = The figures by { $column }
report-states-title = Where projects stand, by { $column }
report-states-lecture = Numbers of the { $count } projects whose state is known, from accepted returns and values carried forward.
report-state-count = { $state } ({ $count })
report-states = { $states }.
    .lead = Where projects stand:
report-difficulty-count = { $label } ({ $count })
report-difficulties = { $named }{ $placed ->
    [yes] , first in the theme { $place }.
   *[no] .
}
    .lead = Difficulties named most often:
report-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
report-late-title = The projects whose end is put off most
report-late-project = Project
report-late-direction = Directorate
report-late-planned-end = Announced end
report-late-delay = Delay
report-late-note = { $count ->
    [0] Delay
    [one] { $count } project under way is late. Delay
   *[other] { $count } projects under way are late. Delay
}: between the end announced in the last return and the first end in the register.
report-late-none = No project under way announces a delay.

## Territories

report-map-title = { $label } by département, { $period }
report-map-column = { $label } ({ $unit })
report-map-source = Base map: IGN, Admin Express.
report-map-lecture = Reading: { $place }, { $value } ({ $coverage } returns). Classes of equal size. In italics: less than half of the returns expected.
report-map-claim = { $label }: from { $low-value } ({ $low }) to { $high-value } ({ $high }), where enough returns came.
report-map-claim-few = { $label }: { $known ->
    [0] no département has a figure yet.
    [one] a single département of { $count } has a figure.
   *[other] { $known } départements of { $count } have a figure; it is too early to compare them.
}

## Projects to follow, projects that inspire

report-watch-none = No project names a difficulty or asks for support.
report-watch-claim = { $count ->
    [one] { $count } project needs
   *[other] { $count } projects need
} particular attention{ $stopped ->
    [0] { "" }
    [one] , one of them suspended or abandoned
   *[other] , { $stopped } of them suspended or abandoned
}{ $asking ->
    [0] { "" }
    [one] ; one asks for support
   *[other] ; { $asking } ask for support
}{ $hidden ->
    [0] .
   *[other] . The { $listed } most pressing ones stand here, all of them in the dashboard.
}
report-watch-no-reason = support asked for without a named difficulty
report-watch-support-unsaid = Support asked for, not specified
report-between-reasons = ; { "" }
report-stories-none = No story is cleared for publication for this period.
report-stories-claim = { $shown ->
    [one] One project tells what it has changed, with its holder's consent
   *[other] { $shown } projects tell what they have changed, with their holders' consent
}{ $more ->
    [yes] { " " }({ $allowed } stories may be published)
   *[no] { "" }
}.
report-quote = “{ $quote }”

## Other subjects followed

report-kind-period = { $accepted ->
    [0] no return accepted of { $expected }
    [one] { $accepted } return accepted of { $expected }
   *[other] { $accepted } returns accepted of { $expected }
} for { $period }.
    .lead = Period:
report-ending = “{ $title }” ends on { $date }.
    .lead = { $count ->
        [one] One contract ends within { $days } days:
       *[other] { $count } contracts end within { $days } days, first
    }
report-returned = Return
report-returned-yes = accepted
report-returned-carried = carried
report-returned-no = awaited
report-more-subjects = { $count ->
    [one] One more subject stands in the dashboard.
   *[other] { $count } more subjects stand in the dashboard.
}

## Decisions

report-decide-support = { $count ->
    [one] Answer the request for support of one project
   *[other] Answer the requests for support of { $count } projects
}{ $more ->
    [yes] { " " }(of { $all } requests in all)
   *[no] { "" }
}: see the page of projects to follow
report-decide-missing = { $count ->
    [one] Have the subject without accepted return reminded
   *[other] Have the { $count } subjects without accepted return reminded
}{ $placed ->
    [yes] , beginning with { $place } ({ $there })
   *[no] { "" }
}
report-decide-contract = Prepare what follows the contract “{ $title }”, which ends on { $date }
report-decide-stopped = { $count ->
    [one] Decide what becomes of the suspended project “{ $title }”
   *[other] Decide what becomes of { $count } projects suspended for more than one period
}
report-decide-critical = Look into the indicator “{ $label }”, whose status is critical ({ $now }; target: { $target })

## Indicators

report-dimension-gestion = Management
report-dimension-participation = Participation
report-dimension-social = Social effects
report-dimension-environnement = Effects on the environment
report-kind-of-period = { $label } ({ $period })
report-indicators-none = { $count } indicators are followed; none has enough returns yet to be compared with a target.
report-indicators-claim = Of { $judged } indicators judged, { $reached ->
    [0] none reaches its target
    [one] one reaches its target
   *[other] { $reached } reach their target
}, { $track ->
    [0] none is on track
    [one] one is on track
   *[other] { $track } are on track
} and { $acting ->
    [0] none calls for action.
    [one] one calls for action.
   *[other] { $acting } call for action.
}

## Method

report-method-origin = Project holders fill in a questionnaire each period. Each return is checked: errors are sent back for correction, unusual values are to be confirmed.
    .lead = Where the figures come from.
report-method-coverage = It says how many of the returns expected are accepted: { $accepted } of { $expected } for this period. Under 50%, the figure is in italics and has no status.
    .lead = Coverage.
report-method-carried = A stock value (money spent, progress) is carried forward from the last accepted return, four periods at most: { $carried ->
    [0] no subject is carried here.
    [one] { $carried } subject is carried here.
   *[other] { $carried } subjects are carried here.
} A flow value never is.
    .lead = Values carried forward.
report-method-status = It compares the value with the target and thresholds of the evaluation framework; it does not judge people.
    .lead = Status.
report-limit-attribution = Not all effects observed are due to the projects: no comparison is made with territories without projects.
    .lead = Attribution.
report-limit-declaration = Figures are declared by the holders; their consistency is checked, not their accuracy.
    .lead = Declaration.
report-limit-of = { $label }.
report-term-scheme = A frame for participation: participatory budget, assembly, consultation.
    .lead = Scheme
report-term-return = A questionnaire sent back for one subject and period.
    .lead = Return
report-term-coverage = Returns accepted, of those expected.
    .lead = Coverage
report-term-flow = What happened during the period (trees planted).
    .lead = Flow
report-term-stock = The state at the end of the period (money spent).
    .lead = Stock
report-term-target = The value aimed at; thresholds say when to worry.
    .lead = Target
report-source-oecd = Evaluation criteria of the OECD-DAC (2019); OECD guidelines for evaluating deliberative processes (2021).
report-source-ademe = ADEME's Base Empreinte for emission factors.
report-source-ign = Base map: IGN, Admin Express, Licence Ouverte 2.0.
report-source-parameter = { $label }: { $value } { $unit } since { $since } ({ $source }).

## Annual report

report-chain-claim = From means to effects: { $first }, and at the end of the chain { $last }.
report-chain-inputs = Inputs
    .hint = What projects received: time, money
report-chain-outputs = Outputs
    .hint = What they made of it
report-chain-outcomes = Outcomes
    .hint = What changed for people and places
report-chain-impacts = Impacts
    .hint = What remains in the long run
report-theme-projects = { $count ->
    [one] { $count } project
   *[other] { $count } projects
}
report-themes-claim = { $count ->
    [one] One theme is followed: { $theme }
   *[other] { $count } themes are followed; “{ $theme }” has the most projects
} ({ $projects }).
report-dots-title = { $reached ->
    [0] None of the { $known } shares followed reaches its target yet
    [one] One share of { $known } reaches its target
   *[other] { $reached } shares of { $known } reach their targets
}
report-dots-lecture = The dot is the value, the circle that of the period before, the dash the target (the middle of a range).
