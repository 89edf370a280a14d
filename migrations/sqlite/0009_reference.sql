-- What the feedback sheets of a kind and period are compared with, as it was when it was worked out: a sheet changes when its own
-- return does, and not whenever a neighbour's does.
create table reference (
    kind text not null,
    period text not null,
    -- JSON: the returns behind it, the order of the fields, the quartiles of each theme.
    content text not null,
    made_at text not null,
    primary key (kind, period)
) strict;
