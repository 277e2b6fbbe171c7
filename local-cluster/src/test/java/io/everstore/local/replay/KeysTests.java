package io.everstore.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.InvoiceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTests {

    private @TempDir Path directory;

    @Test
    void dependOnTheContentOfTheFileAlone() throws IOException {
        var text = Files.readString(InvoiceFiles.small());
        var keys = Keys.forContentOf(InvoiceFiles.small());

        assertThat(Keys.forContentOf(InvoiceFiles.zip(directory.resolve("other.gz"), text)))
                .isEqualTo(keys);
        assertThat(Keys.forContentOf(InvoiceFiles.write(directory.resolve("more"), text + "x")))
                .isNotEqualTo(keys);
        assertThat(keys.of("536365")).matches("[0-9a-f]{16}-536365");
    }

    @Test
    void replaceNumbersThatDoNotFitIntoAKey() {
        var keys = new Keys("acceptance");

        assertThat(keys.of("536365")).isEqualTo("acceptance-536365");
        assertThat(keys.of("No 7/2010")).matches("acceptance-[0-9a-f]{24}");
        assertThat(keys.of("No 8/2010")).isNotEqualTo(keys.of("No 7/2010"));
        assertThat(new Keys("a").of("1")).matches("a-[0-9a-f]{24}");
        assertThat(keys.of("9".repeat(60))).hasSizeLessThan(64).startsWith("acceptance-");
    }
}
