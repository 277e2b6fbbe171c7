package io.everstore.catalog.importing;

/**
 * The steps that bring a staged import into the catalogue, in this order. Parameters: {@code :id}
 * of the import, {@code :initial} stock of new products, {@code :now}.
 */
final class ImportSql {

    /**
     * For this transaction only. The word indexes gather new entries in a list before they sort
     * them in, which is cheaper the longer the list is; but every search reads the list, too. 16
     * MiB cost a search some 10 ms while an import runs, and save it a quarter of its time; with 64
     * MiB the list no longer fits into the server's 64 MiB of buffers, and the import is slower
     * again. work_mem is for sorting that list and the rows: a million of them take a few rounds.
     */
    static final String ALLOW_MEMORY =
            """
            set local work_mem = '64MB';
            set local gin_pending_list_limit = '16MB'
            """;

    /**
     * One row per SKU, the last one of the file, completed with what the product already has, and
     * what is to be done with it. A temporary table: not replicated, gone with the transaction.
     */
    static final String CHOOSE_ROWS =
            """
            create temporary table chosen on commit drop as
            select sku, name, description, category, price, currency, featured_rank, stock,
                   case when is_new then 'created'
                        when is_changed then 'updated'
                        else 'unchanged' end as outcome
            from (
                select r.sku, r.name, d.description, d.category, r.price, d.currency,
                       d.featured_rank, r.stock,
                       p.sku is null as is_new,
                       (r.name, d.description, d.category, r.price, d.currency, d.featured_rank)
                           is distinct from
                       (p.name, p.description, p.category, p.price, p.currency, p.featured_rank)
                           as is_changed
                from (
                    select distinct on (sku) * from import_row
                    where import_id = :id order by sku, line desc, batch desc
                ) r
                left join product p on p.sku = r.sku
                cross join lateral (
                    select coalesce(r.description, p.description, '')     as description,
                           coalesce(r.category, p.category, 'Everything else') as category,
                           coalesce(r.currency, p.currency, 'GBP')::char(3)    as currency,
                           coalesce(r.featured_rank, p.featured_rank)          as featured_rank
                ) d
            ) c
            """;

    /**
     * In order of name, not of SKU: the larger indexes are ordered by name or category and name, so
     * they grow page by page instead of all over, which reads a seventh of the pages. Nobody waits
     * in a circle: whoever else changes a product locks one.
     */
    static final String WRITE_PRODUCTS =
            """
            insert into product (sku, name, description, category, price, currency, version,
                                 featured_rank, updated_at)
            select sku, name, description, category, price, currency, 1, featured_rank, :now::timestamptz
            from chosen where outcome <> 'unchanged' order by name, sku
            on conflict (sku) do update
                set name = excluded.name, description = excluded.description,
                    category = excluded.category, price = excluded.price,
                    currency = excluded.currency, featured_rank = excluded.featured_rank,
                    version = product.version + 1, updated_at = excluded.updated_at
            """;

    static final String STOCK_NEW_PRODUCTS =
            """
            insert into stock (sku, quantity, initial)
            select sku, coalesce(stock, :initial), coalesce(stock, :initial)
            from chosen where outcome = 'created' order by sku
            """;

    /** In order of SKU, like every order that reserves stock: nobody waits in a circle. */
    static final String LOCK_COUNTED_STOCK =
            """
            select count(*) from (
                select s.sku from stock s join chosen c on c.sku = s.sku
                where c.outcome <> 'created' and c.stock <> s.quantity
                order by s.sku for no key update of s
            ) locked
            """;

    static final String CORRECT_STOCK =
            """
            with corrected as (
                update stock s set quantity = c.stock
                from chosen c
                where c.sku = s.sku and c.outcome <> 'created' and c.stock <> s.quantity
                returning s.sku, new.quantity - old.quantity as delta
            )
            insert into stock_adjustment (sku, delta, reason, at)
            select sku, delta, 'counted', :now::timestamptz from corrected
            """;

    /** The same event as {@code ProductFact}, written where the rows are. */
    static final String PUBLISH_PRODUCTS =
            """
            insert into outbox (event_id, topic, aggregate_key, type, source, data, created_at)
            select uuidv7(), 'catalog.products', p.sku, 'dev.everstore.product.v1',
                   '/catalog-service',
                   json_build_object(
                       'sku', p.sku, 'name', p.name, 'category', p.category,
                       'price', json_build_object('amount', p.price::text, 'currency', p.currency),
                       'available', s.quantity > 0, 'version', p.version)::text,
                   :now::timestamptz
            from chosen c join product p on p.sku = c.sku join stock s on s.sku = c.sku
            where c.outcome <> 'unchanged'
            """;

    static final String NOTE_RESULT =
            """
            update import_job j
            set state = 'COMMITTED', finished_at = :now::timestamptz, row_count = c.row_count,
                created = c.created, updated = c.updated, unchanged = c.unchanged
            from (
                select count(*) as row_count,
                       count(*) filter (where outcome = 'created') as created,
                       count(*) filter (where outcome = 'updated') as updated,
                       count(*) filter (where outcome = 'unchanged') as unchanged
                from chosen
            ) c
            where j.id = :id
            """;

    private ImportSql() {}
}
