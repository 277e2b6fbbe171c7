package io.everstore.local.replay;

import io.everstore.local.importing.ProgressLine;
import io.everstore.local.importing.StopOnExit;
import io.everstore.local.importing.rows.UnusableFile;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopOptions;
import io.everstore.local.importing.shop.SignInRefused;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./everstore replay}: places the sales of a file of invoices as orders. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        header = "Place the invoices of a real shop as orders and say what became of each.",
        description = {
            "",
            "Rows with the same InvoiceNo are one order; returns (negative quantities) are skipped."
                    + " Orders are sent at their planned times, whether or not the shop has"
                    + " answered the ones before, or by --clients who wait for their answers. What"
                    + " gets no certain answer is sent again under the same key, so no order is"
                    + " placed twice, not even by a second replay of the same file.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every sale was placed and then confirmed or rejected",
            "1:could not do it, or the counts do not add up",
            "2:wrong usage",
            "3:done, but some sales were refused, have an unknown outcome, were dropped or are not"
                    + " settled, or it was stopped"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./everstore replay invoices.csv.gz --rate 20",
            "  ./everstore replay invoices.csv.gz --rate 20 --clients 8",
            "  ./everstore replay invoices.csv --rate 50 --limit 500 --ledger ledger.jsonl",
            "  ./everstore replay invoices.csv --rate 20 --key-prefix second-run --json"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Credentials DEMO_CUSTOMER = new Credentials("replay", "replay-demo");
    private static final Duration PATIENCE_ON_EXIT = Duration.ofSeconds(12);

    @Parameters(
            paramLabel = "FILE",
            description = "CSV with InvoiceNo, StockCode and Quantity, gzipped or not.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private SendOptions sendOptions;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ShopOptions shopOptions;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var settings = settings();
        try (var shop = shopOptions.connect(DEMO_CUSTOMER)) {
            return run(new Replay(settings, shop, backoff(), InstantSource.system()));
        } catch (NoSuchFileException missing) {
            return failed("There is no file %s.".formatted(missing.getFile()));
        } catch (UnusableFile | SignInRefused failure) {
            return failed(String.valueOf(failure.getMessage()));
        } catch (IOException failure) {
            return failed("Cannot read the file or write the ledger: " + failure);
        }
    }

    private int run(Replay replay) throws IOException {
        var out = spec.commandLine().getOut();
        try (var _ = StopOnExit.calling(replay::stop, PATIENCE_ON_EXIT)) {
            ReplayReport report;
            try (var _ = ProgressLine.start(spec.commandLine().getErr(), replay::progress)) {
                report = replay.run();
            }
            out.println(json ? ReplaySummary.json(report) : ReplaySummary.text(report));
            out.flush();
            return report.exitCode();
        }
    }

    private int failed(String why) {
        var err = spec.commandLine().getErr();
        err.println(why);
        err.flush();
        return 1;
    }

    private ReplaySettings settings() {
        try {
            return sendOptions.settings(file);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    // Short first waits: during a fail-over of a second each wait is part of the write gap.
    private static Backoff backoff() {
        return new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), new Random());
    }
}
