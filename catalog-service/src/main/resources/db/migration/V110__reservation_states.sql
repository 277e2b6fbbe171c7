-- What an order has of the stock; see the class Reservation for the states and their moves.
create table order_reservation (
    order_id   uuid        primary key,
    state      text        not null check (state in ('HELD', 'SETTLED', 'RELEASED', 'REFUSED')),
    changed_at timestamptz not null,
    -- When the order service is asked (again) what became of the order.
    expires_at timestamptz,
    check ((state = 'HELD') = (expires_at is not null)),
    unique (order_id, state)
);

create index order_reservation_due on order_reservation (expires_at) where state = 'HELD';

-- Every line says the state of its order, and cannot say another one: the key that refers to it is both columns.
-- Null: a line of an instance of the version before, which knows no states. It counts as SETTLED.
alter table reservation add column state text check (state in ('HELD', 'SETTLED', 'RELEASED'));
alter table reservation
    add foreign key (order_id, state) references order_reservation (order_id, state) on update cascade;

-- The last word, also to code that is wrong: what was given back is not given back again, and lines stay as they are.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % on % is not allowed', tg_op, old, tg_table_name using errcode = 'check_violation';
end $$;

create trigger legal_moves before update of state on order_reservation for each row
    when (old.state is distinct from new.state
        and (old.state, new.state) not in (('HELD', 'SETTLED'), ('HELD', 'RELEASED'), ('SETTLED', 'RELEASED')))
    execute function refuse_change();
create trigger moves_are_kept before delete on order_reservation for each row
    execute function refuse_change();
create trigger lines_stay before update of order_id, sku, quantity on reservation for each row
    when ((old.order_id, old.sku, old.quantity) is distinct from (new.order_id, new.sku, new.quantity))
    execute function refuse_change();
create trigger lines_are_kept before delete on reservation for each row
    execute function refuse_change();

-- No upper limit here any more: pieces that come back must find room even if the shelf was filled meanwhile,
-- or the release would be tried for ever. Adjustments and imports still end at 1,000,000,000.
alter table stock drop constraint stock_quantity_check;
alter table stock add constraint stock_not_negative check (quantity >= 0);

-- A correction that is sent again has its first result, not a second effect.
alter table stock_adjustment add column idempotency_key varchar(64);
alter table stock_adjustment add column available integer;
comment on column stock_adjustment.available is 'what was left afterwards, for whoever asks again; with a key only';
alter table stock_adjustment add constraint available_with_key
    check ((idempotency_key is null) = (available is null));
create unique index stock_adjustment_once on stock_adjustment (sku, idempotency_key)
    where idempotency_key is not null;

create or replace view stock_drift as
select s.sku,
       coalesce(a.adjusted, 0) as adjusted,
       s.quantity              as remaining,
       coalesce(r.reserved, 0) as reserved
from stock s
         left join (select sku, sum(delta) as adjusted from stock_adjustment group by sku) a using (sku)
         left join (select sku, sum(quantity) as reserved from reservation
                    where state is distinct from 'RELEASED' group by sku) r using (sku)
where coalesce(a.adjusted, 0) <> s.quantity + coalesce(r.reserved, 0);
