package io.everstore.chaos.run;

import io.everstore.chaos.experiment.Action;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Goal;
import io.everstore.chaos.experiment.Probe;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.invariant.Checks;
import io.everstore.chaos.invariant.Evidence;
import io.everstore.chaos.invariant.Finding;
import io.everstore.chaos.measure.Measures;
import io.everstore.chaos.measure.Phases;
import io.everstore.chaos.measure.Roles;
import io.everstore.chaos.targets.Target;
import io.everstore.chaos.workload.OwnCpu;
import io.everstore.chaos.workload.Request;
import io.everstore.chaos.workload.Shoppers;
import io.everstore.local.probe.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One run of an experiment, from the first customer to the verdict. */
final class Run {

    /** A shop that was just started needs a minute to be itself, a slow machine three. */
    private static final Duration WARM_UP = Duration.ofMinutes(3);

    private static final Duration WARM_ENOUGH = Duration.ofSeconds(5);

    /** So long more customers than are served at once are let come. */
    private static final Duration WARMING = Duration.ofSeconds(20);

    /** Whatever the warm-up has taken, all customers have so long to be served well. */
    private static final Duration ALL_OF_THEM = Duration.ofMinutes(1);

    /** Of the customers: not fewer come, or nothing gets warm. */
    private static final double FEWEST = 1.0 / 16;

    /** What has not come back a minute after the last node has not come back by itself. */
    private static final Duration STEADY_AGAIN = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SETTLED = Duration.ofSeconds(90);
    private static final Duration NEWS_ARRIVED = Duration.ofSeconds(30);

    private final Experiment experiment;
    private final Target target;
    private final long seed;
    private final Consumer<RunEvent> events;
    private final Checks.Maker checks;
    private final Shoppers shoppers;
    private final SteadyState steadyState;
    private final Instant start = Instant.now();
    private final Roles roles = new Roles(start);
    private final Set<String> touched = ConcurrentHashMap.newKeySet();
    private final List<RunEvent.Injected> injected = new ArrayList<>();
    private final OwnCpu cpu = new OwnCpu();

    Run(
            Experiment experiment,
            Target target,
            long seed,
            Path reports,
            Consumer<RunEvent> events,
            Checks.Maker checks) {
        this.experiment = experiment;
        this.target = target;
        this.seed = seed;
        this.events = events;
        this.checks = checks;
        this.shoppers =
                new Shoppers(
                        target.shop(),
                        target.transport(),
                        reports.resolve("ledger.jsonl"),
                        "chaos-" + Long.toString(System.currentTimeMillis(), 36) + "-",
                        seed,
                        experiment.load().rate());
        this.steadyState = new SteadyState(experiment.hypothesis(), target, shoppers.history());
    }

    Result conduct() {
        try (shoppers;
                var invariants =
                        checks.begin(
                                new Evidence(target, shoppers.history(), shoppers.prefix()),
                                start,
                                touched);
                var _ = new Watch(target, shoppers.history(), invariants, roles, events).open()) {
            shoppers.open();
            Look before = warmUp();
            if (!before.isSteady()) {
                return aborted(before.deviations());
            }
            phase("steady");
            return breakAndHeal(invariants, before);
        } finally {
            target.heal();
        }
    }

    private Result aborted(List<String> deviations) {
        return Result.without(
                experiment,
                target.name(),
                seed,
                start,
                Verdict.ABORTED,
                "no steady state before the fault: " + String.join("; ", deviations));
    }

    /**
     * What was seen of the customers of a stretch of time, and of the shop at its end.
     *
     * @param deviations what is out of its tolerance
     */
    private record Look(Instant from, Map<Probe, Double> seen, List<String> deviations) {

        boolean isSteady() {
            return deviations.isEmpty();
        }
    }

    /**
     * Waits for a steady state with half of the customers and then with all; returns the last look.
     * Cold instances queue up what they cannot answer yet, and get no warmer by it: while the state
     * is not steady half as many come, and twice as many when it is.
     */
    private Look warmUp() {
        phase("warming up");
        Instant deadline = Instant.now().plus(WARM_UP);
        double share = 0.5;
        while (true) {
            shoppers.surge(share);
            Duration left = Duration.between(Instant.now(), deadline);
            Look look = awaitSteady(WARM_ENOUGH, left.compareTo(WARMING) < 0 ? left : WARMING);
            if (look.isSteady() && share == 0.5) {
                break;
            }
            if (!look.isSteady() && !Instant.now().isBefore(deadline)) {
                return look;
            }
            share = look.isSteady() ? 2 * share : Math.max(FEWEST, share / 2);
        }
        shoppers.surge(1);
        Duration left = Duration.between(Instant.now(), deadline);
        return awaitSteady(
                experiment.load().before(), left.compareTo(ALL_OF_THEM) < 0 ? ALL_OF_THEM : left);
    }

    /**
     * Until the hypothesis has held for so long; the customers of the last second may be waiting.
     */
    private Look awaitSteady(Duration stretch, Duration limit) {
        Instant since = Instant.now();
        AtomicReference<Look> last =
                new AtomicReference<>(new Look(since, Map.of(), List.of("it has just begun")));
        Await.until(
                () -> {
                    Instant to = Instant.now().minusSeconds(1);
                    Instant from = to.minus(stretch);
                    if (from.isBefore(since)) {
                        return false;
                    }
                    Map<Probe, Double> seen = steadyState.look(from, to);
                    last.set(new Look(from, seen, steadyState.deviations(seen)));
                    return last.get().isSteady();
                },
                limit,
                LOOK);
        return last.get();
    }

    private Result breakAndHeal(Checks invariants, Look before) {
        phase("fault");
        boolean isDone = actAll(invariants);
        Instant fault = injected.getFirst().at();
        phase("healing");
        experiment.rollbacks().forEach(this::act);
        shoppers.surge(1);
        target.heal();
        Instant healed = Instant.now();
        boolean isRedundant = isDone && invariants.awaitRedundancy();
        Instant redundant = Instant.now();
        phase("recovered");
        Look after = awaitSteady(WARM_ENOUGH, STEADY_AGAIN);
        Duration rest = Duration.between(Instant.now(), redundant.plus(experiment.load().after()));
        Await.pause(rest.isNegative() ? Duration.ZERO : rest);
        Instant end = Instant.now();
        shoppers.goHome();
        List<Finding> findings = check(invariants, isRedundant);
        Phases phases = new Phases(start, before.from(), fault, healed, redundant, end);
        Measures measures =
                Measures.of(
                        shoppers.history(),
                        phases,
                        target.eventsSince(start),
                        injected.getFirst().nodes(),
                        Map.of(
                                Goal.LOST_ORDERS,
                                (double) invariants.lostOrders(),
                                Goal.DATABASE_GAP,
                                invariants.databaseGapMillis(fault),
                                Goal.STEADY_AGAIN,
                                after.isSteady()
                                        ? Duration.between(healed, after.from()).toMillis()
                                        : Double.POSITIVE_INFINITY));
        List<String> reasons =
                Judgement.reasons(experiment, after.deviations(), findings, measures);
        return new Result(
                experiment,
                target.name(),
                seed,
                start,
                reasons.isEmpty() ? Verdict.PASSED : Verdict.FAILED,
                reasons,
                Optional.of(
                        new Result.Observed(
                                phases,
                                before.seen(),
                                after.seen(),
                                measures,
                                findings,
                                List.copyOf(injected),
                                roles.lanes(),
                                target.eventsSince(start),
                                failures(fault, end),
                                cpu.percent())));
    }

    /**
     * The method, up to a step that waits for a redundancy that does not come: to lose one more
     * then is not what the experiment is about.
     */
    private boolean actAll(Checks invariants) {
        for (Action action : experiment.method()) {
            if (action.onceRedundant() && !invariants.awaitRedundancy()) {
                return false;
            }
            act(action);
        }
        return true;
    }

    private void act(Action action) {
        Await.pause(action.before());
        Instant at = Instant.now();
        List<String> nodes =
                switch (action.fault()) {
                    case Fault.Surge(double factor) -> {
                        shoppers.surge(factor);
                        yield List.of();
                    }
                    case Fault.Heal heal -> {
                        shoppers.surge(1);
                        yield target.inject(heal);
                    }
                    default -> target.inject(action.fault());
                };
        touched.addAll(nodes);
        RunEvent.Injected done = new RunEvent.Injected(at, action.name(), nodes);
        injected.add(done);
        events.accept(done);
        Await.pause(action.after());
    }

    /** What was said instead of a success since the fault, and how often. */
    private Map<String, Long> failures(Instant fault, Instant end) {
        Map<String, Long> failures = new TreeMap<>();
        for (Request request : shoppers.history().between(fault, end)) {
            if (!request.isOk()) {
                String reason = request.reason();
                String text =
                        request.kind() + ": " + reason.substring(0, Math.min(160, reason.length()));
                failures.merge(text, 1L, Long::sum);
            }
        }
        return failures;
    }

    /** When customers have come back, everything is settled and all news has arrived. */
    private List<Finding> check(Checks invariants, boolean isRedundant) {
        phase("checking");
        int left = shoppers.comeBack(SETTLED);
        boolean isQuiet = Await.until(invariants::isQuiet, SETTLED, LOOK);
        List<Finding> findings = new ArrayList<>();
        // A consumer may be a moment behind what the databases agree on.
        Await.until(
                () -> {
                    findings.clear();
                    findings.addAll(invariants.check());
                    return findings.stream().allMatch(Finding::holds);
                },
                NEWS_ARRIVED,
                Duration.ofSeconds(2));
        List<Finding> all = Judgement.withDoubts(findings, left, isQuiet, isRedundant);
        events.accept(new RunEvent.Checked(Instant.now(), all));
        return all;
    }

    private void phase(String name) {
        events.accept(new RunEvent.Phase(Instant.now(), name));
    }
}
