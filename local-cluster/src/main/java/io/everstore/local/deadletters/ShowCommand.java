package io.everstore.local.deadletters;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The dead letters of a topic, with what they died of. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "The dead letters of a topic that were not played back, oldest first.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown", "1:Kafka does not answer", "2:wrong usage, or no such topic"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./everstore dlt show orders.events",
            "  ./everstore dlt show catalog.stock --limit 5 --json"
        })
final class ShowCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Brokers brokers;

    @Parameters(paramLabel = "TOPIC", description = "For example orders.events.")
    @SuppressWarnings("NullAway.Init")
    private String topic;

    @Option(names = "--limit", paramLabel = "N", description = "How many to show at most.")
    private int limit = 20;

    @Option(names = "--json", description = "Print JSON for machines, one object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** A dead letter, as it is printed. */
    record Shown(
            String position,
            @Nullable String key,
            @Nullable String type,
            @Nullable String eventId,
            String error,
            Instant diedAt,
            long ageSeconds,
            @Nullable String original,
            String payload) {

        static Shown of(DeadLetter letter) {
            Position original = letter.original();
            return new Shown(
                    letter.position().toString(),
                    letter.key(),
                    letter.type(),
                    letter.eventId(),
                    letter.error(),
                    letter.diedAt(),
                    Duration.between(letter.diedAt(), Instant.now()).toSeconds(),
                    original == null ? null : original.toString(),
                    Payload.readable(letter.record().value()));
        }
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1");
        }
        return brokers.run(
                spec,
                open -> {
                    List<Shown> shown = new ArrayList<>();
                    long[] count = new long[1];
                    open.letters()
                            .forEach(
                                    open.topic(spec, topic),
                                    letter -> {
                                        if (count[0]++ < limit) {
                                            shown.add(Shown.of(letter));
                                        }
                                    });
                    print(spec.commandLine().getOut(), shown, count[0]);
                    return 0;
                });
    }

    private void print(PrintWriter out, List<Shown> shown, long count) {
        if (json) {
            shown.forEach(letter -> out.println(Json.text(letter)));
        } else if (count == 0) {
            out.println("No dead letters.");
        } else {
            shown.forEach(letter -> print(out, letter));
            out.printf("%d of %d shown%n", shown.size(), count);
        }
        out.flush();
    }

    private static void print(PrintWriter out, Shown letter) {
        out.printf(
                "%s  key %s, %s, %s ago%n",
                letter.position(),
                Payload.line(String.valueOf(letter.key()), 80),
                Payload.line(String.valueOf(letter.type()), 80),
                Age.of(Duration.ofSeconds(letter.ageSeconds())));
        out.println("  " + Payload.line(letter.error(), 300).replace("\n", "\n  "));
        out.println("  " + letter.payload().replace("\n", "\n  "));
    }
}
