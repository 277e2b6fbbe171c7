create table import_job (
    id            uuid        primary key,
    state         varchar(10) not null check (state in ('OPEN', 'COMMITTED', 'ABORTED')),
    opened_at     timestamptz not null,
    finished_at   timestamptz,
    row_count     bigint,
    created       bigint,
    updated       bigint,
    unchanged     bigint,
    check ((state = 'COMMITTED') = (row_count is not null))
);

create table import_batch (
    import_id uuid    not null references import_job,
    number    integer not null check (number > 0),
    received  integer not null,
    rejected  integer not null,
    primary key (import_id, number)
);

-- Staged rows. Logged on purpose: after a failover an unlogged table is empty, and half an import would look whole.
create table import_row (
    import_id     uuid           not null,
    batch         integer        not null,
    line          bigint         not null,
    sku           varchar(40)    not null,
    name          varchar(200)   not null,
    description   varchar(4000),
    category      varchar(80),
    price         numeric(12, 2) not null,
    currency      char(3),
    stock         integer,
    featured_rank integer
);

create index import_row_by_batch on import_row (import_id, batch);
