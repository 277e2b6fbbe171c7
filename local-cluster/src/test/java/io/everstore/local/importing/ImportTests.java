package io.everstore.local.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.ImportReport.State;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.importing.shop.StandInShop;
import io.everstore.local.importing.shop.StandInShop.Fault;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImportTests {

    private final StandInShop shop = new StandInShop();
    private @TempDir Path directory;

    @AfterEach
    void closeShop() {
        shop.close();
    }

    @Test
    void loadsTheProductsOfInvoicesAndReportsTheRest() throws IOException {
        var report = load(InvoiceFiles.small());

        assertThat(report.state()).isEqualTo(State.COMMITTED);
        assertThat(report.rowsRead()).isEqualTo(14);
        assertThat(report.rowsGood()).isEqualTo(11);
        assertThat(report.distinctSkus()).isEqualTo(6);
        assertThat(report.created()).isEqualTo(6);
        assertThat(report.badByReason())
                .extracting(reason -> reason.field() + " " + reason.rows())
                .containsExactly("name 2", "sku 1");
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(shop.imports().products().keySet())
                .containsExactly("22633", "71053", "84879", "85123A", "BANK CHARGES", "DCGS0003");
    }

    @Test
    void letsTheLastRowOfASkuWinAndStartsWithTheInitialStock() throws IOException {
        load(InvoiceFiles.small());

        var lantern = shop.imports().products().get("71053");
        assertThat(lantern.path("name").asString()).isEqualTo("WHITE METAL LANTERN");
        assertThat(lantern.path("price").asString()).isEqualTo("3.75");
        assertThat(lantern.path("stock").asInt()).isEqualTo(500);
    }

    @ParameterizedTest
    @MethodSource("io.everstore.local.importing.InvoiceFiles#all")
    void loadsTheProductsOfEveryMonthThatIsHere(InvoiceFiles.Known known) throws IOException {
        var report = load(known.file());

        assertThat(report.rowsRead()).isEqualTo(known.rows());
        assertThat(report.rowsBad()).isEqualTo(known.badRows());
        assertThat(report.distinctSkus()).isEqualTo(known.skus());
        assertThat(shop.imports().products()).hasSize(known.skus());
    }

    @Test
    void repeatsABatchWhoseAnswerWasLostAndLoadsItOnce() throws IOException {
        shop.fail("POST /api/imports", Fault.UNAVAILABLE);
        shop.fail(
                "PUT /api/imports/1/batches/1",
                Fault.LOSE_ANSWER,
                Fault.UNAVAILABLE,
                Fault.CUT_ANSWER);
        shop.fail("POST /api/tokens", Fault.UNAVAILABLE);

        var report = load(InvoiceFiles.small());

        assertThat(report.state()).isEqualTo(State.COMMITTED);
        assertThat(report.rowsGood()).isEqualTo(11);
        assertThat(shop.imports().received()).hasSize(3);
        assertThat(shop.imports().products()).hasSize(6);
    }

    @Test
    void asksAgainWhenTheAnswerToTheCommitWasLostOrItTakesLonger() throws IOException {
        shop.imports().commitSlowly(2);
        shop.fail(
                "POST /api/imports/1/commit",
                Fault.UNAVAILABLE,
                Fault.LOSE_ANSWER,
                Fault.LOSE_ANSWER);

        var report = load(InvoiceFiles.small());

        assertThat(report.state()).isEqualTo(State.COMMITTED);
        assertThat(report.created()).isEqualTo(6);
    }

    @Test
    void signsInAgainWhenTheTokenIsRefused() throws IOException {
        shop.fail("PUT /api/imports/1/batches/1", Fault.REFUSE_TOKEN);

        assertThat(load(InvoiceFiles.small()).state()).isEqualTo(State.COMMITTED);
        assertThat(shop.tokens()).isEqualTo(2);
    }

    @Test
    void reportsRowsThatTheShopDoesNotTakeLikeItsOwn() throws IOException {
        var file =
                InvoiceFiles.write(
                        directory.resolve("f.csv"), "price,sku,Title\n1,A1,Lamp\n2,A2,FORBIDDEN\n");

        var report = load(file);

        assertThat(report.rowsGood()).isEqualTo(1);
        assertThat(report.errors())
                .extracting(Object::toString)
                .containsExactly("line 3, column 3 (Title): 'FORBIDDEN' is forbidden");
        assertThat(shop.imports().products()).containsOnlyKeys("A1");
    }

    @Test
    void loadsNothingOfAFileThatBreaksOff() throws IOException {
        var text = new StringBuilder("sku,name,price\n");
        var random = new Random(7);
        for (int i = 0; i < 60_000; i++) {
            text.append("A").append(i).append(",Lamp ").append(random.nextLong()).append(",1.50\n");
        }
        var whole =
                Files.readAllBytes(InvoiceFiles.zip(directory.resolve("whole"), text.toString()));
        var cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, whole.length / 2));

        var report = load(cut);

        assertThat(report.state()).isEqualTo(State.ABORTED);
        assertThat(report.failure()).contains("breaks off after line");
        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(shop.imports().received()).isNotEmpty();
        assertThat(shop.imports().states()).containsExactly("ABORTED");
        assertThat(shop.imports().products()).isEmpty();
    }

    @Test
    void abortsWhenTheShopStaysAway() throws IOException {
        var faults = new Fault[200];
        Arrays.fill(faults, Fault.UNAVAILABLE);
        shop.fail("PUT /api/imports/1/batches/1", faults);

        var report = load(InvoiceFiles.small());

        assertThat(report.state()).isEqualTo(State.ABORTED);
        assertThat(report.failure()).contains("did not take batch 1 within 1 s", "503 unavailable");
        assertThat(shop.imports().states()).containsExactly("ABORTED");
    }

    @Test
    void saysThatEverythingIsLoadedIfTheCommitHadHappened() throws IOException {
        var faults = new Fault[200];
        Arrays.fill(faults, Fault.LOSE_ANSWER);
        shop.fail("POST /api/imports/1/commit", faults);

        var report = load(InvoiceFiles.small());

        assertThat(report.state()).isEqualTo(State.COMMITTED);
        assertThat(report.failure()).contains("did not commit the import within 1 s");
        assertThat(report.created()).isEqualTo(6);
        assertThat(ImportSummary.text(report))
                .endsWith("But everything had been loaded before that.");
    }

    @Test
    void doesNotOpenAnImportForAFileWithoutAGoodRow() throws IOException {
        var file = InvoiceFiles.write(directory.resolve("f.csv"), "sku,name,price\n_,Lamp,1\n");

        assertThat(load(file).state()).isEqualTo(State.NOTHING_TO_LOAD);
        assertThat(shop.imports().states()).isEmpty();
    }

    @Test
    void refusesAWrongPasswordInOneSentence() throws IOException {
        var settings = ImportSettings.of(InvoiceFiles.small());

        var report = load(settings, new Credentials("admin", "wrong"));

        assertThat(report.state()).isEqualTo(State.ABORTED);
        assertThat(report.failure()).contains("refused the sign-in of 'admin'", "--password");
    }

    private ImportReport load(Path file) throws IOException {
        var patience = Duration.ofSeconds(1);
        var settings = new ImportSettings(file, Map.of(), 500, false, 20, patience, patience);
        return load(settings, new Credentials("admin", "admin-demo"));
    }

    private ImportReport load(ImportSettings settings, Credentials credentials) throws IOException {
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(20), new Random(1));
        try (var client =
                        new ShopClient(
                                shop.url(),
                                Transport.plain(),
                                credentials,
                                InstantSource.system());
                var bad = BadRows.open(settings.maxErrorsShown(), null)) {
            return new Import(settings, client, backoff, bad).run();
        }
    }
}
