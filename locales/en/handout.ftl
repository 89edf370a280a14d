# The training handout of a direction. No sentence says more than the figures do.

handout-title = Follow and evaluate: { $kind }
handout-subtitle = Training handout
handout-coverage = { $accepted } of { $expected }
handout-at-most = { $value } at most
handout-range = from { $low } to { $high }

handout-why-nothing = No return is expected of your direction for this period.
handout-why-all = { $expected ->
        [one] The only return expected is accepted
       *[other] All { $expected } returns expected of you are accepted
    }: your figures are complete.
handout-why-missing = { $missing ->
        [one] One return is missing
       *[other] { $missing } returns are missing
    } out of { $expected }: until they are accepted, your figures do not say everything.
handout-reason-help = Help in time.
    .text = A project that tells its difficulty early can get support.
handout-reason-account = Give account.
    .text = Inhabitants voted: they are owed news, even bad news.
handout-reason-learn = Learn.
    .text = What works in one valley may serve in the next.
handout-reason-decide = Decide.
    .text = The next editions are set by what is known of the last ones.

handout-chain-claim = From means to effects: { $count } links to check, each with its indicator.
handout-indicators-claim = { $count ->
        [one] One indicator is about your files: it says
       *[other] { $count } indicators are about your files: each says
    } why it is followed and what it does not say.
handout-dimension-gestion = Management
handout-dimension-participation = Participation
handout-dimension-social = Social
handout-dimension-environnement = Environment

handout-questionnaire-claim = { $sections ->
        [one] One section
       *[other] { $sections } sections
    }, { $fields } questions of which { $required } are always required: the others are asked only of those they concern.
handout-type-text = text
handout-type-email = e-mail address
handout-type-integer = whole number
handout-type-number = number
handout-type-euros = euros
handout-type-percent = percentage
handout-type-date = date
handout-type-bool = yes or no
handout-type-choice = choice
handout-type-choices = several choices
handout-type-score = score from 1 to 5

handout-dashboard-nothing = Too few accepted returns to place your direction: no status is given.
handout-dashboard-claim = { $reached ->
        [0] None of your { $all } indicators reaches its target
        [one] One of your { $all } indicators reaches its target
       *[other] { $reached } of your { $all } indicators reach their targets
    }; { $watch ->
        [0] none is to be watched.
        [one] one is to be watched or critical.
       *[other] { $watch } are to be watched or critical.
    }
handout-bars = Accepted returns by edition, your projects
handout-bars-reading = How to read: { $value } of the returns expected of the edition { $edition } are accepted.
handout-trend = Accepted returns, the whole Region

handout-field = Field
handout-project = Project
handout-project-letter = Project { $letter }
handout-indicator = Indicator
handout-mine = Your direction
handout-region = Region
handout-behind = Accepted returns
handout-quoted = “{ $label }”

handout-read = Reading a return
    .situation = Here are some lines of two returns of one of your projects (name removed).
    .table = From the returns of project A
    .question-1 = Which values fall?
    .question-2 = Which of them must be confirmed, and why?
    .nothing-falls = None.
    .falling = { $labels }.
    .nothing-to-ask = None, as nothing falls.
    .only-flows = None: they are flows, which start from zero each period.
    .ask = { $labels }: this is a stock, the state at the end of the period. A fall is possible but unusual: we ask to confirm or correct it.

handout-sum = Computing a total and its coverage
    .situation = Some projects of your direction (names removed) and what they gave for “{ $label }”.
    .table = { $asked } projects of your direction
    .note = n/a: no accepted return.
    .question-1 = What is the total of “{ $label }”?
    .question-2 = What is its coverage? May it have a status?
    .total = { $sum } = { $total }.
    .missing = { $missing } has no accepted return: it is not part of the sum, and does not count as zero.
    .coverage = { $answered } accepted returns out of { $asked }, that is { $share }%. A status is shown from 50%: here it would be.

handout-sentence = Writing a true sentence
    .situation = You present this table in one sentence.
    .table = Your direction and the Region
    .question = What can be said of “{ $label }”? What must be added?
    .answer = “{ $label }: { $mine } for our direction, { $region } for the Region; { $accepted } accepted returns of { $expected } expected.” The gap is a fact; this table does not explain it.
    .low = Less than half of the returns are there: the figure is an indication.
    .limits = To be added: { $limits }

handout-questionnaire-opens = Questionnaire opens, for { $period }
handout-questionnaire-due = Returns are due, for { $period }
handout-readers = { $first }, { $second } and { $count } other groups
handout-contact-method = A question of method
handout-contact-project = A project of your direction
