-- Returns as they were before their file was read again with other questionnaires, rules or limits. For the record: no
-- figure, document or mail looks at them.
create table return_replaced (
    id                    integer primary key,
    kind                  text not null,
    subject               text not null,
    period                text not null,
    version               integer not null,
    arrival               integer not null references arrival (id),
    questionnaire_version integer,
    received_on           text not null,
    status                text not null,
    completeness          text not null,
    answers               text not null check (json_valid(answers)),
    findings              text not null check (json_valid(findings)),
    replaced_at           text not null
) strict;
create index return_replaced_subject on return_replaced (kind, subject, period);
