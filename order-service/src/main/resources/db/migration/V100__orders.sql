-- Orders as they were placed. What is true of every order is a constraint here, so that no bug of the
-- service and no race of two instances can store anything else.

create table orders (
    id          uuid           primary key,
    customer_id text           not null check (char_length(customer_id) between 1 and 200),
    status      text           not null check (status in ('PLACED', 'CONFIRMED', 'REJECTED')),
    currency    text           not null check (currency ~ '^[A-Z]{3}$'),
    total       numeric(12, 2) not null check (total >= 0),
    reason      text           check (reason ~ '^[A-Z][A-Z_]{0,39}$'),
    placed_at   timestamptz    not null,
    updated_at  timestamptz    not null,
    constraint only_a_rejected_order_has_a_reason check ((status = 'REJECTED') = (reason is not null)),
    constraint not_changed_before_it_was_placed check (updated_at >= placed_at)
);

-- "My orders" reads this index backwards from the cursor: page 1000 costs what page 1 does.
create index orders_of_a_customer on orders (customer_id, placed_at desc, id desc);

create table order_line (
    order_id   uuid           not null references orders (id),
    line_no    integer        not null check (line_no between 1 and 1000),
    sku        text           not null check (sku ~ '^[A-Z0-9][A-Z0-9 _.-]{0,39}$'),
    name       text           not null,
    quantity   integer        not null check (quantity between 1 and 100000),
    unit_price numeric(12, 2) not null check (unit_price >= 0),
    primary key (order_id, line_no),
    unique (order_id, sku)
);

-- The row that makes a re-sent order the same order. It is written before the order it points to, in the
-- same transaction, hence the deferred reference.
create table idempotency_key (
    customer_id  text        not null,
    key          text        not null check (key ~ '^[A-Za-z0-9._:-]{16,64}$'),
    fingerprint  bytea       not null check (octet_length(fingerprint) = 32),
    order_id     uuid        not null unique references orders (id) deferrable initially deferred,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (customer_id, key)
);

-- The consumer-owned replica of the catalog's product facts; a fact older than the stored one is ignored.
create table price_book (
    sku       text           primary key check (sku ~ '^[A-Z0-9][A-Z0-9 _.-]{0,39}$'),
    name      text           not null,
    price     numeric(12, 2) not null check (price >= 0),
    currency  text           not null check (currency ~ '^[A-Z]{3}$'),
    version   bigint         not null,
    available boolean        not null
);
