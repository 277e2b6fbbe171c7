package io.everstore.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.forwarding.UpstreamTls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Instances come and go while requests are under way. */
class DirectoryTests {

    private static final URI A = URI.create("http://10.0.0.1:8200");
    private static final URI B = URI.create("http://10.0.0.2:8200");
    private static final URI C = URI.create("http://10.0.0.3:8200");

    private volatile List<URI> listed = List.of(A, B);

    private Instances listed() {
        return Instances.listedIn(
                () -> listed, "catalog", Settings.DEFAULTS, new Random(), System::nanoTime);
    }

    private static List<URI> bases(Instances instances) {
        return instances.members().stream().map(Instance::base).toList();
    }

    @Test
    void readsOneNameForAllInstances() {
        var directory = Directory.of(List.of(" dns:localhost:8200 "), UpstreamTls.off());
        assertThat(directory).isPresent();
        assertThat(directory.get().get())
                .contains(URI.create("http://127.0.0.1:8200"))
                .allMatch(address -> address.getPort() == 8200);
        assertThat(Directory.of(List.of("catalog-1:8201"), UpstreamTls.off())).isEmpty();
        assertThat(Directory.of(List.of("a:1", "dns:b:2"), UpstreamTls.off())).isEmpty();
    }

    @Test
    void knowsNobodyUnderANameThatIsNotThere() {
        var directory = Directory.of(List.of("dns:no-such-host.invalid:1"), UpstreamTls.off());
        assertThat(directory.orElseThrow().get()).isEmpty();
    }

    @Test
    void keepsWhatIsKnownOfThoseWhoStay() {
        Instances instances = listed();
        Instance b = instances.members().getLast();
        instances.checked(b, CheckResult.REFUSED);

        listed = List.of(B, C);
        instances.lookUp();

        assertThat(bases(instances)).containsExactly(B, C);
        assertThat(instances.members().getFirst()).isSameAs(b);
        assertThat(b.state(System.nanoTime())).isEqualTo(Instance.State.DOWN);
        assertThat(instances.choose(null)).isNotSameAs(b);
    }

    @Test
    void doesNotBelieveThatNobodyIsThere() {
        Instances instances = listed();
        listed = List.of();
        instances.lookUp();
        assertThat(bases(instances)).containsExactly(A, B);
    }

    @Test
    void waitsForTheFirstOne() {
        listed = List.of();
        Instances instances = listed();
        assertThat(instances.choose(null)).isNull();
        listed = List.of(A);
        instances.lookUp();
        assertThat(instances.choose(null)).isNotNull();
    }

    @Test
    void watchesWhoComesAndNotWhoIsGone() {
        Instances instances = listed();
        Queue<URI> checked = new ConcurrentLinkedQueue<>();
        var checks =
                new HealthChecks(
                        List.of(instances),
                        Duration.ofMillis(20),
                        instance -> {
                            checked.add(instance.base());
                            return CheckResult.READY;
                        });
        checks.start();
        try {
            await().until(() -> checked.contains(A) && checked.contains(B));
            listed = List.of(B, C);
            await().until(() -> checked.contains(C));
            await().untilAsserted(
                            () -> {
                                checked.clear();
                                await().until(() -> checked.stream().filter(B::equals).count() > 3);
                                assertThat(checked).contains(C).doesNotContain(A);
                            });
        } finally {
            checks.stop();
        }
        assertThat(checks.isRunning()).isFalse();
    }
}
