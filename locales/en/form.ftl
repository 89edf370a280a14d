# The questionnaire that holders fill in: the workbook and the form to print.

form-sheet-instructions = Instructions
form-sheet-form = Questionnaire
form-yes = yes
form-no = no
form-period = Period

form-column-question = Question (*: answer needed)
form-column-answer = Your answer
form-column-unit = Unit
form-column-previous = Last time
form-column-check = To check

form-progress-label = Answers needed
form-progress = { $filled } of { $total }
form-where-to-write = Fill in the white framed cells; all the rest is protected. A grey line does not concern you for now.
form-cells-to-correct = { $count ->
        [one] One cell is to be looked at again
       *[other] { $count } cells are to be looked at again
    }: { $cells }. Read the column “To check” or the comment of the cell.
form-tick-below = Several answers possible: write “x” beside each.
form-last-time = Last time: “{ $text }”
form-note-alt = What is to be looked at again in the cell { $cell }

form-about = This questionnaire is about “{ $title }” ({ $id }), for { $period }.
form-about-correction = Thank you for your return. It arrived well, but some answers are to be looked at again. Here it is once more, with all that you wrote: only the coloured cells are to be looked at.
form-how = What to do
form-step-fill = Go to the next sheet and fill in the white framed cells. Answers with a star are needed; (*): needed in some cases. Leave empty what you do not know.
form-step-list = Some cells offer a list: click on the arrow, or press Alt + down arrow. The Tab key leads from one cell to the next.
form-step-grey = Grey lines do not apply to your situation; they light up according to your answers.
form-step-check = The column “To check” says what looks inconsistent, and the count of the answers needed is at the top.
form-step-correct = Go to the next sheet and correct the coloured cells only. Red: to correct; orange: to confirm or to correct.
form-step-correct-message = Each coloured cell carries a comment, repeated in the column “To check”: what we read, what is expected, how to mend it.
form-step-keep = Keep all the sheets of the workbook. You may save it as xlsx, ods or xls, and change the name of the file.
form-step-send = Send the workbook back, attached to a mail to { $address }{ $has-before ->
        [yes] { " " }before { $before }
       *[no] { "" }
    }.
form-help = A question?
form-contact = { $name } will answer: { $email }{ $has-phone ->
        [yes] , { $phone }
       *[no] { "" }
    }.
form-data = Your data
form-privacy = Your contact details are used only to answer you; they appear in no document. The other answers are used to follow and evaluate the projects. You may ask to see, correct or delete them.

form-refused-title = This answer does not fit
form-bounds = { $bounds ->
        [both] , from { $min } to { $max }
        [min] , { $min } or more
        [max] , { $max } at most
       *[none] { "" }
    }
form-expects-text = { $has-length ->
        [yes] A text of { $length } characters at most.
       *[no] A text.
    }
form-expects-email = An e-mail address, for example first.last@example.org.
form-expects-integer = A whole number{ form-bounds }.
form-expects-number = A number{ form-bounds }{ $has-unit ->
        [yes] {" "}(unit: { $unit })
       *[no] { "" }
    }, without the unit.
form-expects-euros = An amount in euros{ form-bounds }, without the sign €.
form-expects-percent = A percentage in points{ form-bounds }: 45 for 45%.
form-expects-date = A date: day/month/year, for example 15/10/2026.
form-expects-bool = “yes” or “no”.
form-expects-choice = One of the answers of the list: { $choices }.
form-expects-choices = One or more of these answers: { $choices }.
form-expects-score = A mark from 1 to 5.
form-expects-tick = Write “x” if this answer fits; else leave it empty.
