package io.everstore.local.issuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/** A Keycloak with one realm, as {@code everstore-realm.json} has it. */
final class Keycloak implements AutoCloseable {

    static final int PORT = 8480;
    static final String ISSUER = "http://localhost:%d/realms/everstore".formatted(PORT);
    static final String ENDPOINTS = ISSUER + "/protocol/openid-connect/";

    /** Of the realm; not secret, as nobody else reaches the port. */
    static final String SECRET = "only-for-this-test";

    private final Process server;

    private Keycloak(Process server) {
        this.server = server;
    }

    /** Starts it and waits until it answers; its first start takes half a minute. */
    static Keycloak start(Path logs) {
        Path home = Path.of(System.getProperty("keycloak"));
        try {
            Path realms = Files.createDirectories(home.resolve("data/import"));
            try (var realm = Keycloak.class.getResourceAsStream("everstore-realm.json")) {
                Files.copy(
                        Objects.requireNonNull(realm),
                        realms.resolve("everstore-realm.json"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder command =
                    new ProcessBuilder(
                            "bash",
                            home.resolve("bin/kc.sh").toString(),
                            "start-dev",
                            "--import-realm",
                            "--http-host=127.0.0.1",
                            "--http-port=" + PORT);
            command.environment()
                    .putAll(
                            Map.of(
                                    "JAVA_HOME",
                                    System.getProperty("java.home"),
                                    "JAVA_OPTS_KC_HEAP",
                                    "-Xmx512m -XX:TieredStopAtLevel=1"));
            Process server =
                    command.redirectErrorStream(true)
                            .redirectOutput(logs.resolve("keycloak.log").toFile())
                            .start();
            Keycloak keycloak = new Keycloak(server);
            Runtime.getRuntime().addShutdownHook(new Thread(keycloak::kill));
            var url = URI.create(ISSUER + "/.well-known/openid-configuration");
            Awaitility.await("Keycloak, see " + logs)
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> new Browser().open(url).statusCode() == 200);
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException("no Keycloak in " + home, e);
        }
    }

    /** SIGKILL, of what its script started, too. */
    void kill() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
