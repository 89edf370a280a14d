-- Files of folders on servers, as the last look saw them: one is taken once two looks saw the same, and never twice.
create table remote_object (
    source   text not null,
    path     text not null,
    size     integer not null,
    etag     text,
    modified text,
    state    text not null check (state in ('seen', 'taken')),
    seen_at  text not null,
    primary key (source, path)
) strict, without rowid;
