package io.everstore.catalog.product;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import org.hibernate.annotations.SecondaryRow;
import org.jspecify.annotations.Nullable;

/**
 * What the shop sells. The stock is read with it but never written through it: stock changes by
 * conditional updates of its own row only, so an editor's change cannot undo a sale.
 */
@Entity
@SecondaryTable(name = "stock")
@SecondaryRow(table = "stock", owned = false)
@SuppressWarnings("UnusedVariable") // some fields are only ever read by queries
class Product {

    @Id private String sku;

    private String name;

    private String description;

    private String category;

    private BigDecimal price;

    private String currency;

    @Version private long version;

    private @Nullable Integer featuredRank;

    private Instant updatedAt;

    @Column(table = "stock", insertable = false, updatable = false)
    private @Nullable Integer quantity;

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Product() {}

    /** Takes over an editor's change; the version grows when it is written. */
    void apply(ProductChange change, Instant now) {
        this.name = change.name().strip();
        this.description = change.description().strip();
        this.category = change.category().strip();
        this.price = change.price().amount().setScale(2);
        this.currency = change.price().currency();
        this.featuredRank = change.featuredRank();
        this.updatedAt = now;
    }

    long version() {
        return version;
    }

    ProductDetails details() {
        return new ProductDetails(
                sku,
                name,
                description,
                category,
                new Price(price, currency),
                quantity == null ? 0 : quantity,
                ProductDetails.imageUrl(sku),
                version);
    }
}
