package io.everstore.local.importing;

import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/** A report as people and machines read it. */
final class ImportSummary {

    private static final JsonMapper JSON = new JsonMapper();

    private ImportSummary() {}

    static String json(ImportReport report) {
        return JSON.writeValueAsString(report);
    }

    static String text(ImportReport report) {
        var text = new StringJoiner(System.lineSeparator());
        for (var error : report.errors()) {
            text.add(error.toString());
        }
        if (report.rowsBad() > report.errors().size()) {
            text.add(
                    "... and %,d more bad rows (--errors FILE writes them all)"
                            .formatted(report.rowsBad() - report.errors().size()));
        }
        text.add(
                "%,d rows read, %,d good, %,d bad; %,d products; %.1f s"
                        .formatted(
                                report.rowsRead(),
                                report.rowsGood(),
                                report.rowsBad(),
                                report.distinctSkus(),
                                report.seconds()));
        for (var reason : report.badByReason()) {
            text.add("  %,7d  %s %s".formatted(reason.rows(), reason.field(), reason.reason()));
        }
        return text.add(ending(report)).toString();
    }

    private static String ending(ImportReport report) {
        var why = report.failure() == null ? "" : report.failure() + " ";
        return why
                + switch (report.state()) {
                    case COMMITTED ->
                            why.isEmpty()
                                    ? "Loaded: %,d created, %,d updated, %,d unchanged."
                                            .formatted(
                                                    report.created(),
                                                    report.updated(),
                                                    report.unchanged())
                                    : "But everything had been loaded before that.";
                    case DRY_RUN -> "Only checked, nothing is changed.";
                    case NOTHING_TO_LOAD -> "No row can be loaded, so nothing is changed.";
                    case ABORTED -> "Nothing is loaded.";
                    case UNKNOWN ->
                            "The shop did not say whether import %s is loaded: all of it or nothing. Run the import again; that is safe."
                                    .formatted(report.importId());
                };
    }
}
