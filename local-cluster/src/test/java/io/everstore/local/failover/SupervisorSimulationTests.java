package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.failover.Invariants.Broken;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Thousands of random schedules of faults, in seconds. A failure prints its seed; {@code
 * -Dsimulation.seed=N} runs that one alone and prints what happened.
 */
class SupervisorSimulationTests {

    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 3000);

    @Test
    void keepsAllInvariantsInEverySchedule() {
        Long only = Long.getLong("simulation.seed");
        int kills = 0;
        long terms = 0;
        long acknowledged = 0;
        for (long seed = only == null ? 0 : only;
                seed < (only == null ? SCHEDULES : only + 1);
                seed++) {
            Simulation simulation = new Simulation(seed, new Flaw());
            try {
                simulation.run();
            } catch (Throwable e) {
                simulation.events().forEach(System.out::println);
                throw new AssertionError("-Dsimulation.seed=" + seed, e);
            }
            kills += simulation.kills;
            terms += simulation.term();
            acknowledged += simulation.acknowledged();
        }
        System.out.printf(
                "%d schedules: %d commits acknowledged, %d promotions, supervisor killed %d times%n",
                SCHEDULES, acknowledged, terms - SCHEDULES, kills);
        if (only == null) { // or the schedules would be too kind to prove anything
            assertThat(kills).isGreaterThan(SCHEDULES / 2);
            assertThat(terms).isGreaterThan(SCHEDULES + SCHEDULES / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void noticesAnyRuleThatIsBroken(String what, Flaw flaw) {
        Map<String, Long> firstSeeds = new TreeMap<>();
        for (long seed = 0; seed < SCHEDULES && firstSeeds.isEmpty(); seed++) {
            try {
                new Simulation(seed, flaw).run();
            } catch (Broken e) {
                firstSeeds.put(e.getMessage(), seed);
            }
        }
        System.out.println("a supervisor that " + what + ": " + firstSeeds);
        assertThat(firstSeeds).isNotEmpty();
    }

    static Stream<Arguments> flaws() {
        return Flaws.ALL.entrySet().stream().map(f -> Arguments.of(f.getKey(), f.getValue()));
    }
}
