-- A trusted extension: the owner of the database may create it (the launcher usually already has).
create extension if not exists pg_trgm;

create table product (
    sku           varchar(40)    primary key check (sku ~ '^[A-Z0-9][A-Z0-9 _.-]{0,39}$'),
    name          varchar(200)   not null check (name <> ''),
    description   varchar(4000)  not null default '',
    category      varchar(80)    not null check (category <> ''),
    price         numeric(12, 2) not null check (price >= 0),
    currency      char(3)        not null check (currency ~ '^[A-Z]{3}$'),
    version       bigint         not null,
    featured_rank integer        check (featured_rank > 0),
    updated_at    timestamptz    not null,
    -- The SKU is not English: 'simple' keeps it whole, so that it is found as it is printed on the box.
    document      tsvector       not null generated always as (
        setweight(to_tsvector('simple'::regconfig, sku), 'A')
            || setweight(to_tsvector('english'::regconfig, name), 'A')
            || setweight(to_tsvector('english'::regconfig, category), 'B')
            || setweight(to_tsvector('english'::regconfig, description), 'C')
    ) stored
);

comment on column product.featured_rank is 'place in the editorial list (1 is first); null: not in it';

-- Keyset paging: whatever the page, it costs one descent of one of these.
create index product_by_name on product (name, sku);
create index product_by_category on product (category, name, sku);
create index product_by_featured_rank on product (featured_rank, sku);
create index product_by_words on product using gin (document);
create index product_by_trigrams on product using gin (name gin_trgm_ops);

-- Apart from product: selling must not rewrite (and lock) the row that everybody reads and editors change.
create table stock (
    sku      varchar(40) primary key references product,
    quantity integer     not null check (quantity between 0 and 1000000000)
);

create table stock_adjustment (
    id     bigint      generated always as identity primary key,
    sku    varchar(40) not null references stock,
    delta  integer     not null check (delta <> 0),
    reason varchar(40) not null,
    at     timestamptz not null
);

create index stock_adjustment_by_sku on stock_adjustment (sku);

create table reservation (
    order_id uuid        not null,
    sku      varchar(40) not null references stock,
    quantity integer     not null check (quantity > 0),
    at       timestamptz not null,
    primary key (order_id, sku)
);

create index reservation_by_sku on reservation (sku);

-- Invariant I3, per SKU: what was ever adjusted = what is left + what is reserved. A row here is a violation.
create view stock_drift as
select s.sku,
       coalesce(a.adjusted, 0) as adjusted,
       s.quantity              as remaining,
       coalesce(r.reserved, 0) as reserved
from stock s
         left join (select sku, sum(delta) as adjusted from stock_adjustment group by sku) a using (sku)
         left join (select sku, sum(quantity) as reserved from reservation group by sku) r using (sku)
where coalesce(a.adjusted, 0) <> s.quantity + coalesce(r.reserved, 0);
