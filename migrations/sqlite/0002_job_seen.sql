-- When a daemon first saw a job: what is due from then on and was missed is caught up, even before the job's first run.
create table job_seen (
    job           text primary key,
    first_seen_at text not null
) strict, without rowid;
