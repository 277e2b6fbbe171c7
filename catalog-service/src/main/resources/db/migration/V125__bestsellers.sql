-- How much a product is sold, where what was sold lately counts most. See SoldProducts. No foreign key: selling must
-- not wait for an editor who holds the product.
create table bestseller (
    sku  varchar(40)      primary key,
    heat double precision not null
);

comment on column bestseller.heat is 'logarithm of the pieces sold, each counting half as much with each half-life before now';

create index bestseller_by_heat on bestseller (heat desc, sku);
