-- What a relay claims: it locks a topic's row (SKIP LOCKED) for as long as it sends that topic's events.
-- So the events of a topic keep their order, and a million events of one topic do not hold up another.
-- The relay adds the topics that it finds in the outbox; nobody removes one.
create table outbox_topic (
    topic text primary key
);

-- The oldest rows of a topic; also the topics themselves, by skipping from one to the next.
create index outbox_of_topic on outbox (topic, id);

-- For pruning. Times only grow, so this index grows at its right end and costs an insert next to nothing.
create index inbox_by_age on inbox (received_at);
