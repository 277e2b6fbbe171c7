package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Privileges;
import io.everstore.local.topology.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, though only one that sleeps. */
class ServerProcessTests {

    @TempDir Path root;
    private final Queue<ProcessHandle> exits = new ConcurrentLinkedQueue<>();
    private ChildProcesses processes;
    private ServerProcess server;

    @BeforeEach
    void open() throws Exception {
        processes = new ChildProcesses(new Home(root, root), Privileges.probe());
        Path data = Files.createDirectory(root.resolve("data"));
        server = new ServerProcess("pg-1", data, exits::add);
    }

    @AfterEach
    void close() {
        server.fence();
        processes.close();
    }

    private void start(long orders, Runnable prepare) throws ServerFailure {
        var command =
                new ChildProcesses.Command(
                        "pg-1", List.of("sleep", "60"), root, root.resolve("log"), Map.of(), false);
        var _ = server.start(processes, command, orders, prepare);
    }

    private void start() throws ServerFailure {
        start(server.orders(), () -> {});
    }

    @Test
    void startsOnlyOnce() throws Exception {
        start();
        ProcessHandle first = server.handle().orElseThrow();
        start();
        assertThat(server.handle()).contains(first);
    }

    @Test
    void killsWhatItFencesAndTakesItsExitForHistory() throws Exception {
        start();
        ProcessHandle process = server.handle().orElseThrow();
        server.fence();
        assertThat(process.isAlive()).isFalse();
        assertThat(server.isCurrent(process)).isFalse();
    }

    @Test
    void reportsAnExitThatNobodyOrdered() throws Exception {
        start();
        ProcessHandle process = server.handle().orElseThrow();
        process.destroyForcibly();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> exits.contains(process));
        assertThat(server.isCurrent(process)).isTrue();
        assertThat(server.handle()).isEmpty();
    }

    @Test
    void doesNotStartOnOrdersFromBeforeAFence() {
        long orders = server.orders();
        server.fence();
        assertThatThrownBy(() -> start(orders, () -> {}))
                .hasMessageContaining("told something else");
        assertThat(server.handle()).isEmpty();
    }

    @Test
    void fencesAProcessThatIsJustBeingStarted() throws Exception {
        CountDownLatch isStarting = new CountDownLatch(1);
        CountDownLatch isFencing = new CountDownLatch(1);
        Thread fencer =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    await(isStarting);
                                    isFencing.countDown();
                                    server.fence();
                                });
        start(
                server.orders(),
                () -> {
                    isStarting.countDown();
                    await(isFencing);
                    // The fence has begun: it must wait until there is something to kill.
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(10))
                            .until(() -> fencer.getState() == Thread.State.WAITING);
                });
        fencer.join();
        assertThat(server.handle()).isEmpty();
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> exits.size() == 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void staysDownWhenToldSo() throws Exception {
        server.holdDown(true);
        assertThatThrownBy(this::start).hasMessageContaining("told to stay down");
        server.holdDown(false);
        start();
        assertThat(server.handle()).isPresent();
    }

    @Test
    void neverStartsAgainOnceRetired() {
        server.retire();
        assertThatThrownBy(this::start).hasMessageContaining("told to stay down");
    }
}
