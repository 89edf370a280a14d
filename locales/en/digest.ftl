# The team's digest of the day.
digest-news = Since { $since }: { $accepted ->
    [0] no return accepted
    [one] 1 return accepted
   *[other] { $accepted } returns accepted
}, { $correct ->
    [0] none to correct
   *[other] { $correct } to correct
}.
digest-more = and { $count } more
digest-subject = { $id } “{ $title }”, { $period }
digest-subject-since = { $id } “{ $title }”, { $period }, since { $since }
digest-to-correct = Returns to correct ({ $count })
    .remedy = Their contacts have the list of corrections and their questionnaire. To accept a value as it is: “bilan accept”.
digest-late = Late returns ({ $count })
    .remedy = Reminders leave by themselves. To ask for nothing more: “bilan excuse”.
digest-unreachable = Subjects without a usable address ({ $count })
    .remedy = Complete or correct the address in the register: the invitation leaves with the next run.
digest-bounced = Addresses that refuse our mails ({ $count })
    .remedy = Nothing is sent to them any more. Correct the address in the register, or call.
digest-sources = Failing sources ({ $count })
    .remedy = The other sources are read. Tell whoever looks after the service if it lasts.
digest-files = Files to look at ({ $count })
    .remedy = They are kept as they came. Ask for another one, or mend it, then “bilan ingest FILE”.
digest-messages = Messages to read ({ $count })
    .remedy = They wait for you in the folder “À voir” of the mailbox.
digest-mails = Mails that have not left ({ $count })
    .remedy = Those that can be are tried again by themselves; check the addresses of the others.
digest-busy = Addresses at the limit of answers a day ({ $count })
    .remedy = What follows leaves the next day. Two machines may be answering each other.
