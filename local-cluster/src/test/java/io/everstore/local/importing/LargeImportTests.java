package io.everstore.local.importing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.shop.StandInShop;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command as a process of its own: for its memory, and to be able to end it. */
class LargeImportTests {

    private static final int ROWS = 1_000_000;

    private @TempDir Path directory;

    /** What the child process runs. */
    static final class Main {
        public static void main(String[] arguments) {
            System.exit(new CommandLine(new ImportCommand()).execute(arguments));
        }
    }

    @Test
    void loadsAMillionRowsWithAHeapOf32MiB() throws Exception {
        try (var shop = new StandInShop()) {
            shop.imports().forgetRows();
            var out = directory.resolve("out.json");

            var process = start(out, file(ROWS), "--json", "--url", shop.url().toString());

            assertThat(process.waitFor(300, SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            var report = new JsonMapper().readTree(Files.readString(out));
            assertThat(report.path("rowsGood").asInt()).isEqualTo(ROWS);
            assertThat(shop.imports().received())
                    .allMatch(batch -> batch.rows() <= Batch.MOST_ROWS)
                    .allMatch(batch -> batch.bytes() <= Batch.MOST_BYTES);
            assertThat(shop.imports().received().stream().mapToInt(batch -> batch.rows()).sum())
                    .isEqualTo(ROWS);
        }
    }

    @Test
    void abortsTheImportWhenItsProcessIsAskedToEnd() throws Exception {
        try (var shop = new StandInShop()) {
            var out = directory.resolve("out.txt");
            var process = start(out, file(200_000), "--url", shop.url().toString());
            assertThat(shop.imports().firstBatch().await(60, SECONDS)).isTrue();

            process.destroy();

            assertThat(process.waitFor(60, SECONDS)).isTrue();
            assertThat(shop.imports().states()).containsExactly("ABORTED");
            assertThat(shop.imports().products()).isEmpty();
            assertThat(Files.readString(out)).contains("Interrupted. Nothing is loaded.");
        }
    }

    private Process start(Path out, Path file, String... arguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx32m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                file.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Path file(int rows) throws IOException {
        var file = directory.resolve("large.csv.gz");
        try (var text =
                new BufferedWriter(
                        new OutputStreamWriter(
                                new GZIPOutputStream(Files.newOutputStream(file)),
                                StandardCharsets.UTF_8))) {
            text.write("sku,name,description,category,price,stock\n");
            for (int i = 0; i < rows; i++) {
                text.write(
                        "L-"
                                + i
                                + ",Lamp number "
                                + i
                                + ",\"A lamp, with a shade\",Lamps,12.5,7\n");
            }
        }
        return file;
    }
}
