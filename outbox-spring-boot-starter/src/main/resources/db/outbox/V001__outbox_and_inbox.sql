-- Events that are committed but not yet on Kafka. A row lives for milliseconds: the relay deletes it
-- when the brokers have acknowledged it.
create table outbox (
    id            bigint generated always as identity primary key,
    event_id      uuid        not null,
    topic         text        not null,
    aggregate_key text        not null,
    type          text        not null,
    source        text        not null,
    data          text        not null,
    created_at    timestamptz not null
);

-- Small and always changing: clean up after a number of deletes, not after a share of an empty table.
alter table outbox set (
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_insert_scale_factor = 0
);

-- Events that had their effect here. The primary key is what makes an effect happen once.
create table inbox (
    consumer    text        not null,
    event_id    uuid        not null,
    received_at timestamptz not null default now(),
    primary key (consumer, event_id)
);
