# Findings: what is wrong, what is expected, how to mend it. In the words of the person who fills in the form.

the-field = this field

place-file = { $file }
place-sheet = { $file }, sheet “{ $sheet }”
place-cell = { $file }, cell { $cell }
place-sheet-cell = { $file }, sheet “{ $sheet }”, cell { $cell }

## Files

finding-file-empty = The file holds nothing.
    .expected = The completed questionnaire.
    .remedy = Open your questionnaire, check that it holds your answers, save it, then send it again.
finding-file-too-large = The file is too large{ $has-size ->
        [yes] { " " }({ $size })
       *[no] { "" }
    }.
    .expected = { $has-limit ->
        [yes] A file of { $limit } at most.
       *[no] A smaller file.
    }
    .remedy = Remove the pictures and sheets that you added, then send the file again. Photographs can reach us separately.
finding-file-inflates = Once opened, the file is larger than we can read.
    .expected = { $has-limit ->
        [yes] A file that takes no more than { $limit } once opened.
       *[no] A file of ordinary size.
    }
    .remedy = Start again from the questionnaire that we sent you and copy your answers into it.
finding-file-not-a-spreadsheet = The file is not a spreadsheet{ $kind ->
        [html] : it is a web page
        [pdf] : it is a PDF document
        [text] : it is a text
       *[other] { "" }
    }.
    .expected = The questionnaire as xlsx, ods, xls or csv.
    .remedy = Send the spreadsheet file itself rather than a printed copy or a saved page.
finding-file-encrypted = The file is protected by a password: we cannot open it.
    .expected = A file without password.
    .remedy = In your spreadsheet program, save the file without password, then send it again.
finding-file-damaged = The file is damaged or incomplete: we cannot read all of it.
    .expected = A file that opens normally in your spreadsheet program.
    .remedy = Open the file, save it under a new name, then send it again.
finding-file-too-costly = The file is too complex to be read safely.
    .expected = The questionnaire as we sent it, without added sheets or formulas.
    .remedy = Start again from the questionnaire that we sent you and copy your answers into it.
finding-file-format-unknown = We do not read this file format{ $has-extension ->
        [yes] { " " }(“{ $extension }”)
       *[no] { "" }
    }.
    .expected = The questionnaire as xlsx, ods, xls or csv.
    .remedy = In your spreadsheet program, choose “Save as”, then xlsx or ods, and send the file again.
finding-file-truncated-reading = The file is longer than what we read: its end was left out.
    .expected = { $kind ->
        [sheets] At most { $limit } sheets.
        [cells] At most { $limit } filled cells.
        [lines] At most { $limit } rows.
        [columns] At most { $limit } columns.
        [characters] At most { $limit } characters in a cell.
        [table] At most { $limit } answers in tables, empty ones included; nothing was read from this row on.
       *[other] A shorter file.
    }
    .remedy = Remove empty or useless rows and sheets, or spread the answers over several files.
finding-no-questionnaire = We found no sheet in this file that looks like the questionnaire.
    .expected = A sheet with the questions of our questionnaire, even if they moved.
    .remedy = Answer in the questionnaire that we sent you, without deleting the column of codes or the row of headers.
finding-encoding-guessed = The file does not describe its accents; we read them as { $encoding }.
    .expected = A csv file in UTF-8, or an xlsx or ods workbook.
    .remedy = If accented letters look wrong, send the file again as xlsx or ods.

## Mails

finding-mail-without-file = This mail holds no file.
    .expected = The completed questionnaire, attached.
    .remedy = Read it in the folder of mails to look at: it may be a question, or the file was forgotten.
finding-mail-other-files = This mail holds no spreadsheet{ $has-found ->
        [yes] : { $found }
       *[no] { "" }
    }.
    .expected = The completed questionnaire as xlsx, ods, xls or csv.
    .remedy = Read it in the folder of mails to look at, and ask the sender for the spreadsheet file if it was forgotten.
finding-mail-too-large = This mail is too large: it was not fetched{ $has-size ->
        [yes] { " " }({ $size } MiB)
       *[no] { "" }
    }.
    .expected = { $has-limit ->
        [yes] A mail of { $limit } MiB at most.
       *[no] A lighter mail.
    }
    .remedy = Open it in the folder of mails to look at, save the questionnaire and give it to bilan with “bilan ingest FILE”.
finding-mail-unreadable = This mail cannot be taken apart.
    .expected = A mail that your mail program can open.
    .remedy = Open it in the folder of mails to look at, save the questionnaire and give it to bilan with “bilan ingest FILE”.
finding-mail-archive-refused = { $reason ->
        [encrypted] The archive “{ $found }” is protected by a password
        [inflates] The archive “{ $found }” would take too much room once opened
        [members] The archive “{ $found }” holds too many files: not all were read
        [nested] The archive “{ $found }” holds another archive or a message, nested too deep to be opened
       *[other] The archive “{ $found }” is damaged, or of a sort that we do not open
    }.
    .expected = The questionnaire itself attached, or an ordinary zip archive.
    .remedy = Open the mail in the folder of mails to look at, and ask the sender to attach the questionnaire itself.
finding-mail-spam = The mail server holds this mail for spam: it was not read.
    .expected = A mail that the server does not hold for spam.
    .remedy = If it is a return, save the questionnaire and give it to bilan with “bilan ingest FILE”.
finding-mail-from-ourselves = This mail comes from our own address: it was not read as a return.
    .expected = A mail from a project holder.
    .remedy = If it brings a return that you forward, save the questionnaire and give it to bilan with “bilan ingest FILE”.
finding-mail-bounce-unclear = A mail came back to us, and the notice does not say whom it was for.
    .expected = A notice that names the address and the cause.
    .remedy = Read the notice in the folder of mails to look at, and correct the address in the register if need be.

## Returns

finding-subject-missing = The file does not say which case it is about.
    .expected = The code of your case, as in our e-mails.
    .remedy = Write the code of your case in its cell, then send the file again.
finding-subject-unknown = We do not know the case “{ $found }”.
    .expected = { $has-suggestion ->
        [yes] A known code: perhaps “{ $suggestion }”.
       *[no] A known code.
    }
    .remedy = Check the code of your case in our e-mails, correct it, then send the file again.
finding-period-missing = The file does not say which period it is about{ $has-assumed ->
        [yes] ; we took { $assumed }
       *[no] { "" }
    }.
    .expected = A period, for example 2026-T3 for the 3rd quarter of 2026.
    .remedy = { $has-assumed ->
        [yes] If this is not the right period, write it down and send the file again.
       *[no] Write the period in its cell, then send the file again.
    }
finding-period-unreadable = We do not understand the period “{ $found }”.
    .expected = A period, for example 2026-T3 (quarter), 2026-S2 (half-year) or 2026 (year).
    .remedy = Correct the period, then send the file again.
finding-period-unexpected = We expect no return from this case for the period “{ $found }”.
    .expected = The period of our last request.
    .remedy = Check the period. If it is right, write to us: our records of your case may be out of date.
finding-questionnaire-old = You answered in an older version of the questionnaire{ $has-version ->
        [yes] { " " }(version { $version })
       *[no] { "" }
    }. We have read it.
    .expected = { $has-current ->
        [yes] Version { $current } of the questionnaire.
       *[no] The latest version of the questionnaire.
    }
    .remedy = Next time, use the file attached to our last e-mail.
finding-form-forged = This file says that it is one of our questionnaires, but its seal is not ours: it was changed or comes from another programme.
    .expected = The questionnaire that we sent you, with all its sheets, filled in and sent back.
    .remedy = Copy your answers into the questionnaire that we sent you, then send it back; if you no longer have it, ask us for it.
finding-return-twice-in-file = The same case stands twice in the file for the same period; the last one counts.
    .expected = One row or one sheet for each case and period.
    .remedy = Keep the right one, delete the other, then send the file again.

## Cells

finding-not-a-number = “{ $found }” is not a number, for “{ $field }”.
    .expected = A number, for example 1,234.5.
    .remedy = Write the number only; explanations belong in the text fields.
finding-not-an-integer = “{ $found }” is not a whole number, for “{ $field }”.
    .expected = A number without decimals, for example 12.
    .remedy = Round to the nearest unit.
finding-not-a-date = “{ $found }” is not a date that exists, for “{ $field }”.
    .expected = A date, for example 30/09/2026.
    .remedy = Check the day and the month, and write the date as day/month/year.
finding-not-a-bool = “{ $found }” is neither yes nor no, for “{ $field }”.
    .expected = Yes or no.
    .remedy = Write “yes” or “no”.
finding-not-a-choice = “{ $found }” is not one of the answers offered, for “{ $field }”.
    .expected = { $has-suggestion ->
        [yes] Perhaps “{ $suggestion }”.
       *[no] One of the answers offered.
    }{ $has-choices ->
        [yes] { " " }Possible answers: { $choices }.
       *[no] { "" }
    }
    .remedy = Choose an answer from the list.
finding-not-an-email = “{ $found }” is not an e-mail address.
    .expected = An address, for example first.last@example.com.
    .remedy = Correct the address: we use it only to answer you.
finding-out-of-bounds = “{ $found }” is out of bounds, for “{ $field }”.
    .expected = { $bounds ->
        [both] A number between { $min } and { $max }.
        [min] A number of { $min } or more.
        [max] A number of { $max } or less.
       *[none] A number within the given bounds.
    }
    .remedy = Check the number and its unit.
finding-too-long = The text of “{ $field }” is too long{ $has-length ->
        [yes] { " " }({ $length } characters)
       *[no] { "" }
    }.
    .expected = { $has-limit ->
        [yes] At most { $limit } characters.
       *[no] A shorter text.
    }
    .remedy = Keep the main points; you can send us the rest by e-mail.
finding-missing = An answer is missing for “{ $field }”.
    .expected = An answer; 0 is an answer.
    .remedy = Fill in this cell. If you do not know, write to us.
finding-not-relevant = You answered “{ $field }”, although the question does not apply to you.
    .expected = An empty cell, given your other answers.
    .remedy = Empty this cell, or correct the answer it depends on. This value is not used.
finding-error-cell = The cell of “{ $field }” shows a spreadsheet error{ $has-found ->
        [yes] { " " }({ $found })
       *[no] { "" }
    }.
    .expected = The value itself.
    .remedy = Replace the formula with its value.
finding-uncached-formula = The cell of “{ $field }” holds a formula whose result was not saved.
    .expected = The value itself.
    .remedy = Open the file in your spreadsheet program, save it, then send it again; or replace the formula with its value.
finding-number-as-text = “{ $found }”, for “{ $field }”, is stored as text; we understood it.
    .expected = A number or a date that your spreadsheet program recognises.
    .remedy = Nothing to do if the value is right.
finding-unit-in-number = “{ $found }”, for “{ $field }”, holds a unit{ $has-understood ->
        [yes] ; we understood { $understood }
       *[no] { "" }
    }.
    .expected = The number alone, in the unit of the question.
    .remedy = Nothing to do if we understood well; otherwise correct the number.
finding-hidden-cell = The answer to “{ $field }” is in a hidden row or sheet; we have read it.
    .expected = Visible answers.
    .remedy = Show this part and check that the answer is really yours.
finding-merged-cell = The answer to “{ $field }” is in merged cells; we have read the first one.
    .expected = One cell for each answer.
    .remedy = If another cell mattered, split the cells and send the file again.
finding-field-twice = The question “{ $field }” stands twice; the first one counts{ $has-other ->
        [yes] , not cell { $other }
       *[no] { "" }
    }.
    .expected = Each question once.
    .remedy = If the right answer is in the other cell, copy it into the first one.
finding-field-unknown = “{ $found }” is not a question of our questionnaire; we have not read it.
    .expected = { $has-suggestion ->
        [yes] Perhaps “{ $suggestion }”.
       *[no] The questions of our questionnaire.
    }
    .remedy = If it answers one of our questions, put its original header back.
finding-field-absent = The question “{ $field }” is not in the file.
    .expected = All the questions of the questionnaire.
    .remedy = Start again from the questionnaire that we sent you, or add the missing question.
finding-rule-broken = Two answers contradict each other, “{ $field }” among them.
    .expected = Answers that go together.
    .remedy = Check these answers and correct the wrong one, or confirm them.
finding-value-accepted = { $has-given ->
        [yes] { $has-found ->
            [yes] “{ $found }”, for “{ $field }”, is replaced by “{ $given }”
           *[no] The answer “{ $given }” is given for “{ $field }”
        }
       *[no] { $has-found ->
            [yes] “{ $found }”, for “{ $field }”, is accepted
           *[no] That “{ $field }” has no answer is accepted
        }
    }{ $has-author ->
        [yes] { " " }(decided by { $author }: “{ $reason }”)
       *[no] { "" }
    }.
    .expected = Nothing more: the decision is kept with the return.
    .remedy = A new file would be read without this decision.

## Register

finding-register-id-twice = The identifier “{ $found }” stands twice in the register{ $has-other ->
        [yes] { " " }(first time: { $other })
       *[no] { "" }
    }.
    .expected = One identifier for each row.
    .remedy = Delete one of the two rows or give it another identifier.
finding-register-id-missing = This row of the register has no identifier.
    .expected = An identifier on each row.
    .remedy = Give the row an identifier, or delete it.
finding-register-unknown-reference = “{ $found }” is not in the programme's list{ $has-list ->
        [yes] { " " }(“{ $list }”)
       *[no] { "" }
    }.
    .expected = { $has-suggestion ->
        [yes] Perhaps “{ $suggestion }”.
       *[no] A value of the list.
    }
    .remedy = Correct the value in the register, or add it to the programme's configuration.
finding-register-column-missing = The register lacks the column “{ $column }”.
    .expected = { $has-suggestion ->
        [yes] This column; is it “{ $suggestion }”?
       *[no] This column, even if it moved.
    }
    .remedy = Add the column, or declare its header as a synonym in the configuration.
finding-register-sheet-missing = The register lacks the sheet “{ $sheet }”.
    .expected = { $has-suggestion ->
        [yes] This sheet; is it “{ $suggestion }”?
       *[no] One sheet for each kind of case.
    }
    .remedy = Add the sheet, or correct its name in the register or in the configuration.
