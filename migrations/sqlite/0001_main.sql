-- The store of one programme. Dates are ISO 8601 texts; a moment is UTC (RFC 3339). Money and numbers inside JSON are decimal texts.

-- What returns are about, as last imported from the register.
create table subject (
    kind        text    not null,
    id          text    not null,
    title       text    not null,
    columns     text    not null check (json_valid(columns)),
    row         integer not null,
    present     integer not null check (present in (0, 1)),
    imported_at text    not null,
    primary key (kind, id)
) strict, without rowid;

-- What each import of the register changed.
create table subject_change (
    id         integer primary key,
    kind       text not null,
    subject    text not null,
    change     text not null check (change in ('added', 'changed', 'gone', 'back')),
    field      text,
    before     text,
    after      text,
    changed_at text not null
) strict;
create index subject_change_subject on subject_change (kind, subject);

-- A file that came. The bytes are in the raw file store under their hash; a file that comes twice is one arrival.
create table arrival (
    id          integer primary key,
    hash        text not null unique,
    source      text not null,
    name        text not null,
    size        integer not null,
    received_at text not null,
    collected_at text not null,
    outcome     text not null check (outcome in ('read', 'refused', 'no_return')),
    findings    text not null check (json_valid(findings))
) strict;

-- A return: one subject, one period, one version. Never changed once written; the latest accepted version counts.
create table return (
    id                    integer primary key,
    kind                  text not null,
    subject               text not null,
    period                text not null,
    version               integer not null,
    arrival               integer not null references arrival (id),
    questionnaire_version integer,
    received_on           text not null,
    status                text not null check (status in ('accepted', 'to_correct')),
    completeness          text not null,
    answers               text not null check (json_valid(answers)),
    findings              text not null check (json_valid(findings)),
    unique (kind, subject, period, version),
    foreign key (kind, subject) references subject (kind, id)
) strict;
create index return_period on return (kind, period, status);
create index return_arrival on return (arrival);

-- Figures as they were computed last, one row per group, for the history.
create table figure (
    kind        text not null,
    period      text not null,
    level       text not null,
    grp         text not null,
    figures     text not null check (json_valid(figures)),
    computed_at text not null,
    primary key (kind, period, level, grp)
) strict, without rowid;

-- A document that was made: `input` is the hash of everything that it is made from.
create table document (
    document text not null,
    scope    text not null,
    period   text not null,
    language text not null,
    input    text not null,
    path     text not null,
    hash     text not null,
    pages    integer not null,
    made_at  text not null,
    primary key (document, scope, period, language)
) strict, without rowid;

-- The outbox. A row is written when it is decided that a mail leaves; `dispatch` says why, once.
create table message (
    id              integer primary key,
    dispatch        text not null unique,
    job             text not null,
    period          text not null,
    audience        text not null,
    recipient_name  text not null,
    recipient_email text not null,
    language        text not null,
    subject         text not null,
    body_text       text not null,
    body_html       text not null,
    attachments     text not null check (json_valid(attachments)),
    message_id      text not null unique,
    state           text not null check (state in ('queued', 'sending', 'sent', 'failed')),
    attempts        integer not null default 0,
    next_attempt_at text,
    last_error      text,
    created_at      text not null,
    sent_at         text
) strict;
create index message_state on message (state, next_attempt_at);
create index message_period on message (period);

-- The ledger: one row per firing of a job. The insert that succeeds runs it.
create table firing (
    id           integer primary key,
    job          text not null,
    scheduled_at text not null,
    cause        text not null check (cause in ('schedule', 'catch_up', 'hand')),
    period       text not null,
    holder       text not null,
    started_at   text not null,
    finished_at  text,
    outcome      text check (outcome in ('done', 'failed', 'handed_back', 'skipped')),
    summary      text,
    unique (job, scheduled_at, cause)
) strict;
create index firing_job on firing (job, scheduled_at);
