package io.everstore.local.issuer;

import io.everstore.local.acceptance.Everstore;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Two gateways, a catalogue and orders in the profile {@code oidc}, beside those of a small local
 * shop and on its databases, whose own would believe nobody's tokens but their own.
 */
final class OidcServices implements AutoCloseable {

    static final URI FIRST_GATEWAY = URI.create("http://localhost:8198");
    static final URI SECOND_GATEWAY = URI.create("http://localhost:8199");
    static final URI CATALOG = URI.create("http://localhost:8298");
    static final URI ORDER = URI.create("http://localhost:8398");

    private final Home home;
    private final Path secrets;
    private final Path logs;
    private final List<Process> started = new ArrayList<>();

    private OidcServices(Home home, Path secrets, Path logs) {
        this.home = home;
        this.secrets = secrets;
        this.logs = logs;
    }

    /** Starts them and waits until each is ready. */
    static OidcServices start(Everstore everstore, Path logs) throws IOException {
        Path checkout = Path.of("").toAbsolutePath().getParent();
        Home home = new Home(everstore.home(), checkout);
        OidcServices services = new OidcServices(home, secrets(home.secrets()), logs);
        Runtime.getRuntime().addShutdownHook(new Thread(services::close));
        services.start("catalog-service", "catalog-oidc", CATALOG);
        services.start("order-service", "order-oidc", ORDER);
        services.start("gateway-service", "gateway-oidc-1", FIRST_GATEWAY);
        services.start("gateway-service", "gateway-oidc-2", SECOND_GATEWAY);
        for (URI each : List.of(CATALOG, ORDER, FIRST_GATEWAY, SECOND_GATEWAY)) {
            Awaitility.await(each + " in the profile oidc, see " + logs)
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(500))
                    .ignoreExceptions()
                    .until(() -> new Browser().get(each.resolve("/readyz")).statusCode() == 200);
        }
        return services;
    }

    /** Those of the shop, and what Keycloak knows the shop by. */
    private static Path secrets(Path ofTheShop) throws IOException {
        Path own = Files.createTempDirectory("everstore-oidc-secrets");
        own.toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(ofTheShop)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = Files.copy(file, own.resolve(file.getFileName().toString()));
                copy.toFile().deleteOnExit();
            }
        }
        Path secret = Files.writeString(own.resolve("oidc-client-secret"), Keycloak.SECRET);
        secret.toFile().deleteOnExit();
        return own;
    }

    private void start(String module, String node, URI address) {
        Topology shop = Topology.small();
        Map<String, String> environment = new TreeMap<>();
        environment.put("SPRING_PROFILES_ACTIVE", "oidc");
        environment.put("EVERSTORE_NODE", node);
        environment.put("EVERSTORE_SECRETS", secrets.toString());
        environment.put("SERVER_PORT", Integer.toString(address.getPort()));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("POSTGRES_HOSTS", shop.addresses(Tier.POSTGRES));
        environment.put("REDIS_SENTINELS", shop.addresses(Tier.SENTINEL));
        environment.put("KAFKA_BOOTSTRAP", shop.addresses(Tier.KAFKA));
        environment.put("CATALOG_INSTANCES", "127.0.0.1:" + CATALOG.getPort());
        environment.put("ORDER_INSTANCES", "127.0.0.1:" + ORDER.getPort());
        environment.put("EVERSTORE_OIDC_ISSUER", Keycloak.ISSUER);
        environment.put("EVERSTORE_OIDC_JWKS", Keycloak.ENDPOINTS + "certs");
        environment.put("EVERSTORE_OIDC_CLIENT", "storefront");
        environment.put("EVERSTORE_OIDC_AUTHORIZATION", Keycloak.ENDPOINTS + "auth");
        environment.put("EVERSTORE_OIDC_TOKEN", Keycloak.ENDPOINTS + "token");
        environment.put("EVERSTORE_OIDC_END_SESSION", Keycloak.ENDPOINTS + "logout");
        Path application = home.application(module);
        ProcessBuilder command =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dspring.aot.enabled=true",
                        "-jar",
                        application.resolve(module + ".jar").toString());
        command.environment().putAll(environment);
        try {
            started.add(
                    command.redirectErrorStream(true)
                            .redirectOutput(logs.resolve(node + ".log").toFile())
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(node, e);
        }
    }

    @Override
    public void close() {
        started.forEach(Process::destroyForcibly);
    }
}
