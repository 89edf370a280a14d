# The dashboard: titles of sheets and columns, sentences that follow from the figures.

workbook-sheet-summary = Summary
workbook-sheet-indicators = Indicators
workbook-sheet-territories = By territory
workbook-sheet-trend = Trends
workbook-sheet-returns = Returns and quality
workbook-sheet-data = Data
workbook-sheet-dictionary = Dictionary

## Statuses

workbook-status-atteint = Reached
workbook-status-en-bonne-voie = On track
workbook-status-a-surveiller = To watch
workbook-status-critique = Critical
workbook-status-n-d = Not available
workbook-status-low = Too few returns
workbook-status-none = No target

## Summary

workbook-summary-title = Dashboard – { $period }
workbook-summary-perimeter = { $programme } · { $organisation } · as of { $day } · { $accepted } { $accepted ->
        [one] return
       *[other] returns
    } accepted out of { $expected } expected
workbook-summary-courses = The periods of the boxes, in figures
workbook-summary-remember = What to remember
workbook-summary-kinds = All that is followed: returns accepted, statuses of indicators, what to look at
workbook-summary-kind-returns = { $period }: { $accepted } of { $expected }
workbook-summary-kind-look = Look at: { $name } { $mark } { $value } (target { $target })
workbook-summary-reading = Reading: each box gives the value, its change, its trend, its target, its status and its coverage; in italics, fewer than half of the returns.

workbook-claim-nothing-expected = No return is expected for this period.
workbook-claim-no-return = No return has been accepted yet out of { $expected } expected: the figures of the period are not available.
workbook-claim-few-returns = Only { $accepted } { $accepted ->
        [one] return is
       *[other] returns are
    } accepted out of { $expected } expected: figures are given with caution, without status.
workbook-claim-no-status = { $accepted } { $accepted ->
        [one] return is
       *[other] returns are
    } accepted out of { $expected } expected; no key figure has a target to be compared with.
workbook-claim-all-good = { $known ->
        [one] The key figure that has a target reaches it or comes close.
       *[other] The { $known } key figures that have a target reach it or come close.
    }
workbook-claim-all-bad = { $known ->
        [one] The key figure that has a target stays far from it
       *[other] The { $known } key figures that have a target stay far from it
    }: { $names }.
workbook-claim-mixed = { $good } of { $known } key figures { $good ->
        [one] reaches its target or comes close
       *[other] reach their target or come close
    }; { $bad ->
        [one] still to watch
       *[other] still to watch
    }: { $names }.
workbook-quoted = “{ $text }”
workbook-others = { $count ->
        [one] one other
       *[other] { $count } others
    }

workbook-take-returns = { $accepted } { $accepted ->
        [one] return
       *[other] returns
    } accepted out of { $expected } expected ({ $share }%); { $tocorrect ->
        [0] none to correct
       *[other] { $tocorrect } to correct
    }, { $missing ->
        [0] none missing
       *[other] { $missing } missing
    }.
workbook-take-change = Largest change: “{ $name }” moves to { $value } ({ $change } since { $since }).
workbook-take-worst = Furthest from its target: “{ $name }”, { $value } for a target of { $target } ({ $status }).
workbook-take-quiet = { $count ->
        [one] One group of { $all } has
       *[other] { $count } groups of { $all } have
    } fewer than half of the returns accepted: { $names }. Their figures are given without status.
workbook-take-refused = { $count ->
        [one] One file received could not be used
       *[other] { $count } files received could not be used
    }: see the sheet “Returns and quality”.

workbook-tally = { $known ->
        [one] One indicator has
       *[other] { $known } indicators have
    } a target and enough returns: { $reached } reached, { $ontrack } on track, { $watch } to watch, { $critical } critical.
workbook-tally-none = { $all ->
        [0] No indicator.
       *[other] No indicator has both a target and enough returns for a status.
    }

workbook-tile-target = Target: { $target }
workbook-tile-coverage = Returns: { $accepted } of { $expected }
workbook-tile-since = since { $since }
workbook-tile-stable = Stable since { $since }
workbook-tile-no-previous = No previous value
workbook-points = points
workbook-range = { $low } to { $high } { $unit }

workbook-chart-returns-all = Returns accepted: at least { $low }% in each group ({ $level })
workbook-chart-returns-below = Returns accepted: { $below } of { $all } under 50%, lowest { $worst } ({ $low }%)
workbook-chart-trend = { $name }: { $value } ({ $change } since { $since })
workbook-chart-trend-new = { $name }: { $value }
workbook-chart-trend-unknown = { $name }: n/a for this period
workbook-chart-target = The dashed line is the target: { $target }

## Sheets

workbook-indicators-title = Indicators – { $period }
workbook-indicators-note = Change in points for percentages. In italics: fewer than half of the returns accepted, hence no status. “n/a”: unknown, never zero.
workbook-indicators-about = One indicator a row: value, unit, previous value, change, target, status, coverage, value of the year to date.
workbook-territories-title = By territory, directorate and theme – { $period }
workbook-territories-note = Groups that answered most come first. After each figure, its status: ● reached   ◆ on track   ▲ to watch   ■ critical   ○ no status. In italics: fewer than half of the returns.
workbook-territories-about = Returns and main figures of each group – { $kind }
workbook-trend-title = Trends – { $period }
workbook-trend-note = One column a period, oldest first. Empty cell: unknown value. In italics: fewer than half of the returns.
workbook-trend-about = Values of each indicator by period – { $kind }
workbook-trend-no-change = No earlier period to compare with yet.
workbook-trend-target = Target of “{ $name }” (dashed line of the summary)
workbook-kind-title = { $kind } – { $period }
workbook-kind-returns = { $accepted } { $accepted ->
        [one] return
       *[other] returns
    } accepted out of { $expected } expected.
workbook-kind-note = One row a subject. Empty cell: no answer, or a question that does not apply. “Carried”: for want of an accepted return, states come from an earlier period.
workbook-kind-about = One subject a row: register, state of the return, answers – { $kind }
workbook-strip-indicator = Indicator
workbook-strip-value = Value
workbook-strip-target = Target
workbook-strip-status = Status
workbook-strip-coverage = Coverage
workbook-returns-title = Returns and quality – { $period }
workbook-returns-note = Delay: days between the opening of the return and its receipt. Errors and warnings: those of the last version received.
workbook-returns-about = One expected return a row: state, receipt, versions, completeness, findings.
workbook-returns-kind = { $kind } ({ $period }): { $accepted } accepted of { $expected }, { $tocorrect } to correct, { $missing } not received.
workbook-returns-refused = { $count ->
        [0] No file refused.
        [one] One file refused: see below the table.
       *[other] { $count } files refused: see below the table.
    }
workbook-refused-title = Files refused
workbook-refused-about = One refused file a row: name, receipt, reason, remedy.
workbook-data-title = Data – { $period }
workbook-data-claim = Every figure at every level, one a row: for pivot tables of your own.
workbook-dictionary-title = Dictionary
workbook-dictionary-claim = { $indicators } indicators, { $fields } fields of questionnaires and { $columns } columns of registers.
workbook-dictionary-note = What each figure means, how it is computed, where it comes from. Confidential fields are defined here but their answers are not in this workbook.

workbook-nothing = No row
workbook-nothing-expected = No return expected
workbook-no-group = (not given)
workbook-yes = yes
workbook-no = no
workbook-header-unit = { $label } ({ $unit })
workbook-level-programme = Programme

workbook-state-accepted = Accepted
workbook-state-to-correct = To correct
workbook-state-missing = Not received

## Columns

workbook-col-kind = Follow-up
workbook-col-dimension = Dimension
workbook-col-indicator = Indicator
workbook-col-unit = Unit
workbook-col-value = Value
workbook-col-previous = Previous period
workbook-col-change = Change
workbook-col-target = Target
workbook-col-status = Status
workbook-col-accepted = Returns accepted
workbook-col-expected = Returns expected
workbook-col-coverage = Coverage (%)
workbook-col-share = Share accepted (%)
workbook-col-count = Subjects counted
workbook-col-year = Year to date
workbook-col-period = Period
workbook-col-chain = Result chain
workbook-col-sdg = SDG
workbook-col-id = Identifier
workbook-col-code = Code
workbook-col-level = Level
workbook-col-group = Group
workbook-col-spark = Trend
workbook-col-state = Return
workbook-col-received = Received on
workbook-col-completeness = Completeness (%)
workbook-col-carried = Carried
workbook-col-subject = Code
workbook-col-title = Title
workbook-col-department = Directorate
workbook-col-delay = Delay (days)
workbook-col-versions = Versions received
workbook-col-errors = Errors
workbook-col-warnings = Warnings
workbook-col-file = File
workbook-col-reason = Reason
workbook-col-remedy = What to do
workbook-col-nature = Nature
workbook-col-label = Label
workbook-col-definition = Definition
workbook-col-formula = Computation or type
workbook-col-privacy = Privacy
workbook-col-source = Source

## Dictionary

workbook-nature-indicator = Indicator
workbook-nature-field = Field
workbook-nature-column = Register column
workbook-nature-parameter = Constant
workbook-definition-limits = { $text } Limits: { $limits }
workbook-source-field = Questionnaire, section “{ $section }”
workbook-source-register = Register, sheet “{ $sheet }”
workbook-parameter-value = { $value }, since { $since }
workbook-time-flow = flow of the period
workbook-time-stock = state at the end of the period
workbook-type-text = text
workbook-type-email = e-mail
workbook-type-integer = whole number
workbook-type-number = number
workbook-type-euros = amount in euros
workbook-type-percent = percentage
workbook-type-date = date
workbook-type-bool = yes or no
workbook-type-choice = one choice
workbook-type-choices = several choices
workbook-type-score = score from 1 to 5
workbook-type-of = { $type }: { $choices }
workbook-privacy-public = Public
workbook-privacy-interne = Internal
workbook-privacy-confidentiel = Confidential
workbook-sense-more = the more the better
workbook-sense-less = the less the better
workbook-sense-range = within the range aimed at
workbook-sense-none = neither way is better
workbook-dimension-gestion = Management
workbook-dimension-participation = Participation
workbook-dimension-social = Social
workbook-dimension-environnement = Environment
workbook-chain-moyens = Inputs
workbook-chain-realisations = Outputs
workbook-chain-resultats = Outcomes
workbook-chain-impacts = Impacts

## Formulas and dimensions

workbook-origin-formula = formula
workbook-origin-value = worked out by bilan
workbook-col-origin = Worked out by
workbook-col-first-accepted = Accepted at once
workbook-dimension-title = { $dimension } – { $period }
workbook-dimension-note = Values come from the sheet “Indicators”. In italics, pale bar: fewer than half of the returns accepted, hence no status. “n/a”: unknown, never zero.
workbook-dimension-about = One indicator a row: value, previous value, change, target, status – { $dimension }
workbook-dimension-groups = { $level }: one group a row
workbook-chart-groups = { $name }: { $high } for “{ $best }”, { $low } for “{ $worst }”
workbook-chart-groups-even = { $name }: { $high } in each group
