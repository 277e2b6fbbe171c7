package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.everstore.deployment.Overlay.Workload;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the services are told is what they read, here and under Docker Compose. */
class ConfigurationTests {

    private static final Pattern SETTING = Pattern.compile("\\$\\{([A-Z][A-Z_]*)[:}]");
    private static final Pattern SECRET = Pattern.compile("\\$\\{([a-z-]+-password):");

    /** Read by Spring and by Java, not by our files. */
    private static final Set<String> OF_THE_PLATFORM =
            Set.of(
                    "SPRING_PROFILES_ACTIVE",
                    "SPRING_CONFIG_ADDITIONAL_LOCATION",
                    "JDK_JAVA_OPTIONS");

    /** Who it is, where its files are, and where its traces go: a matter of each runtime. */
    private static final Set<String> OF_THE_RUNTIME =
            Set.of(
                    "EVERSTORE_NODE",
                    "EVERSTORE_CERTIFICATES",
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "EVERSTORE_TRACING_SHARE");

    /** A default that is left is an address of somebody's laptop. */
    @EachOverlay
    void leavesNoSettingToItsDefault(String overlay) {
        for (Workload service : Overlay.of(overlay).services()) {
            assertThat(told(overlay, service)).as("%s", service).containsAll(read(service));
        }
    }

    @EachOverlay
    void tellsNothingThatNobodyReads(String overlay) {
        Set<String> known = new HashSet<>(OF_THE_PLATFORM);
        Overlay.of(overlay).services().forEach(service -> known.addAll(read(service)));
        for (Workload service : Overlay.of(overlay).services()) {
            assertThat(known).as("%s", service).containsAll(told(overlay, service));
        }
    }

    @EachOverlay
    void listensWhereProbesAndServicesLook(String overlay) {
        for (Workload service : Overlay.of(overlay).services()) {
            Map<String, String> environment = Overlay.of(overlay).environment(service);
            assertThat(environment.get("SERVER_PORT"))
                    .isEqualTo(
                            service.container()
                                    .getPorts()
                                    .getFirst()
                                    .getContainerPort()
                                    .toString());
            assertThat(environment).containsEntry("SERVER_ADDRESS", "0.0.0.0");
        }
    }

    @EachOverlay
    void mountsTheSecretsThatAreReadAndNoOthers(String overlay) {
        Overlay shop = Overlay.of(overlay);
        assertThat(files(shop.workload("gateway")))
                .containsExactlyInAnyOrder("jwt-private-key.pem", "jwt-public-keys/*");
        assertThat(files(shop.workload("catalog-migration")))
                .containsExactly("catalog-owner-password");
        assertThat(files(shop.workload("order-migration"))).containsExactly("order-owner-password");
        for (String service : List.of("catalog", "order")) {
            Set<String> named = find(SECRET, application(service));
            assertThat(named).containsExactly(service + "-app-password");
            assertThat(files(shop.workload(service)))
                    .containsExactlyInAnyOrder(service + "-app-password", "jwt-public-keys/*");
        }
        for (Workload service : Overlay.of(overlay).services()) {
            String directory = shop.environment(service).get("EVERSTORE_SECRETS");
            assertThat(service.container().getVolumeMounts())
                    .anySatisfy(
                            mount -> {
                                assertThat(mount.getName()).isEqualTo("secrets");
                                assertThat(mount.getMountPath()).isEqualTo(directory);
                                assertThat(mount.getReadOnly()).isTrue();
                            });
        }
    }

    @EachOverlay
    void holdsNoSecretItself(String overlay) {
        Overlay shop = Overlay.of(overlay);
        assertThat(shop.documents()).noneMatch(d -> d.path("kind").asText().equals("Secret"));
        assertThat(shop.workloads())
                .flatMap(w -> w.template().getSpec().getContainers())
                .flatMap(Container::getEnv)
                .extracting(EnvVar::getValueFrom)
                .filteredOn(source -> source != null)
                .allSatisfy(source -> assertThat(source.getSecretKeyRef()).isNull());
        assertThat(shop.all(ConfigMap.class))
                .flatMap(map -> map.getData().keySet())
                .noneMatch(
                        key ->
                                key.toLowerCase(java.util.Locale.ROOT)
                                        .matches(".*(password|secret_|token).*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "catalog", "order"})
    void agreesWithDockerCompose(String name) {
        Map<?, ?> compose = compose();
        Map<?, ?> service = (Map<?, ?>) compose.get(name + "-1");
        Map<?, ?> environment = (Map<?, ?>) service.get("environment");
        Overlay local = Overlay.of("local");
        Workload workload = local.workload(name);
        Map<String, String> here = local.environment(workload);
        assertThat(here.keySet()).containsAll(withoutNode(environment));
        assertThat(here.get("SERVER_PORT")).isEqualTo(environment.get("SERVER_PORT").toString());
        assertThat(service.get("image").toString().split(":", -1)[0])
                .isEqualTo(workload.container().getImage().split(":", -1)[0]);
        long instances =
                compose.keySet().stream().filter(k -> k.toString().matches(name + "-\\d")).count();
        assertThat(Redundancy.instances(local, name)).isEqualTo(instances);
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog", "order"})
    void migratesAsDockerComposeDoes(String name) {
        Map<?, ?> job = (Map<?, ?>) compose().get(name + "-migration");
        Container container = Overlay.of("local").workload(name + "-migration").container();
        assertThat(container.getArgs()).isEqualTo(job.get("command"));
    }

    @BeforeEach
    void rendersBeforeAnythingElse() {
        Overlay.of("local");
    }

    private static Map<?, ?> compose() {
        assumeTrue(
                Files.exists(Checkout.ROOT.resolve("docker-compose.yml")),
                "SKIPPED: there is no docker-compose.yml to compare with");
        Map<?, ?> file = (Map<?, ?>) Checkout.yaml("docker-compose.yml");
        return (Map<?, ?>) file.get("services");
    }

    private static Set<String> withoutNode(Map<?, ?> environment) {
        return environment.keySet().stream()
                .map(Object::toString)
                .filter(key -> !OF_THE_RUNTIME.contains(key))
                .collect(Collectors.toSet());
    }

    private static String application(String service) {
        return application(service, "");
    }

    private static String application(String service, String suffix) {
        return Checkout.read(
                "%s-service/src/main/resources/application%s.yml".formatted(service, suffix));
    }

    /** By the profiles that are on here as well. */
    private static Set<String> read(Workload service) {
        Set<String> settings = new HashSet<>(find(SETTING, application(service.name())));
        for (String profile : List.of("mtls", "tls")) {
            settings.addAll(find(SETTING, application(service.name(), "-" + profile)));
        }
        return settings;
    }

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toSet());
    }

    /** With those that only the pod knows. */
    private static Set<String> told(String overlay, Workload service) {
        Stream<String> own = service.container().getEnv().stream().map(EnvVar::getName);
        Stream<String> all = Overlay.of(overlay).environment(service).keySet().stream();
        // Addresses that a service does not use are in the map that all of them share.
        return Stream.concat(own, all).collect(Collectors.toSet());
    }

    /**
     * Names of the files in the secrets directory; of a Secret that is mounted whole, its name and
     * a star.
     */
    private static List<String> files(Workload workload) {
        return workload.template().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("secrets"))
                .flatMap(volume -> volume.getProjected().getSources().stream())
                .map(VolumeProjection::getSecret)
                .flatMap(ConfigurationTests::files)
                .toList();
    }

    private static Stream<String> files(SecretProjection secret) {
        return secret.getItems().isEmpty()
                ? Stream.of(secret.getName() + "/*")
                : secret.getItems().stream().map(item -> item.getPath());
    }
}
