package io.everstore.chaos.experiment;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Disturbance.WrongAnswer;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.fault.Nodes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads one action: the name of its fault says what else it has. */
final class FaultReader {

    private static final Set<String> FAULTS =
            Set.of(
                    "kill",
                    "stop",
                    "start",
                    "pause",
                    "resume",
                    "restart",
                    "configure",
                    "starve",
                    "isolate",
                    "lock",
                    "pause-replay",
                    "poison",
                    "surge",
                    "latency",
                    "reset",
                    "reset-after",
                    "black-hole",
                    "one-way",
                    "forget-keys",
                    "execute",
                    "wrong-answer",
                    "heal",
                    "fill-disk",
                    "skew-clock",
                    "expire-certificate");

    private FaultReader() {}

    static Action action(Section step) {
        Fault fault = fault(step);
        Section pauses = step.optionalSection("pauses").orElse(step);
        if (step.has("pauses")) {
            pauses.only("before", "after");
        }
        return new Action(
                step.text("name"),
                fault,
                step.value("once", FaultReader::redundant, false),
                pauses.value("before", Quantity::duration, Duration.ZERO),
                pauses.value("after", Quantity::duration, Duration.ZERO));
    }

    private static boolean redundant(String text) {
        if (!text.equals("redundant")) {
            throw new IllegalArgumentException(
                    "'%s' is nothing to wait for; there is redundant".formatted(text));
        }
        return true;
    }

    private static Section known(Section step, String... own) {
        return step.only(
                Stream.concat(Stream.of("name", "fault", "once", "pauses"), Arrays.stream(own))
                        .toArray(String[]::new));
    }

    private static Fault fault(Section step) {
        return switch (step.text("fault")) {
            case "kill" -> new Fault.Kill(nodes(known(step, "nodes")));
            case "stop" -> new Fault.Stop(nodes(known(step, "nodes")));
            case "start" -> new Fault.Start(nodes(known(step, "nodes")));
            case "pause" -> new Fault.Pause(nodes(known(step, "nodes")));
            case "resume" -> new Fault.Resume(nodes(known(step, "nodes")));
            case "restart" -> new Fault.Restart(nodes(known(step, "nodes")));
            case "pause-replay" -> new Fault.PauseReplay(nodes(known(step, "nodes")));
            case "isolate" -> new Fault.Isolate(nodes(known(step, "nodes")));
            case "fill-disk" -> new Fault.FillDisk(nodes(known(step, "nodes")));
            case "skew-clock" -> new Fault.SkewClock(nodes(known(step, "nodes")));
            case "expire-certificate" -> new Fault.ExpireCertificate(nodes(known(step, "nodes")));
            case "configure" -> {
                Section own = known(step, "nodes", "environment");
                yield new Fault.Configure(nodes(own), own.section("environment").map());
            }
            case "starve" -> {
                Section own = known(step, "nodes", "percent");
                int percent = (int) (double) own.value("percent", Quantity::number);
                if (percent < 1 || percent > 99) {
                    throw own.bad("percent", "a share of a core is 1 to 99 percent");
                }
                yield new Fault.Starve(nodes(own), percent);
            }
            case "lock" -> {
                Section own = known(step, "database", "table");
                yield new Fault.Lock(own.text("database"), own.text("table"));
            }
            case "execute" -> {
                Section own = known(step, "database", "statement");
                yield new Fault.Execute(own.text("database"), own.text("statement"));
            }
            case "poison" -> {
                Section own = known(step, "topic", "count");
                yield new Fault.Poison(
                        own.text("topic"), (int) (double) own.value("count", Quantity::number));
            }
            case "surge" ->
                    new Fault.Surge(known(step, "factor").value("factor", Quantity::number));
            case "heal" -> {
                known(step);
                yield new Fault.Heal();
            }
            default -> disturb(step);
        };
    }

    private static Fault disturb(Section step) {
        Disturbance how =
                switch (step.text("fault")) {
                    case "latency" -> {
                        Section own = known(step, "link", "delay", "jitter");
                        yield new Disturbance.Latency(
                                own.value("delay", Quantity::duration),
                                own.value("jitter", Quantity::duration, Duration.ZERO));
                    }
                    case "reset" ->
                            new Disturbance.Reset(
                                    known(step, "link", "percent")
                                                    .value("percent", Quantity::number)
                                            / 100);
                    case "reset-after" ->
                            new Disturbance.ResetAfter(known(step, "link", "text").text("text"));
                    case "black-hole" -> {
                        known(step, "link");
                        yield new Disturbance.BlackHole();
                    }
                    case "one-way" -> {
                        known(step, "link");
                        yield new Disturbance.OneWay();
                    }
                    case "forget-keys" -> {
                        known(step, "link");
                        yield new Disturbance.ForgetKeys();
                    }
                    case "wrong-answer" ->
                            new WrongAnswer(
                                    known(step, "link", "kind").value("kind", FaultReader::kind));
                    default ->
                            throw step.bad(
                                    "fault",
                                    "'%s' is no fault; there are %s"
                                            .formatted(step.text("fault"), new TreeSet<>(FAULTS)));
                };
        return new Fault.Disturb(step.value("link", Link::of), how);
    }

    private static WrongAnswer.Kind kind(String text) {
        return Arrays.stream(WrongAnswer.Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s' is no kind; there are status-500, garbage, wrong-schema, endless"
                                                .formatted(text)));
    }

    private static Nodes nodes(Section step) {
        try {
            return new Nodes(step.texts("nodes"));
        } catch (IllegalArgumentException e) {
            throw step.bad("nodes", String.valueOf(e.getMessage()));
        }
    }
}
