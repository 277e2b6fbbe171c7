package io.everstore.local.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.shop.StandInShop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTests {

    private @TempDir Path directory;

    @Test
    void loadsAFileAndSummarisesIt() {
        try (var shop = new StandInShop()) {
            var run = run(InvoiceFiles.small().toString(), "--url", shop.url().toString());

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.out())
                    .contains(
                            "line 7, column 3 (Description): '' is empty",
                            "14 rows read, 11 good, 3 bad; 6 products",
                            "2  name is empty",
                            "Loaded: 6 created, 0 updated, 0 unchanged.");
        }
    }

    @Test
    void printsOneJsonObjectAndWritesAllErrors() throws IOException {
        var errors = directory.resolve("errors.csv");

        var run =
                run(
                        InvoiceFiles.small().toString(),
                        "--dry-run",
                        "--json",
                        "--max-errors-shown=1",
                        "--errors=" + errors);

        assertThat(run.json().propertyNames())
                .containsExactly(
                        "file",
                        "state",
                        "importId",
                        "rowsRead",
                        "rowsGood",
                        "rowsBad",
                        "distinctSkus",
                        "created",
                        "updated",
                        "unchanged",
                        "seconds",
                        "badByReason",
                        "errors",
                        "failure");
        assertThat(run.json().path("state").asString()).isEqualTo("DRY_RUN");
        assertThat(run.json().path("errors")).hasSize(1);
        assertThat(run.json().path("importId").isNull()).isTrue();
        assertThat(Files.readAllLines(errors))
                .hasSize(4)
                .contains("7,3,Description,name,,is empty");
    }

    @Test
    void exitsWithZeroIfEveryRowIsGood() throws IOException {
        var file = InvoiceFiles.write(directory.resolve("good.csv"), "sku,name,price\nA1,Lamp,1\n");

        assertThat(run(file.toString(), "--dry-run").exitCode()).isZero();
    }

    @Test
    void exitsWithOneIfThereIsNoFile() {
        var run = run(directory.resolve("none.csv").toString(), "--dry-run");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("There is no file ", "Nothing is loaded.");
    }

    @Test
    void exitsWithOneIfTheBadRowsCannotBeWritten() {
        var run = run(InvoiceFiles.small().toString(), "--dry-run", "--errors=" + directory);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("Cannot write the file of bad rows");
    }

    @Test
    void exitsWithTwoOnWrongUsage() {
        assertThat(run().exitCode()).isEqualTo(2);
        assertThat(run("f.csv", "--initial-stock=-1").exitCode()).isEqualTo(2);
        assertThat(run("f.csv", "--map", "sku").exitCode()).isEqualTo(2);
        assertThat(run("f.csv", "--url", "localhost:8080").err()).contains("http://localhost:8080");
    }

    @Test
    void mapsColumnsThatItDoesNotRecognise() throws IOException {
        var file = InvoiceFiles.write(directory.resolve("f.csv"), "art,label,net\nA1,Lamp,1\n");

        assertThat(run(file.toString(), "--dry-run").out())
                .contains("no column for sku, name, price");
        var mapped =
                run(
                        file.toString(),
                        "--dry-run",
                        "--map=sku=art",
                        "--map=name=label",
                        "--map=price=net");
        assertThat(mapped.exitCode()).isZero();
    }

    @Test
    void helpsWithExamplesAndExitCodes() {
        var run = run("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Examples:", "Exit codes:", "--dry-run");
    }

    private static CommandRun run(String... arguments) {
        return CommandRun.of(new ImportCommand(), arguments);
    }
}
