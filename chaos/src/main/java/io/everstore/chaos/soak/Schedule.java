package io.everstore.chaos.soak;

import io.everstore.chaos.experiment.Action;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Goal;
import io.everstore.chaos.experiment.Load;
import io.everstore.chaos.experiment.Probe;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Nodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Pairs of faults, one pair after the other, with a time without any in between. The seed decides
 * everything: which, and how long the second waits for the first.
 */
public final class Schedule {

    private static final int LONGEST_DELAY_MILLIS = 5000;

    /**
     * More than these would be needed to lose an order; less is asked of the latency than usual.
     */
    private static final Map<Probe, Double> HYPOTHESIS =
            Map.of(Probe.SUCCESS, 99.0, Probe.NODES_DOWN, 0.0, Probe.WRITABLE_DATABASES, 1.0);

    private static final List<Action> FAULTS =
            List.of(
                    kill("order/any"),
                    kill("catalog/any"),
                    kill("gateway/any"),
                    kill("postgres/primary"),
                    kill("postgres/any"),
                    kill("redis/primary"),
                    kill("sentinel/any"),
                    kill("kafka/any"),
                    kill("kafka/leader"),
                    pause("postgres/primary"),
                    pause("redis/primary"),
                    pause("order/any"),
                    pause("catalog/any"),
                    stop("kafka/any"),
                    stop("catalog/any"),
                    stop("postgres/primary"),
                    action(
                            "restarted",
                            "postgres/primary",
                            new Fault.Restart(of("postgres/primary"))),
                    action("starved", "order/any", new Fault.Starve(of("order/any"), 10)));

    private Schedule() {}

    private static Nodes of(String choice) {
        return new Nodes(List.of(choice));
    }

    private static Action kill(String choice) {
        return action("killed", choice, new Fault.Kill(of(choice)));
    }

    private static Action pause(String choice) {
        return action("frozen", choice, new Fault.Pause(of(choice)));
    }

    private static Action stop(String choice) {
        return action("gone", choice, new Fault.Stop(of(choice)));
    }

    private static Action action(String what, String choice, Fault fault) {
        return new Action(choice + " " + what, fault, false, Duration.ZERO, Duration.ZERO);
    }

    /**
     * The rounds of a soak.
     *
     * @param on how long a pair of faults lasts, and how long there is none afterwards
     */
    public static List<Experiment> of(long seed, int rounds, Duration on) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Experiment> schedule = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Action first = FAULTS.get(random.nextInt(FAULTS.size()));
            Action second = FAULTS.get(random.nextInt(FAULTS.size()));
            Duration delay = Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS));
            schedule.add(round(round, first, second, delay, on));
        }
        return schedule;
    }

    private static Experiment round(
            int number, Action first, Action second, Duration delay, Duration on) {
        return new Experiment(
                "soak-%03d".formatted(number),
                "X99",
                "%s, and %.1f s later %s"
                        .formatted(first.name(), delay.toMillis() / 1e3, second.name()),
                "No order is lost, doubled or stuck",
                "crash",
                List.of(),
                HYPOTHESIS,
                List.of(),
                List.of(
                        new Action(first.name(), first.fault(), false, Duration.ZERO, delay),
                        new Action(
                                second.name(),
                                second.fault(),
                                false,
                                Duration.ZERO,
                                on.minus(delay))),
                List.of(),
                new Load(Load.USUAL.rate(), Duration.ofSeconds(5), on),
                Map.of(Goal.LOST_ORDERS, 0.0),
                Map.of(),
                Optional.empty());
    }
}
