package io.everstore.catalog.limited;

import io.everstore.catalog.product.Price;
import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.ProductFact;
import io.everstore.catalog.spelling.Words;
import java.io.IOException;
import java.math.BigDecimal;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/** A product fact as the index has it. */
final class FactDocument {

    /** The product number, whole. */
    static final String SKU = "sku";

    /** For the order of browsing. */
    static final String NAME = "name";

    /** In hundredths, for the order of searching. */
    static final String PRICE = "price";

    /** The category, whole. */
    static final String CATEGORY = "category";

    /** Each word of the name and the number. */
    static final String NAME_WORD = "name-word";

    /** Each word of the category. */
    static final String CATEGORY_WORD = "category-word";

    private static final String AMOUNT = "amount";
    private static final String CURRENCY = "currency";
    private static final String AVAILABLE = "available";
    private static final String VERSION = "version";

    private FactDocument() {}

    static Term key(ProductFact fact) {
        return new Term(SKU, fact.sku());
    }

    static Document of(ProductFact fact) {
        String amount = fact.price().amount();
        Document document = new Document();
        document.add(new StringField(SKU, fact.sku(), Field.Store.YES));
        document.add(new SortedDocValuesField(SKU, new BytesRef(fact.sku())));
        document.add(new StoredField(NAME, fact.name()));
        document.add(new SortedDocValuesField(NAME, new BytesRef(fact.name())));
        document.add(new StringField(CATEGORY, fact.category(), Field.Store.YES));
        document.add(new StoredField(AMOUNT, amount));
        document.add(new NumericDocValuesField(PRICE, hundredths(amount)));
        document.add(new StoredField(CURRENCY, fact.price().currency()));
        document.add(new StoredField(AVAILABLE, fact.available() ? 1 : 0));
        document.add(new StoredField(VERSION, fact.version()));
        for (String word : Words.of(fact.name() + " " + fact.sku())) {
            document.add(new StringField(NAME_WORD, word, Field.Store.NO));
        }
        for (String word : Words.of(fact.category())) {
            document.add(new StringField(CATEGORY_WORD, word, Field.Store.NO));
        }
        return document;
    }

    private static long hundredths(String amount) {
        return new BigDecimal(amount).movePointRight(2).longValue();
    }

    static ProductDetails read(StoredFields fields, int number) throws IOException {
        Document document = fields.document(number);
        String sku = document.get(SKU);
        return new ProductDetails(
                sku,
                document.get(NAME),
                "",
                document.get(CATEGORY),
                new Price(new BigDecimal(document.get(AMOUNT)), document.get(CURRENCY)),
                document.getField(AVAILABLE).numericValue().intValue(),
                ProductDetails.imageUrl(sku),
                document.getField(VERSION).numericValue().longValue());
    }
}
