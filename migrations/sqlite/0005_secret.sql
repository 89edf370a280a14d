-- What the programme made at random once and must find again: the key that its questionnaires are sealed with.
create table secret (
    name    text primary key,
    value   blob not null,
    made_at text not null
) strict, without rowid;
