-- The conversation with those who answer questionnaires: what a mail is for, campaigns, excuses, decisions.

-- A mail says what it is for: answers are counted by address and day, and a reminder that waits is withdrawn when the return
-- it asks for is accepted. SQLite changes no check of a table: it is made anew.
create table message_anew (
    id              integer primary key,
    dispatch        text not null unique,
    purpose         text not null check (purpose in ('document', 'answer', 'campaign', 'digest')),
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
    state           text not null check (state in ('queued', 'sending', 'sent', 'failed', 'withdrawn')),
    attempts        integer not null default 0,
    next_attempt_at text,
    last_error      text,
    created_at      text not null,
    sent_at         text
) strict;
insert into message_anew
    select id, dispatch, case when dispatch glob '*/v[0-9]*/*' then 'answer' else 'document' end, job, period, audience,
        recipient_name, recipient_email, language, subject, body_text, body_html, attachments, message_id, state, attempts,
        next_attempt_at, last_error, created_at, sent_at
    from message;
drop table message;
alter table message_anew rename to message;
create index message_state on message (state, next_attempt_at);
create index message_period on message (period);
create index message_recipient on message (recipient_email, purpose, created_at);

-- A mail of a campaign: whom it asked for what. `step` is `invitation`, or `rappel-1`, `rappel-2`…
create table campaign_mail (
    dispatch text primary key references message (dispatch),
    campaign text not null,
    kind     text not null,
    period   text not null,
    subject  text not null,
    step     text not null
) strict, without rowid;
create index campaign_mail_subject on campaign_mail (kind, period, subject);

-- A return that is not asked for any more, and why; lifted when it is asked for again.
create table excuse (
    id         integer primary key,
    kind       text not null,
    subject    text not null,
    period     text not null,
    reason     text not null,
    author     text not null,
    excused_at text not null,
    lifted_at  text
) strict;
create unique index excuse_active on excuse (kind, subject, period) where lifted_at is null;

-- A value that the officer accepts as it is, or gives in the holder's stead, and why. `arrival` is the file of the return it
-- is about: reading that file again takes the same decision again.
create table decision (
    id         integer primary key,
    arrival    integer not null references arrival (id),
    kind       text not null,
    subject    text not null,
    period     text not null,
    field      text not null,
    value      text,
    reason     text not null,
    author     text not null,
    decided_at text not null
) strict;
create index decision_arrival on decision (arrival);

-- The decision that a version of a return comes from; without one, it came by itself.
alter table return add column decision integer references decision (id);
alter table return_replaced add column decision integer;

-- A job may also run because something arrived.
create table firing_anew (
    id           integer primary key,
    job          text not null,
    scheduled_at text not null,
    cause        text not null check (cause in ('schedule', 'catch_up', 'hand', 'arrival')),
    period       text not null,
    holder       text not null,
    started_at   text not null,
    finished_at  text,
    outcome      text check (outcome in ('done', 'failed', 'handed_back', 'skipped')),
    summary      text,
    unique (job, scheduled_at, cause)
) strict;
insert into firing_anew select * from firing;
drop table firing;
alter table firing_anew rename to firing;
create index firing_job on firing (job, scheduled_at);
