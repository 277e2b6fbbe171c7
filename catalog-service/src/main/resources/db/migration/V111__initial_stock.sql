-- What a product's shelf began with, kept with the shelf: an import of a million products then writes one row of stock
-- for each and no adjustment. Instances of the version before go on noting it as an adjustment; both count.
alter table stock add column initial integer not null default 0 check (initial >= 0);

-- Product by product, each by its indexes: so a part of the SKUs can be compared without reading all the others.
create or replace view stock_drift as
select s.sku,
       s.initial + coalesce(a.adjusted, 0) as adjusted,
       s.quantity                          as remaining,
       coalesce(r.reserved, 0)             as reserved
from stock s
         cross join lateral (select sum(delta) as adjusted from stock_adjustment where sku = s.sku) a
         cross join lateral (select sum(quantity) as reserved from reservation
                             where sku = s.sku and state is distinct from 'RELEASED') r
where s.initial + coalesce(a.adjusted, 0) <> s.quantity + coalesce(r.reserved, 0);
