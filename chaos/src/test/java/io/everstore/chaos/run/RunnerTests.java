package io.everstore.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.experiment.Action;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Goal;
import io.everstore.chaos.experiment.Load;
import io.everstore.chaos.experiment.Probe;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Nodes;
import io.everstore.chaos.invariant.Finding;
import io.everstore.chaos.workload.FakeShop;
import io.everstore.local.audit.Databases;
import io.everstore.local.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The runner, with a shop of which is known what is wrong with it. Most of the time it waits. */
@Execution(ExecutionMode.CONCURRENT)
class RunnerTests {

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Fault KILL = new Fault.Kill(new Nodes(List.of("order-1")));

    @TempDir private Path directory;

    private final Queue<RunEvent> events = new ConcurrentLinkedQueue<>();
    private final FakeShop shop = new FakeShop();

    private Result run(Fault fault, Consumer<Fault> effect) {
        return run(new FakeTarget(shop.address(), effect), fault);
    }

    private Result run(FakeTarget target, Fault fault) {
        return run(target, () -> true, new Action("it", fault, false, Duration.ZERO, PAUSE));
    }

    private Result run(FakeTarget target, BooleanSupplier redundancy, Action... method) {
        Experiment experiment =
                new Experiment(
                        "test",
                        "X01",
                        "A test",
                        "Nothing is noticed",
                        "crash",
                        List.of(),
                        Map.of(Probe.SUCCESS, 99.0, Probe.NODES_DOWN, 0.0),
                        List.of(),
                        List.of(method),
                        List.of(),
                        new Load(100, Duration.ofSeconds(5), Duration.ofSeconds(5)),
                        Map.of(Goal.FAILED_REQUESTS, 50.0, Goal.LOST_ORDERS, 0.0),
                        Map.of("fake", Map.of(Goal.FAILED_REQUESTS, 1.0)),
                        Optional.empty());
        try (shop) {
            return new Runner(
                            target,
                            1,
                            directory,
                            events::add,
                            (evidence, _, _) -> new FakeChecks(evidence, shop, redundancy))
                    .run(experiment);
        }
    }

    @Test
    void passesAShopThatKeepsItsPromises() {
        FakeTarget target = new FakeTarget(shop.address(), _ -> {});
        Result result = run(target, KILL);

        assertThat(result.verdict()).as(result.line()).isEqualTo(Verdict.PASSED);
        assertThat(target.injected).containsExactly(KILL);
        assertThat(target.log).startsWith("hold []", "inject").contains("heal");
        assertThat(events)
                .filteredOn(RunEvent.Phase.class::isInstance)
                .extracting(event -> ((RunEvent.Phase) event).name())
                .containsExactly(
                        "warming up", "steady", "fault", "healing", "recovered", "checking");
        assertThat(events).anyMatch(RunEvent.Injected.class::isInstance);
        assertThat(events).anyMatch(RunEvent.Sampled.class::isInstance);
    }

    /** Half of the customers are 50 a second, and a quarter 25. */
    @Test
    void letsFewerComeToAShopThatIsCold() {
        shop.startCold(150, 35);

        Result result = run(KILL, _ -> {});

        assertThat(result.verdict()).as(result.line()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void waitsUntilALossIsMadeGoodBeforeTheNextOne() {
        List<String> order = new CopyOnWriteArrayList<>();
        FakeTarget target = new FakeTarget(shop.address(), _ -> order.add("loss"));
        Result result =
                run(
                        target,
                        () -> order.add("made good"),
                        new Action("it", KILL, false, Duration.ZERO, Duration.ZERO),
                        new Action("again", KILL, true, Duration.ZERO, PAUSE));

        assertThat(result.verdict()).as(result.line()).isEqualTo(Verdict.PASSED);
        assertThat(order).containsExactly("loss", "made good", "loss", "made good");
    }

    /** The second loss would be a double one, which is not what was asked. */
    @Test
    void losesNothingMoreWhereALossIsNotMadeGood() {
        FakeTarget target = new FakeTarget(shop.address(), _ -> {});
        Result result =
                run(
                        target,
                        () -> false,
                        new Action("it", KILL, false, Duration.ZERO, Duration.ZERO),
                        new Action("again", KILL, true, Duration.ZERO, PAUSE));

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(violated(result)).containsExactly("I9");
        assertThat(target.injected).containsExactly(KILL);
    }

    @Test
    void failsAShopThatLosesOrders() {
        Result result = run(KILL, _ -> shop.loseOrders());

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(violated(result)).contains("I1");
        assertThat(result.reasons()).anyMatch(reason -> reason.startsWith("lost-orders was "));
    }

    @Test
    void failsAShopThatForgetsKeys() {
        Result result = run(KILL, _ -> shop.forgetKeys());

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(violated(result)).contains("I2");
    }

    @Test
    void failsAShopThatRefusesMoreThanIsClaimed() {
        Result result =
                run(
                        KILL,
                        _ -> {
                            shop.outOfOrder(true);
                            Thread.ofVirtual()
                                    .start(
                                            () -> {
                                                io.everstore.local.probe.Await.pause(
                                                        Duration.ofSeconds(2));
                                                shop.outOfOrder(false);
                                            });
                        });

        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(violated(result)).isEmpty();
        assertThat(result.reasons()).singleElement().asString().startsWith("failed-requests was ");
    }

    /** Three seconds of the fault, and three more in which every node is up and nothing works. */
    @Test
    void waitsForAShopThatNeedsAMomentAfterwards() {
        Result result =
                run(
                        KILL,
                        _ -> {
                            shop.outOfOrder(true);
                            Thread.ofVirtual()
                                    .start(
                                            () -> {
                                                io.everstore.local.probe.Await.pause(
                                                        Duration.ofSeconds(6));
                                                shop.outOfOrder(false);
                                            });
                        });

        assertThat(result.reasons()).noneMatch(reason -> reason.contains("success is"));
        assertThat(result.observed().orElseThrow().measures().goal(Goal.STEADY_AGAIN))
                .isBetween(1_000.0, 20_000.0);
    }

    @Test
    void doesNothingThatTheTargetCannotDo() {
        FakeTarget target = new FakeTarget(shop.address(), _ -> {});
        Result result = run(target, new Fault.FillDisk(new Nodes(List.of("pg-1"))));

        assertThat(result.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(result.reasons()).containsExactly("there is no disk");
        assertThat(target.log).isEmpty();
    }

    @Test
    void doesNothingToNodesThatTheRuntimeDoesNotHave() {
        FakeTarget target = new FakeTarget(shop.address(), _ -> {});
        Result result = run(target, new Fault.Kill(new Nodes(List.of("etcd/any"))));

        assertThat(result.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(result.reasons()).containsExactly("the fake runtime has no node 'etcd/any'");
        assertThat(target.log).isEmpty();
    }

    @Test
    void abortsAndHealsWhenAStepNeedsADatabaseThatDoesNotAnswer() {
        Databases nobody =
                new Databases(
                        List.of("127.0.0.1:1"), "postgres", () -> "secret", Transport.plain());
        FakeTarget target =
                new FakeTarget(shop.address(), _ -> nobody.execute("postgres", "select 1"));
        Result result = run(target, KILL);

        assertThat(result.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(result.reasons())
                .containsExactly(
                        "a step could not be done: the database does not answer to: select 1");
        assertThat(target.log).endsWith("heal");
    }

    @Test
    void abortsAndHealsWhenNoNodeHasTheRoleThatAStepIsFor() {
        Nodes leader = new Nodes(List.of("kafka/leader"));
        FakeTarget target =
                new FakeTarget(shop.address(), _ -> leader.resolve(List.of(), new Random(1)));
        Result result = run(target, KILL);

        assertThat(result.verdict()).isEqualTo(Verdict.ABORTED);
        assertThat(result.reasons())
                .containsExactly("a step could not be done: there is no node 'kafka/leader' now");
        assertThat(target.log).endsWith("heal");
    }

    private static List<String> violated(Result result) {
        return result.observed().stream()
                .flatMap(seen -> seen.findings().stream())
                .filter(finding -> !finding.holds())
                .map(Finding::id)
                .toList();
    }
}
