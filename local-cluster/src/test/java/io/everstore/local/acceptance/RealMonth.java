package io.everstore.local.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * December 2010 of a real shop, if the file lies beside the checkout (or where {@code
 * -Deverstore.data} says); it is not part of the project. Otherwise a small file of the same shape.
 */
final class RealMonth {

    private static final String NAME = "online-retail-2010-12.csv.gz";

    private RealMonth() {}

    static Path orSmallFile(Path checkout) throws IOException {
        String given = System.getProperty("everstore.data");
        Path real =
                given != null ? Path.of(given) : checkout.resolve("../shared/data").resolve(NAME);
        return Files.exists(real)
                ? real.toRealPath()
                : checkout.resolve("local-cluster/src/test/resources/invoices/december.csv");
    }

    /** What is known of the real month, counted independently. */
    static void check(Path file, JsonNode imported, JsonNode replayed) {
        if (!file.endsWith(NAME)) {
            return;
        }
        assertThat(imported.path("rowsRead").asLong()).isEqualTo(42_481);
        assertThat(imported.path("distinctSkus").asLong()).isEqualTo(2_741);
        assertThat(replayed.path("invoices").path("read").asLong()).isEqualTo(2_025);
        assertThat(replayed.path("invoices").path("skipped").asLong()).isEqualTo(396);
        assertThat(replayed.path("invoices").path("placed").asLong()).isGreaterThan(1_600);
    }
}
