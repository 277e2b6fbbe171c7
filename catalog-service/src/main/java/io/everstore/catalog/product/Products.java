package io.everstore.catalog.product;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.query.Param;

/** All products. Pages are read by key, never by offset: page 10,000 costs what page 1 costs. */
interface Products extends Repository<Product, String> {

    Optional<Product> findBySku(String sku);

    Product saveAndFlush(Product product);

    /** Products by name after the given position. */
    @Query(
            """
            select p from Product p where (p.name, p.sku) > (:name, :sku)
            order by p.name, p.sku
            """)
    List<Product> after(@Param("name") String name, @Param("sku") String sku, Limit limit);

    /** Products of one category by name after the given position. */
    @Query(
            """
            select p from Product p
            where p.category = :category and (p.name, p.sku) > (:name, :sku)
            order by p.name, p.sku
            """)
    List<Product> inCategoryAfter(
            @Param("category") String category,
            @Param("name") String name,
            @Param("sku") String sku,
            Limit limit);

    /** The editorial list, filled up with other products that are not sold out. */
    @Query(
            """
            select p from Product p
            where p.featuredRank is not null or p.quantity > 0
            order by p.featuredRank, p.sku
            """)
    List<Product> featuredFirst(Limit limit);

    @Query("select p from Product p where p.sku in :skus")
    List<Product> withSkus(@Param("skus") Collection<String> skus);
}
