-- As for new and removed products, once per statement: an import that gives a million products another category notes
-- a few sums and not a million moves.
create function note_moved_products() returns trigger language plpgsql as $$
begin
    insert into category_change (category, products)
    select category, sum(products)
    from (
        select category, -count(*) as products from gone group by category
        union all
        select category, count(*) from changed group by category
    ) as moves
    group by category having sum(products) <> 0;
    return null;
end $$;

drop trigger note_moved_product on product;
drop function note_moved_product();

create trigger note_moved_products after update on product
    referencing old table as gone new table as changed for each statement execute function note_moved_products();
