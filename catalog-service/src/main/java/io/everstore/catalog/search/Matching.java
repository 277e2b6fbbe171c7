package io.everstore.catalog.search;

/** How a query is compared with products. */
enum Matching {
    /** Every word occurs in the product's text, perhaps unfinished; or the query as it stands. */
    WORDS(
            "p.document @@ (to_tsquery('english', :terms) || phraseto_tsquery('simple', :text))",
            "round(20 * ts_rank(p.document, to_tsquery('english', :terms)))::int"),

    /** The name looks like the query: for misspelled words. */
    SIMILARITY(":terms <% p.name", "round(10 * word_similarity(:terms, p.name))::int");

    private final String condition;
    private final String relevance;

    Matching(String condition, String relevance) {
        this.condition = condition;
        this.relevance = relevance;
    }

    /** One page of matches; the parameters of the position are ignored on the first page. */
    String page(boolean first, boolean inCategory) {
        return """
        select * from (
            select p.sku, p.name, p.description, p.category, p.price, p.currency, p.version,
                   %s as relevance
            from product p
            where %s %s
        ) as m
        left join stock s using (sku)
        %s
        order by relevance desc, price, sku
        limit :limit
        """
                .formatted(
                        relevance,
                        condition,
                        inCategory ? "and p.category = :category" : "",
                        first
                                ? ""
                                : "where (-relevance, price, sku) > (-:relevance, :price, :sku)");
    }
}
