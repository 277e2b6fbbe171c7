package io.everstore.chaos.targets.compose;

import static io.everstore.chaos.targets.compose.FakeDocker.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.fault.Nodes;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeView;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine is told to do, and what is made of what it says. */
class ComposeTargetTests {

    private static final String UP =
            """
            {"Status":"running","Running":true,"Paused":false,"Restarting":false,"OOMKilled":false,"Dead":false,"Pid":%d,"ExitCode":0,"Error":"","StartedAt":"2026-11-22T04:53:11.734182439Z","FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"%s","FailingStreak":0,"Log":[]}}""";

    private static final String DOWN =
            """
            {"Status":"exited","Running":false,"Pid":0,"ExitCode":0,"StartedAt":"2026-11-22T04:53:11.734182439Z"}""";

    private static final String DIE =
            """
            {"status":"die","id":"c001","from":"everstore/postgres","Type":"container","Action":"die","Actor":{"ID":"c001","Attributes":{"com.docker.compose.project":"everstore","com.docker.compose.service":"pg-1","execDuration":"2","exitCode":"137"}},"scope":"local","time":1795323194,"timeNano":1795323194413409163}""";

    @TempDir private Path directory;

    private Home home;
    private FakeDocker docker;
    private ComposeTarget target;

    @BeforeEach
    void open() throws IOException {
        home = new Home(directory.resolve("home"), directory);
        docker =
                new FakeDocker(
                        directory,
                        container("c001", "pg-1", UP.formatted(4711, "healthy")),
                        container("c002", "order-1", UP.formatted(4712, "starting")),
                        container("c003", "lb-1", DOWN),
                        container("c004", "order-migration", DOWN));
        target = new ComposeTarget(docker.program(), home, new SplittableRandom(1));
    }

    @AfterEach
    void close() {
        target.close();
    }

    private static Nodes nodes(String... choices) {
        return new Nodes(List.of(choices));
    }

    @Test
    void showsWhatTheOperatorIsGiven() {
        assertThat(target.transport().isTls()).isTrue();
        assertThat(target.shop()).hasToString("https://localhost:8080");
        // What the other commands go by, as no shop of this home was started.
        assertThat(Transport.of(home).shop()).isEqualTo(target.shop());
    }

    @Test
    void knowsNodesAndNoJobs() {
        assertThat(target.nodes())
                .extracting(NodeView::name, NodeView::tier, NodeView::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("lb-1", "lb", "down"),
                        org.assertj.core.groups.Tuple.tuple("order-1", "order", "starting"),
                        org.assertj.core.groups.Tuple.tuple("pg-1", "postgres", "up"));
    }

    @Test
    void crashesAContainerFromOutside() throws IOException {
        assertThat(target.inject(new Fault.Kill(nodes("pg-1", "order-1"))))
                .containsExactly("pg-1", "order-1");
        assertThat(docker.orders()).containsExactly("kill -9 4711 4712");
    }

    @Test
    void bringsBackWhatItStoppedAndPaused() throws IOException {
        target.inject(new Fault.Stop(nodes("pg-1", "order-1")));
        target.inject(new Fault.Pause(nodes("pg-1")));
        target.heal();
        target.heal();
        assertThat(docker.orders())
                .containsExactly("kill c001 c002", "pause c001", "start c002 c001", "unpause c001");
    }

    @Test
    void givesBackTheProcessor() throws IOException {
        target.inject(new Fault.Starve(nodes("order-1"), 10));
        target.inject(new Fault.Heal());
        assertThat(docker.orders())
                .containsExactly("update --cpus 0.1 c002", "update --cpus 4.0 c002");
    }

    @Test
    void plugsInAgainWithTheAddressAndTheNames() throws IOException {
        docker.networks(
                """
                {"everstore_shop":{"IPAMConfig":{"IPv4Address":"172.30.0.51"},"Aliases":["everstore-pg-1-1","pg-1"],"IPAddress":"172.30.0.51"}}""");
        target.inject(new Fault.Isolate(nodes("pg-1")));
        target.heal();
        assertThat(docker.orders())
                .containsExactly(
                        "network disconnect everstore_shop c001",
                        "network connect --ip 172.30.0.51 --alias everstore-pg-1-1 --alias pg-1 everstore_shop c001");
    }

    @Test
    void tellsWhatTheEngineNoticedFromWhatItWasTold() throws IOException {
        docker.says(DIE);
        await().untilAsserted(
                        () -> assertThat(texts()).containsExactly("pg-1 ended (exit code 137)"));
        assertThat(target.eventsSince(Instant.EPOCH).getFirst().at())
                .isEqualTo("2026-11-22T04:53:14.413409163Z");
        assertThat(target.eventsSince(Instant.parse("2026-11-22T04:53:15Z"))).isEmpty();

        target.inject(new Fault.Stop(nodes("pg-1")));
        docker.says(DIE);
        await().untilAsserted(
                        () ->
                                assertThat(texts())
                                        .endsWith("pg-1 ended (exit code 137), as ordered"));
    }

    private List<String> texts() {
        return target.eventsSince(Instant.EPOCH).stream().map(Event::text).toList();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThat(
                        target.refusal(
                                new Fault.Disturb(Link.GATEWAY_ORDER, new Disturbance.BlackHole())))
                .isPresent();
        assertThat(target.refusal(new Fault.FillDisk(nodes("pg-1")))).isPresent();
        assertThat(target.refusal(new Fault.Kill(nodes("lb-1"))))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("no way to the virtual address"));
        assertThat(target.refusal(new Fault.Kill(nodes("pg-1")))).isEmpty();
    }

    @Test
    void saysHowToStartWhatDoesNotRun() throws IOException {
        Path empty = java.nio.file.Files.createDirectory(directory.resolve("empty"));
        Docker nothing = new FakeDocker(empty).program();
        assertThatThrownBy(() -> new ComposeTarget(nothing, home, new SplittableRandom(1)))
                .isInstanceOfSatisfying(
                        CommandFailed.class, e -> assertThat(e.exitCode()).isEqualTo(3))
                .hasMessageContaining("docker compose up -d --wait");
        assertThatThrownBy(() -> new Docker("/no/such/docker").run("ps"))
                .hasMessageContaining("/no/such/docker");
    }
}
