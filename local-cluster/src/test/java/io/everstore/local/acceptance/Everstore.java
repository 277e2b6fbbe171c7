package io.everstore.local.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line, run as a user runs it. */
public final class Everstore {

    public static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Topology TOPOLOGY = Topology.standard();

    private final Path checkout = Path.of("").toAbsolutePath().getParent();
    private final HttpClient http = HttpClient.newHttpClient();

    /** What a command said. */
    public record Result(int exitCode, String output, Duration took) {

        public Result succeeded() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + ":\n" + output);
            }
            return this;
        }
    }

    /** A file that is gone when the tests are over. */
    static Path temporaryFile(String suffix) {
        try {
            Path file = Files.createTempFile("everstore", suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path home() {
        String home = System.getenv("EVERSTORE_HOME");
        return home == null ? checkout.resolve(".everstore") : Path.of(home);
    }

    /**
     * As the administrator of a shop that was started sees them; one that was not is taken for the
     * shop in containers, if that was ever asked from here.
     */
    public Databases databases() {
        return new Databases(
                TOPOLOGY.tier(Tier.POSTGRES).stream().map(NodeSpec::address).toList(),
                "postgres",
                this::password,
                transport());
    }

    private Transport transport() {
        return Transport.of(new Home(home(), checkout));
    }

    private String password() {
        try {
            return Files.readString(home().resolve("secrets/postgres-superuser-password")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The event log of the shop. */
    public Brokers brokers() {
        return new Brokers(TOPOLOGY.addresses(Tier.KAFKA), transport());
    }

    public Path checkout() {
        return checkout;
    }

    Process start(Path output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(checkout.resolve("everstore").toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(checkout.toFile())
                    .redirectErrorStream(false)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Result run(String... arguments) {
        return run(Duration.ofMinutes(6), arguments);
    }

    Result run(Duration limit, String... arguments) {
        try {
            long begin = System.nanoTime();
            Path output = temporaryFile(".out");
            Process process = start(output, arguments);
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "not ended after " + limit + ": everstore " + String.join(" ", arguments));
            }
            String text = Files.readString(output);
            Files.delete(output);
            return new Result(
                    process.exitValue(), text, Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    JsonNode status() {
        return JSON.readTree(run("status", "--json").output());
    }

    /**
     * Waits until every node is up again, which is full redundancy (invariant I9: within two
     * minutes).
     */
    Duration awaitAllUp() {
        long begin = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> run("status", "--json").exitCode() == 0);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    String primary(String tier) {
        for (JsonNode node : status().path("nodes")) {
            String role = node.path("role").asString("");
            if (node.path("tier").asString().equals(tier)
                    && (role.equals("primary") || role.equals("leader"))) {
                return node.path("name").asString();
            }
        }
        throw new AssertionError("no primary in tier " + tier);
    }

    /**
     * What {@code ./everstore kill} and {@code pause} do, without starting a Java for it: on a busy
     * machine that takes longer than the load under which the fault is to happen.
     */
    public Instant inject(String fault, String node) {
        JsonNode done = control("POST", "nodes/%s/%s".formatted(node, fault));
        return Instant.parse(done.path("at").asString());
    }

    /** What {@code ./everstore status --json} prints, without starting a Java for it. */
    public JsonNode liveStatus() {
        return control("GET", "status");
    }

    private JsonNode control(String method, String order) {
        try {
            JsonNode control = JSON.readTree(Files.readString(home().resolve("run/control.json")));
            URI uri = URI.create("http://127.0.0.1:" + control.path("port").asInt() + "/" + order);
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri)
                                    .header(
                                            "Everstore-Control-Token",
                                            control.path("token").asString())
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The launcher's log lines from a moment on. */
    public List<String> eventsSince(Instant moment) {
        try {
            return Files.readAllLines(home().resolve("logs/launcher.log")).stream()
                    .filter(line -> line.startsWith("20") && line.contains("Z "))
                    .filter(line -> !instant(line).isBefore(moment))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Instant instant(String event) {
        return Instant.parse(event.substring(0, event.indexOf(' ')));
    }
}
