# The feedback sheet: what we answer to the person who sent a return.

sheet-title = Feedback sheet
sheet-yes = Yes
sheet-no = No

sheet-opening-accepted = Thank you for your return of { $day }. It is accepted: there is nothing for you to do.
sheet-opening-confirm = Thank you for your return of { $day }. It is accepted: { $count ->
        [one] one value is
       *[other] { $count } values are
    } to be confirmed before { $before }.
sheet-opening-correct = Thank you for your return of { $day }. It arrived safely, but we cannot use it yet: { $count ->
        [one] one point is
       *[other] { $count } points are
    } to be settled with you before { $before }.

sheet-how-to-correct = Correct these cells in your workbook, then send it back in reply to our message. To confirm a value, “yes” is enough.
sheet-how-to-confirm = Answer “yes” to our message to confirm, or send back the corrected workbook. Five minutes are enough.
sheet-more = { $count ->
        [one] One more point is in our message.
       *[other] { $count } more points are in our message.
    }
sheet-whole-file = The file
sheet-confidential = The answer to “{ $field }” does not have the expected form.
sheet-place-cell = cell { $cell }
sheet-place-sheet = sheet “{ $sheet }”
sheet-place-sheet-cell = sheet “{ $sheet }”, cell { $cell }

sheet-group-theme = { $count ->
        [one] one project
       *[other] { $count } projects
    } of the theme “{ $theme }”
sheet-group-all = { $count ->
        [one] one accepted return
       *[other] { $count } accepted returns
    } for the same period
sheet-above = Above the median
sheet-near = Close to the median
sheet-below = Below the median

sheet-step-correct = Send back the corrected workbook.
sheet-step-confirm = Confirm or correct the values we point out.
sheet-step-next = Next questionnaire, for { $period }.
