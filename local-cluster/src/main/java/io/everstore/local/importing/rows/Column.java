package io.everstore.local.importing.rows;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the catalogue knows of a product, and what else the columns of a file may call it. */
public enum Column {
    SKU,
    NAME,
    DESCRIPTION,
    CATEGORY,
    PRICE,
    CURRENCY,
    STOCK,
    FEATURED_RANK;

    /** The name in our own files and in the HTTP interface, for example {@code sku}. */
    public String canonical() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }

    // The quantity of an invoice line is no alias of the stock: it says what was sold.
    List<String> aliases() {
        return switch (this) {
            case SKU ->
                    List.of("stockcode", "productcode", "itemcode", "itemnumber", "articlenumber");
            case NAME -> List.of("productname", "itemname", "title");
            case DESCRIPTION -> List.of("details", "longdescription");
            case CATEGORY -> List.of("productcategory", "department");
            case PRICE -> List.of("unitprice", "priceamount");
            case CURRENCY -> List.of("currencycode", "pricecurrency");
            case STOCK -> List.of("stocklevel", "stockquantity", "instock", "onhand", "inventory");
            case FEATURED_RANK -> List.of();
        };
    }

    static Optional<Column> named(String canonical) {
        return Arrays.stream(values())
                .filter(c -> c.canonical().equals(plain(canonical)))
                .findAny();
    }

    /**
     * Letters and digits only, in lower case: {@code Unit_Price} and {@code unit price} are one.
     */
    static String plain(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
