-- Search tells products whose name has the words from those that only mention them: two indexes, so that neither
-- kind has to be filtered out of the other row by row.
create index product_by_name_words on product using gin (ts_filter(document, '{a}'));

-- Matches are shown by price: few of many thousand are read if the price narrows them down.
create index product_by_price on product (price, sku);
create index product_by_category_price on product (category, price, sku);

-- Misspelled words are looked up among the words there are, some ten thousand, and no longer in a million names.
-- An instance of the version before still finds them, by reading all names.
drop index product_by_trigrams;

create table product_word (
    word text primary key check (word ~ '^[[:alpha:]]{3,40}$')
);

comment on table product_word is 'words of names and categories, as the search stems them; a word may outlive its products';

insert into product_word (word)
select word
from ts_stat('select to_tsvector(''english'', name || '' '' || category) from product')
where word ~ '^[[:alpha:]]{3,40}$';

create index product_word_by_trigrams on product_word using gin (word gin_trgm_ops);

-- How many products a category has is the sum of its changes. Nobody updates a row, so nobody waits for an import
-- that is under way; a job adds the rows up from time to time.
create table category_change (
    category varchar(80) not null,
    products integer     not null
);

insert into category_change (category, products)
select category, count(*) from product group by category;

create function note_new_products() returns trigger language plpgsql as $$
begin
    insert into category_change (category, products) select category, count(*) from changed group by category;
    return null;
end $$;

create function note_removed_products() returns trigger language plpgsql as $$
begin
    insert into category_change (category, products) select category, -count(*) from changed group by category;
    return null;
end $$;

create function note_moved_product() returns trigger language plpgsql as $$
begin
    insert into category_change (category, products) values (old.category, -1), (new.category, 1);
    return null;
end $$;

create trigger note_new_products after insert on product
    referencing new table as changed for each statement execute function note_new_products();
create trigger note_removed_products after delete on product
    referencing old table as changed for each statement execute function note_removed_products();
create trigger note_moved_product after update on product
    for each row when (old.category <> new.category) execute function note_moved_product();
