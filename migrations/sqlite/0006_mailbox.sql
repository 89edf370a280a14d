-- A message that a mailbox showed, as it was dealt with. The server knows it by (folder, uidvalidity, uid); once the server
-- numbers its messages anew, by its Message-ID.
create table mail_message (
    id          integer primary key,
    source      text not null,
    folder      text not null,
    uidvalidity integer not null,
    uid         integer not null,
    message_id  text not null,
    sender      text,
    subject     text not null,
    received_at text not null,
    outcome     text not null check (outcome in ('return', 'nothing', 'automatic', 'bounce', 'spam', 'own', 'too_large', 'unreadable')),
    place       text not null check (place in ('done', 'review')),
    findings    text not null check (json_valid(findings)),
    looked_at   text not null,
    unique (source, folder, uidvalidity, uid)
) strict;
create index mail_message_sender on mail_message (sender, received_at);
create index mail_message_received on mail_message (received_at);

-- The spreadsheets that came by a message: their content is in the raw files, under their hash.
create table mail_file (
    message integer not null references mail_message (id),
    hash    text not null,
    name    text not null,
    primary key (message, hash)
) strict, without rowid;
create index mail_file_hash on mail_file (hash);

-- What a mailbox told about an address: a mail of ours that came back, an automatic reply, spam, a loop.
create table contact_event (
    id          integer primary key,
    address     text not null,
    kind        text not null check (kind in ('automatic', 'bounce_permanent', 'bounce_temporary', 'spam', 'own')),
    happened_at text not null,
    detail      text not null,
    message_id  text not null,
    about       text,
    unique (address, kind, message_id)
) strict;
create index contact_event_kind on contact_event (kind, address);

-- The last look at each source, and since when it has failed.
create table source_look (
    source       text primary key,
    looked_at    text not null,
    came_at      text,
    came         integer not null,
    failing_from text,
    failures     integer not null,
    next_look_at text,
    fault        text check (fault is null or json_valid(fault))
) strict, without rowid;
