package io.everstore.catalog.search;

/** How well a product fits what was searched for, best first; each product fits in one way only. */
enum Fit {
    /** Every word is in the name or the number. */
    NAME("ts_filter(document, '{a}') @@ whole"),

    /** The same, but the last word is only the beginning of the product's. */
    BEGINNING("ts_filter(document, '{a}') @@ (begun && !!whole)"),

    /** Some word is only in the category or the description. */
    TEXT("document @@ begun and not ts_filter(document, '{a}') @@ begun");

    private final String condition;

    Fit(String condition) {
        this.condition =
                condition
                        .replace("whole", "to_tsquery(cast(:dictionary as regconfig), :whole)")
                        .replace("begun", "to_tsquery(cast(:dictionary as regconfig), :begun)");
    }

    /** In SQL, with the parameters of {@link Terms}. */
    String condition() {
        return condition;
    }

    /** Whether no product can fit in this way. */
    boolean isImpossible(Terms terms) {
        return this == BEGINNING && terms.begun().equals(terms.whole());
    }
}
