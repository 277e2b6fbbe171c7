package io.everstore.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.experiment.Experiments;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the experiments of this checkout can be run. */
class ReachTests {

    private static final Experiments ALL =
            new Experiments(Path.of("").toAbsolutePath().resolve("experiments"));

    @ParameterizedTest
    @CsvSource({
        "postgres-primary-crash, yes, yes, yes",
        "postgres-primary-loss, yes, yes, no",
        "postgres-primary-isolated, no, yes, mesh",
        "redis-loss, yes, yes, yes",
        "redis-primary-freeze, yes, yes, no",
        "slow-links, yes, no, mesh",
        "load-balancer-crash, no, yes, no",
        "postgres-disk-full, no, no, no",
    })
    void dependsOnTheRuntime(String name, String local, String compose, String k8s) {
        var experiment = ALL.find(name);
        assertThat(Reach.LOCAL.of(experiment)).isEqualTo(local);
        assertThat(Reach.COMPOSE.of(experiment)).isEqualTo(compose);
        assertThat(Reach.K8S.of(experiment)).isEqualTo(k8s);
    }
}
