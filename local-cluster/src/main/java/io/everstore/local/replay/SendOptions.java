package io.everstore.local.replay;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a replay sends; a mixin for its command. */
final class SendOptions {

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

    @Option(
            names = "--clients",
            paramLabel = "N",
            description =
                    "This many customers who wait for their answer before they order again, so that"
                            + " a slow shop slows the replay down and nothing is dropped.")
    private @Nullable Integer clients;

    /**
     * The settings for a file.
     *
     * @throws IllegalArgumentException if an option is out of bounds; the message names it
     */
    ReplaySettings settings(Path file) {
        return new ReplaySettings(
                file,
                rate,
                limit == null ? Long.MAX_VALUE : limit,
                ledger,
                keyPrefix,
                timeout,
                giveUp,
                settle,
                inFlight,
                clients);
    }
}
