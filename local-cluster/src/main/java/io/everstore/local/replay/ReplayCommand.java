package io.everstore.local.replay;

import io.everstore.local.importing.ProgressLine;
import io.everstore.local.importing.StopOnExit;
import io.everstore.local.importing.rows.UnusableFile;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.importing.shop.SignInRefused;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
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
                    + " answered the ones before. What gets no certain answer is sent again under"
                    + " the same key, so no order is placed twice, not even by a second replay of"
                    + " the same file.",
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
            "  ./everstore replay invoices.csv --rate 50 --limit 500 --ledger ledger.jsonl",
            "  ./everstore replay invoices.csv --rate 20 --key-prefix second-run --json"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration PATIENCE_ON_EXIT = Duration.ofSeconds(12);

    @Parameters(
            paramLabel = "FILE",
            description = "CSV with InvoiceNo, StockCode and Quantity, gzipped or not.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--rate",
            required = true,
            paramLabel = "N",
            description = "Orders per second, up to 10000; 0.5 is one every two seconds.")
    private double rate;

    @Option(names = "--limit", paramLabel = "N", description = "Stop after this many orders.")
    private @Nullable Long limit;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            description = "Append each answer as a line of JSON, forced to disk before it counts.")
    private @Nullable Path ledger;

    @Option(
            names = "--key-prefix",
            paramLabel = "P",
            description =
                    "Beginning of the idempotency keys (P-<InvoiceNo>); by default it depends on"
                            + " the content of the file.")
    private @Nullable String keyPrefix;

    @Option(
            names = "--timeout",
            converter = Durations.class,
            defaultValue = "10s",
            description = "For one answer, such as 10s or 500ms.")
    @SuppressWarnings("NullAway.Init")
    private Duration timeout;

    @Option(
            names = "--give-up",
            converter = Durations.class,
            defaultValue = "30s",
            description = "How long an order is sent again until its answer is certain.")
    @SuppressWarnings("NullAway.Init")
    private Duration giveUp;

    @Option(
            names = "--settle",
            converter = Durations.class,
            defaultValue = "60s",
            description = "How long to wait for confirmations afterwards; 0s not to look.")
    @SuppressWarnings("NullAway.Init")
    private Duration settle;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Most orders without a certain answer; more arrivals are dropped.")
    private int inFlight;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Option(names = "--url", defaultValue = "http://localhost:8080", description = "The shop.")
    @SuppressWarnings("NullAway.Init")
    private URI url;

    @Option(names = "--user", defaultValue = "replay", description = "A customer.")
    @SuppressWarnings("NullAway.Init")
    private String user;

    @Option(
            names = "--password",
            defaultValue = "${env:EVERSTORE_PASSWORD:-replay-demo}",
            description = "Its password; better given as EVERSTORE_PASSWORD.",
            showDefaultValue = Visibility.NEVER)
    @SuppressWarnings("NullAway.Init")
    private String password;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var settings = settings();
        try (var shop =
                new ShopClient(url, new Credentials(user, password), InstantSource.system())) {
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
            return new ReplaySettings(
                    file,
                    rate,
                    limit == null ? Long.MAX_VALUE : limit,
                    ledger,
                    keyPrefix,
                    timeout,
                    giveUp,
                    settle,
                    inFlight);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    // Short first waits: during a fail-over of a second each wait is part of the write gap.
    private static Backoff backoff() {
        return new Backoff(
                Duration.ofMillis(50), Duration.ofSeconds(1), RandomGenerator.getDefault());
    }
}
