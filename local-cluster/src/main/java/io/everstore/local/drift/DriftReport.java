package io.everstore.local.drift;

import java.util.List;
import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a comparison found.
 *
 * @param checked how many products were compared
 * @param drifting how many of them do not add up
 * @param products the first ones of those
 */
record DriftReport(long checked, long drifting, List<Drift> products) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ROW = "%-40s %12s %12s %12s %12s";

    int exitCode() {
        return drifting == 0 ? 0 : 1;
    }

    String json() {
        return JSON.writeValueAsString(this);
    }

    String text() {
        var text = new StringJoiner(System.lineSeparator());
        if (drifting > 0) {
            text.add(ROW.formatted("SKU", "ADJUSTED", "REMAINING", "RESERVED", "DIFFERENCE"));
        }
        for (var drift : products) {
            text.add(
                    ROW.formatted(
                            drift.sku(),
                            drift.adjusted(),
                            drift.remaining(),
                            drift.reserved(),
                            "%+d".formatted(drift.difference())));
        }
        if (drifting > products.size()) {
            text.add("... and %,d more".formatted(drifting - products.size()));
        }
        return text.add(
                        drifting == 0
                                ? "%,d products compared: the stock of all adds up."
                                        .formatted(checked)
                                : "%,d products compared: the stock of %,d does not add up."
                                        .formatted(checked, drifting))
                .toString();
    }
}
