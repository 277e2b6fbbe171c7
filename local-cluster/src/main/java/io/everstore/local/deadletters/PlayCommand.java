package io.everstore.local.deadletters;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays dead letters back. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Sends dead letters back to the topic they come from, with the same key, partition and event"
                    + " id, and says what became of each. What was played back is remembered on the"
                    + " brokers, and 'dlt list' does not count it any more."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all were sent, and none came back",
            "1:could not do it; what was sent so far is remembered",
            "2:wrong usage, or no such topic or record",
            "3:all were sent, but some came back: their listener still cannot understand them"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./everstore dlt replay orders.events --offset 2@17 --offset 2@18",
            "  ./everstore dlt replay orders.events --all"
        })
final class PlayCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Brokers brokers;

    @Parameters(paramLabel = "TOPIC", description = "For example orders.events.")
    @SuppressWarnings("NullAway.Init")
    private String topic;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init")
    private Choice choice;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait whether they come back.")
    private int waitSeconds = 3;

    @Option(names = "--json", description = "Print JSON for machines, one object a line.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Either some or all. */
    static final class Choice {

        @Option(
                names = "--offset",
                paramLabel = "PARTITION@OFFSET",
                description = "One record, as 'dlt show' prints its position; may be repeated.")
        private List<String> offsets = List.of();

        @Option(names = "--all", description = "All of them.")
        private boolean all;
    }

    /** What became of one, as it is printed. */
    record Played(
            String position, @Nullable String eventId, String sent, @Nullable String cameBack) {}

    @Override
    public Integer call() {
        Set<Position> positions = positions();
        return brokers.run(
                spec,
                open -> {
                    String deadLetters = open.topic(spec, topic);
                    requirePresent(open, deadLetters, positions);
                    Predicate<DeadLetter> chosen =
                            letter -> choice.all || positions.contains(letter.position());
                    try (var playback = new Playback(brokers, open.letters(), open.ledger())) {
                        return print(
                                playback.play(
                                        deadLetters, chosen, Duration.ofSeconds(waitSeconds)));
                    }
                });
    }

    private Set<Position> positions() {
        try {
            return choice.offsets.stream().map(Position::parse).collect(Collectors.toSet());
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()));
        }
    }

    /** All or nothing: a typing error must not send half of what was meant. */
    private void requirePresent(Brokers.Open open, String deadLetters, Set<Position> positions) {
        if (positions.isEmpty()) {
            return;
        }
        Set<String> missing =
                positions.stream()
                        .map(Position::toString)
                        .collect(Collectors.toCollection(TreeSet::new));
        open.letters().forEach(deadLetters, letter -> missing.remove(letter.position().toString()));
        if (!missing.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s has no %s that was not played back; nothing was sent"
                            .formatted(deadLetters, String.join(", ", missing)));
        }
    }

    private int print(List<Playback.Result> results) {
        PrintWriter out = spec.commandLine().getOut();
        long back = results.stream().filter(result -> result.cameBack() != null).count();
        results.stream().map(PlayCommand::played).forEach(played -> print(out, played));
        if (!json) {
            out.printf("%d sent, %d came back%n", results.size(), back);
        }
        out.flush();
        return back == 0 ? 0 : 3;
    }

    private static Played played(Playback.Result result) {
        DeadLetter back = result.cameBack();
        return new Played(
                result.letter().position().toString(),
                result.letter().eventId(),
                result.letter().originalTopic() + " " + result.sent(),
                back == null ? null : back.position() + ": " + back.error());
    }

    private void print(PrintWriter out, Played played) {
        if (json) {
            out.println(Json.text(played));
            return;
        }
        out.printf(
                "%s  event %s is now %s%s%n",
                played.position(),
                Payload.line(String.valueOf(played.eventId()), 40),
                played.sent(),
                played.cameBack() == null
                        ? ""
                        : "; came back as " + Payload.line(played.cameBack(), 300));
    }
}
