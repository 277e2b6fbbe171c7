package io.everstore.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.CommandRun;
import io.everstore.local.importing.InvoiceFiles;
import io.everstore.local.importing.shop.StandInShop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTests {

    private @TempDir Path directory;

    @Test
    void replaysAFileAndPrintsTheSum() {
        try (var shop = new StandInShop()) {
            var run = run(shop, "--rate=200");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out())
                    .contains(
                            "14 rows of 10 invoices read",
                            "6  placed (6 new, 0 queued, 0 by an earlier run)",
                            "4  skipped {no valid line=2, return=2}",
                            "10  in all: every invoice is accounted for",
                            "6  confirmed",
                            "latency from the planned time: p50 ");
        }
    }

    @Test
    void printsOneJsonObject() {
        try (var shop = new StandInShop()) {
            var json = run(shop, "--rate=200", "--json", "--key-prefix=a-second-run").json();

            assertThat(json.propertyNames())
                    .containsExactly(
                            "file",
                            "keyPrefix",
                            "rate",
                            "started",
                            "seconds",
                            "rows",
                            "invoices",
                            "placed",
                            "refused",
                            "skipped",
                            "requests",
                            "settled",
                            "latencyMillis",
                            "writeGap",
                            "cpu",
                            "unknownKeys",
                            "interrupted",
                            "failure");
            assertThat(json.path("started").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
            assertThat(json.path("invoices").path("addsUp").asBoolean()).isTrue();
            assertThat(json.path("settled").path("confirmed").asInt()).isEqualTo(6);
            assertThat(json.path("latencyMillis").propertyNames())
                    .containsExactly("p50", "p99", "p999", "max");
            assertThat(shop.orders().byKey()).containsKey("a-second-run-900001");
        }
    }

    @Test
    void stopsAtTheLimit() {
        try (var shop = new StandInShop()) {
            var json = run(shop, "--rate=200", "--json", "--limit=2", "--settle=0s").json();

            assertThat(json.path("invoices").path("placed").asInt()).isEqualTo(2);
            assertThat(json.path("settled").isNull()).isTrue();
        }
    }

    @Test
    void exitsWithOneAndOneSentenceIfItCannotBegin() throws Exception {
        try (var shop = new StandInShop()) {
            var url = "--url=" + shop.url();
            var missing = CommandRun.of(new ReplayCommand(), "none.csv", "--rate=1", url);
            var refused = run(shop, "--rate=1", "--password=wrong");
            var unwritable = run(shop, "--rate=1", "--ledger=" + directory);
            var catalogue =
                    Files.writeString(directory.resolve("f.csv"), "sku,name,price\nA,B,1\n");
            var noInvoices =
                    CommandRun.of(new ReplayCommand(), catalogue.toString(), "--rate=1", url);

            assertThat(missing.exitCode()).isEqualTo(1);
            assertThat(missing.err()).contains("There is no file none.csv.");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("refused the sign-in of 'replay'");
            assertThat(unwritable.exitCode()).isEqualTo(1);
            assertThat(noInvoices.exitCode()).isEqualTo(1);
            assertThat(noInvoices.err()).contains("no column for InvoiceNo");
        }
    }

    @Test
    void exitsWithTwoOnWrongUsage() {
        for (var wrong :
                Arrays.asList("--rate=0", "--rate=-1", "--rate=20000", "--rate=1 --timeout=10")) {
            var arguments = ("f.csv " + wrong).split(" ", -1);
            assertThat(CommandRun.of(new ReplayCommand(), arguments).exitCode())
                    .as(wrong)
                    .isEqualTo(2);
        }
        assertThat(CommandRun.of(new ReplayCommand(), "f.csv").exitCode()).isEqualTo(2);
        assertThat(
                        CommandRun.of(new ReplayCommand(), "f.csv", "--rate=1", "--key-prefix=a b")
                                .err())
                .contains("--key-prefix is 1 to 39");
    }

    @Test
    void helpsWithExamplesAndExitCodes() {
        var run = CommandRun.of(new ReplayCommand(), "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Examples:", "Exit codes:", "--rate");
    }

    private static CommandRun run(StandInShop shop, String... more) {
        var arguments = Arrays.copyOf(more, more.length + 2);
        arguments[more.length] = InvoiceFiles.small().toString();
        arguments[more.length + 1] = "--url=" + shop.url();
        return CommandRun.of(new ReplayCommand(), arguments);
    }
}
