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
import picocli.CommandLine.Spec;

/** How many dead letters each topic has, and what the newest one died of. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Per topic: how many records wait in its dead letters, and the newest error. What was"
                        + " played back is not counted.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:listed", "1:Kafka does not answer", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {"  ./everstore dlt list", "  ./everstore dlt list --json"})
final class ListCommand implements Callable<Integer> {

    /** What one line of a terminal has room for. */
    private static final int LONGEST_ERROR = 100;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Brokers brokers;

    @Option(names = "--json", description = "Print JSON for machines.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** A line of the list; the newest error is null where nothing waits. */
    record Line(String topic, long count, @Nullable String newestError, @Nullable Instant newest) {}

    @Override
    public Integer call() {
        return brokers.run(
                spec,
                open -> {
                    List<Line> lines = new ArrayList<>();
                    open.letters().topics().forEach(topic -> lines.add(line(open, topic)));
                    print(spec.commandLine().getOut(), lines);
                    return 0;
                });
    }

    private static Line line(Brokers.Open open, String topic) {
        long[] count = new long[1];
        @Nullable DeadLetter[] newest = new DeadLetter[1];
        open.letters()
                .forEach(
                        topic,
                        letter -> {
                            count[0]++;
                            if (newest[0] == null || letter.diedAt().isAfter(newest[0].diedAt())) {
                                newest[0] = letter;
                            }
                        });
        return newest[0] == null
                ? new Line(topic, 0, null, null)
                : new Line(topic, count[0], newest[0].error(), newest[0].diedAt());
    }

    private void print(PrintWriter out, List<Line> lines) {
        if (json) {
            out.println(Json.text(lines));
        } else {
            out.printf("%-24s %7s  %s%n", "TOPIC", "RECORDS", "NEWEST ERROR");
            for (Line line : lines) {
                out.printf("%-24s %7d  %s%n", line.topic(), line.count(), newest(line));
            }
        }
        out.flush();
    }

    private static String newest(Line line) {
        if (line.newest() == null || line.newestError() == null) {
            return "-";
        }
        return "%s ago: %s"
                .formatted(
                        Age.of(Duration.between(line.newest(), Instant.now())),
                        Payload.line(line.newestError().replace('\n', ' '), LONGEST_ERROR));
    }
}
