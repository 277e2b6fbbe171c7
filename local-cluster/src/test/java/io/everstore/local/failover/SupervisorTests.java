package io.everstore.local.failover;

import static io.everstore.local.failover.Supervisor.State.BLOCKED;
import static io.everstore.local.failover.Supervisor.State.DEGRADED;
import static io.everstore.local.failover.Supervisor.State.DOWN;
import static io.everstore.local.failover.Supervisor.State.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Every transition of {@link Supervisor}, one by one; what may come together is in {@link
 * SupervisorScenarioTests}.
 */
class SupervisorTests {

    @Test
    void makesTheRecordedPrimaryWritable() {
        Story story = new Story();
        assertThat(story.supervisor.state()).isEqualTo(DOWN);
        story.supervisor.start();
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        assertThat(story.server("pg-1").isWritable()).isTrue();
    }

    @Test
    void failsOverAtTheStartIfThePrimaryDoesNotStart() {
        Story story = Story.ofAHealthyCluster();
        story.commits(3, "pg-3");
        story.supervisorDies();
        story.cluster.refuse(story.server("pg-1"), 1);
        story.supervisor.start();
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        assertThat(story.supervisor.record()).hasToString("term 2, primary pg-3, electors []");
        story.nothingIsLost();
    }

    @Test
    void isHealthyOnceBothStandbysStreamAndAreElectors() {
        Story story = new Story();
        story.supervisor.start();
        story.repair("pg-2");
        story.everythingReaches("pg-2");
        story.observe();
        assertThat(story.supervisor.membership("pg-2")).isEqualTo(Membership.STREAMING);
        assertThat(story.supervisor.record().electors()).containsExactly("pg-2");
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        story.repair("pg-3");
        assertThat(story.supervisor.record().electors()).containsExactly("pg-2", "pg-3");
        assertThat(story.supervisor.membership("pg-3")).isEqualTo(Membership.ADMITTED);
        story.everythingReaches("pg-3");
        story.observe();
        assertThat(story.supervisor.state()).isEqualTo(HEALTHY);
    }

    @Test
    void isDegradedAfterAStandbyIsLost() {
        Story story = Story.ofAHealthyCluster();
        story.crash("pg-2");
        story.supervisor.standbyLost("pg-2", "its process ended");
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        assertThat(story.supervisor.membership("pg-2")).isEqualTo(Membership.ABSENT);
        assertThat(story.supervisor.record().electors()).containsExactly("pg-3");
    }

    @Test
    void isDegradedWhileAStandbyDoesNotStream() {
        Story story = Story.ofAHealthyCluster();
        story.server("pg-2").isConnected = false;
        story.observe();
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        assertThat(story.supervisor.membership("pg-2")).isEqualTo(Membership.ADMITTED);
        story.everythingReaches("pg-2");
        story.observe();
        assertThat(story.supervisor.state()).isEqualTo(HEALTHY);
    }

    @Test
    void promotesTheFurthestElector() {
        Story story = Story.ofAHealthyCluster();
        story.commits(2, "pg-2", "pg-3");
        story.commits(3, "pg-3");
        story.freeze("pg-1");
        story.supervisor.primaryLost("frozen");
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        assertThat(story.supervisor.record()).hasToString("term 2, primary pg-3, electors []");
        assertThat(story.server("pg-1").isAlive).isFalse();
        story.nothingIsLost();
        story.everythingReaches("pg-2");
        story.observe();
        assertThat(story.supervisor.record().electors()).containsExactly("pg-2");
        story.repair("pg-1");
        assertThat(story.events).contains("pg-1 cloned from pg-3 in 0 ms");
        story.everythingReaches("pg-1");
        story.observe();
        assertThat(story.supervisor.state()).isEqualTo(HEALTHY);
    }

    @Test
    void restartsThePrimaryInPlaceWhenAnElectorIsNotHeard() {
        Story story = Story.ofAHealthyCluster();
        story.commits(3, "pg-3");
        story.freeze("pg-3");
        story.crash("pg-1");
        story.supervisor.primaryLost("its process ended");
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        assertThat(story.supervisor.record())
                .hasToString("term 1, primary pg-1, electors [pg-2, pg-3]");
        story.nothingIsLost();
    }

    @Test
    void isBlockedUntilTheOneThatIsNeededCanBeHeard() {
        Story story = Story.ofAHealthyCluster();
        story.commits(3, "pg-3");
        story.freeze("pg-3");
        story.crash("pg-1");
        story.cluster.refuse(story.server("pg-1"), Integer.MAX_VALUE);
        story.supervisor.primaryLost("its process ended");
        assertThat(story.supervisor.state()).isEqualTo(BLOCKED);
        story.supervisor.retry(); // kills the frozen one and starts it again
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        assertThat(story.supervisor.record().primary()).isEqualTo("pg-3");
        story.nothingIsLost();
    }

    @Test
    void isBlockedWhileThePrimaryCannotBeFenced() {
        boolean[] survives = {true};
        Story story =
                new Story(
                        (world, name) ->
                                new SimulatedServer(world, name) {
                                    @Override
                                    public void fence() {
                                        if (isAlive && survives[0]) {
                                            throw new IllegalStateException("survives SIGKILL");
                                        }
                                        super.fence();
                                    }
                                });
        story.healthy();
        story.supervisor.primaryLost("frozen");
        assertThat(story.supervisor.state()).isEqualTo(BLOCKED);
        assertThat(story.supervisor.record().primary()).isEqualTo("pg-1");
        survives[0] = false;
        story.supervisor.retry();
        assertThat(story.supervisor.record().primary()).isEqualTo("pg-2");
    }
}
