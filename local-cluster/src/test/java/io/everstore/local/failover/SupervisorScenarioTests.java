package io.everstore.local.failover;

import static io.everstore.local.failover.Supervisor.State.DEGRADED;
import static io.everstore.local.failover.Supervisor.State.FAILING_OVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Faults that come together, one story each; those that nobody thought of are simulated. */
class SupervisorScenarioTests {

    @Test
    void losesNothingWhenAStandbyDiesFirst() {
        Story story = Story.ofAHealthyCluster();
        story.commits(3, "pg-2", "pg-3");
        story.crash("pg-2");
        story.supervisor.standbyLost("pg-2", "its process ended");
        story.commits(3, "pg-3");
        story.crash("pg-1");
        story.supervisor.primaryLost("its process ended");
        assertThat(story.supervisor.record().primary()).isEqualTo("pg-3");
        story.nothingIsLost();
    }

    @Test
    void promotesNobodyAfterTheStandbyThatHadTheLatestCommitsDied() {
        Story story = Story.ofAHealthyCluster();
        story.commits(3, "pg-2"); // and pg-3 lags
        story.crash("pg-2");
        story.supervisor.standbyLost("pg-2", "its process ended");
        assertThat(story.supervisor.record().electors()).isEmpty();
        story.crash("pg-1");
        story.supervisor.primaryLost("its process ended");
        assertThat(story.supervisor.record().primary()).isEqualTo("pg-1");
        story.nothingIsLost();
    }

    @Test
    void letsNobodyGoWhileThePrimaryIsSilent() {
        Story story = Story.ofAHealthyCluster();
        story.commits(3, "pg-2");
        story.crash("pg-1", "pg-2");
        story.supervisor.standbyLost("pg-2", "its process ended");
        assertThat(story.supervisor.record().electors()).containsExactly("pg-2", "pg-3");
        assertThat(story.supervisor.canSpare("pg-2")).isFalse();
        story.cluster.refuse(story.server("pg-1"), Integer.MAX_VALUE); // its disk is gone too
        story.supervisor.primaryLost("its process ended");
        assertThat(story.supervisor.record().primary()).isEqualTo("pg-2");
        story.nothingIsLost();
    }

    @Test
    void finishesThePromotionOfAPrimaryThatDiesMeanwhile() {
        boolean[] dies = {true};
        Story story =
                new Story(
                        (world, name) ->
                                new SimulatedServer(world, name) {
                                    @Override
                                    public void promote() throws ServerFailure {
                                        if (dies[0]) {
                                            dies[0] = false;
                                            world.crash(this);
                                        }
                                        super.promote();
                                    }
                                });
        story.healthy();
        story.commits(3, "pg-2", "pg-3");
        story.crash("pg-1");
        story.supervisor.primaryLost("its process ended");
        assertThat(story.events).anyMatch(e -> e.startsWith("pg-2 restarted in place"));
        assertThat(story.supervisor.state()).isEqualTo(DEGRADED);
        story.everythingReaches("pg-3"); // which was told to follow pg-2
        story.observe();
        assertThat(story.supervisor.record()).hasToString("term 2, primary pg-2, electors [pg-3]");
        story.nothingIsLost();
    }

    @Test
    void finishesWhatAKilledSupervisorHadDecided() {
        Story story =
                new Story(
                        (world, name) ->
                                new SimulatedServer(world, name) {
                                    private boolean isFirst = true;

                                    @Override
                                    public void promote() throws ServerFailure {
                                        if (isFirst) {
                                            isFirst = false;
                                            throw new SupervisorKilled();
                                        }
                                        super.promote();
                                    }
                                });
        story.healthy();
        story.commits(3, "pg-2");
        story.crash("pg-1");
        try {
            story.supervisor.primaryLost("its process ended");
        } catch (SupervisorKilled e) {
            assertThat(story.supervisor.state()).isEqualTo(FAILING_OVER);
        }
        story.supervisorDies();
        story.supervisor.start();
        assertThat(story.server("pg-2").isWritable()).isTrue();
        assertThat(story.server("pg-1").isAlive).isFalse();
        story.nothingIsLost();
    }

    @Test
    void ignoresAnswersFromBeforeAChange() {
        Story story = Story.ofAHealthyCluster();
        Replication old = story.cluster.replication(story.server("pg-1"));
        long epoch = story.supervisor.epoch();
        story.commits(3, "pg-2"); // and pg-3 lags
        story.crash("pg-2");
        story.supervisor.standbyLost("pg-2", "its process ended");
        story.supervisor.observe(old, epoch); // in which pg-3 had everything
        assertThat(story.supervisor.record().electors()).isEmpty();
    }

    @Test
    void startsNoServerThatWasFencedSinceItsRepairWasGivenOrders() {
        Story story = Story.ofAHealthyCluster();
        long orders = story.supervisor.place("pg-2").orders();
        story.crash("pg-2");
        story.supervisor.standbyLost("pg-2", "its process ended");
        assertThatThrownBy(() -> story.server("pg-2").startFollowing("pg-1", orders))
                .hasMessage("it was told something else meanwhile");
        assertThat(story.server("pg-2").isRunning()).isFalse();
    }

    @Test
    void clonesAgainWhatWasClonedFromAFormerPrimary() {
        Story story = Story.ofAHealthyCluster();
        story.commits(3, "pg-2", "pg-3");
        story.crash("pg-3");
        story.supervisor.standbyLost("pg-3", "its process ended");
        story.server("pg-3").discard();
        story.commits(3); // which pg-2 does not get
        story.repair("pg-3", 2);
        assertThat(story.events).endsWith("pg-3 cloned from pg-1 in 0 ms");
        story.supervisorDies(); // so nobody remembers that pg-3 was not admitted yet
        story.cluster.refuse(story.server("pg-1"), 1);
        story.supervisor.start();
        assertThat(story.supervisor.record().primary()).isEqualTo("pg-2");
        story.repair("pg-3");
        assertThat(story.events).contains("pg-3 cloned from pg-2 in 0 ms");
        story.nothingIsLost();
    }
}
