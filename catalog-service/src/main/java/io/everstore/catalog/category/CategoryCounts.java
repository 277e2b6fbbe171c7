package io.everstore.catalog.category;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The shelves of the shop, and how much is on each: the sum of all changes, exact, and nobody
 * counts a million products.
 */
@Component
class CategoryCounts {

    private static final Logger log = LoggerFactory.getLogger(CategoryCounts.class);

    /** Summed in a millisecond. */
    private static final int MANY_CHANGES = 2_000;

    private final JdbcClient jdbc;
    private final AtomicBoolean adding = new AtomicBoolean();

    CategoryCounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Sum(Category category, int changes) {}

    /** All categories by name, with the number of their products. */
    List<Category> all() {
        List<Sum> sums =
                jdbc.sql(
                                """
                                select category, sum(products), count(*) from category_change
                                group by category order by category
                                """)
                        .query(
                                (row, _) ->
                                        new Sum(
                                                new Category(row.getString(1), row.getLong(2)),
                                                row.getInt(3)))
                        .list();
        if (sums.stream().mapToInt(Sum::changes).sum() > MANY_CHANGES) {
            Thread.startVirtualThread(this::addUp);
        }
        return sums.stream().map(Sum::category).filter(category -> category.count() > 0).toList();
    }

    /** One statement: whoever reads meanwhile sees either the changes or their sum. */
    private void addUp() {
        if (!adding.compareAndSet(false, true)) {
            return;
        }
        try {
            jdbc.sql(
                            """
                            with gone as (delete from category_change returning category, products)
                            insert into category_change (category, products)
                            select category, sum(products) from gone
                            group by category having sum(products) <> 0
                            """)
                    .update();
        } catch (DataAccessException | TransactionException e) {
            log.warn("The changes of categories are added up later: {}", e.toString());
        } finally {
            adding.set(false);
        }
    }
}
