package io.everstore.local.replay.invoices;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One invoice as the file has it.
 *
 * @param number as in the file, trimmed
 * @param line where its first row starts, from 1
 * @param items its rows
 */
public record Invoice(String number, long line, List<Item> items) {

    /** Pieces of one SKU that one order takes. */
    static final int MOST_PIECES = 100_000;

    private static final Pattern SKU = Pattern.compile("[A-Z0-9][A-Z0-9 _.-]{0,39}");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,12}(\\.0{1,6})?");

    /**
     * One row of it.
     *
     * @param sku as in the file
     * @param quantity as in the file; negative for a return
     */
    public record Item(String sku, String quantity) {

        private String normalSku() {
            return sku.strip().toUpperCase(Locale.ROOT);
        }

        /** Why this row is no line of an order, or null if it is one. */
        private @Nullable String problem() {
            if (!SKU.matcher(normalSku()).matches()) {
                return "no valid SKU";
            }
            if (!WHOLE.matcher(quantity.strip()).matches()) {
                return "no whole quantity";
            }
            var pieces = new BigDecimal(quantity.strip());
            if (pieces.signum() < 0) {
                return "return";
            }
            return pieces.signum() == 0 || pieces.compareTo(BigDecimal.valueOf(MOST_PIECES)) > 0
                    ? "quantity not between 1 and 100,000"
                    : null;
        }

        private int pieces() {
            return new BigDecimal(quantity.strip()).intValueExact();
        }
    }

    /** What an invoice is to the shop. */
    public sealed interface Reading {

        /** Its number. */
        String invoice();

        /** How many rows do not count, by reason. */
        Map<String, Long> dropped();
    }

    /**
     * Something was bought.
     *
     * @param lines pieces per SKU, in the order of the invoice; rows of one SKU are added up
     */
    public record Sale(String invoice, Map<String, Integer> lines, Map<String, Long> dropped)
            implements Reading {}

    /**
     * Nothing was bought.
     *
     * @param reason {@code return} or {@code no valid line}
     */
    public record NoSale(String invoice, String reason, Map<String, Long> dropped)
            implements Reading {}

    /** Tells what it is. */
    public Reading read() {
        var lines = new LinkedHashMap<String, Integer>();
        var dropped = new TreeMap<String, Long>();
        for (var item : items) {
            var problem = item.problem();
            if (problem == null) {
                int sum = lines.getOrDefault(item.normalSku(), 0) + item.pieces();
                problem = sum > MOST_PIECES ? "sum of quantities above 100,000" : null;
                lines.put(item.normalSku(), problem == null ? sum : sum - item.pieces());
            }
            if (problem != null) {
                dropped.merge(problem, 1L, Long::sum);
            }
        }
        if (!lines.isEmpty()) {
            return new Sale(number, lines, dropped);
        }
        var onlyReturns = dropped.keySet().equals(Set.of("return"));
        return new NoSale(number, onlyReturns ? "return" : "no valid line", dropped);
    }
}
