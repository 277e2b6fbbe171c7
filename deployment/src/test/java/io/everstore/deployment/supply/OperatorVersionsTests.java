package io.everstore.deployment.supply;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One version of each operator: that of the docs is the one whose definitions are asked for. */
class OperatorVersionsTests {

    private static final Pattern DEFINED =
            Pattern.compile("echo \\$\\w+/[\\w-]+/([\\w-]+)/.*?\\bv(\\d+\\.\\d+\\.\\d+)/");
    private static final Pattern INSTALLED = Pattern.compile("--version v?(\\d[\\w.-]*)");

    /** By repository, as the page calls it. */
    private static final Map<String, String> NAMES =
            Map.of(
                    "cert-manager", "[cert-manager]",
                    "cloudnative-pg", "[CloudNativePG]",
                    "plugin-barman-cloud", "[Barman Cloud plugin]",
                    "gateway-api", "[Gateway API]",
                    "gateway", "[Envoy Gateway]",
                    "prometheus-operator", "Prometheus operator,",
                    "chaos-mesh", "[Chaos Mesh]");

    private static final String PAGE = Checkout.read("docs/kubernetes.md");

    @Test
    void areTheSameForTheDefinitionsAndInTheDocs() {
        Map<String, String> defined = defined();
        assertThat(defined).containsOnlyKeys(NAMES.keySet());
        defined.forEach(
                (repository, version) ->
                        assertThat(PAGE.lines())
                                .filteredOn(line -> line.contains(NAMES.get(repository)))
                                .as(repository)
                                .isNotEmpty()
                                .anyMatch(line -> line.contains(" " + version)));
    }

    @Test
    void areWhatTheCommandsInstall() {
        Set<String> known = new TreeSet<>(defined().values());
        known.add(strimzi());
        assertThat(INSTALLED.matcher(PAGE).results().map(m -> m.group(1)))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(known::contains);
        assertThat(PAGE.lines().filter(line -> line.startsWith("helm install")))
                .allSatisfy(line -> assertThat(line).contains(" --version "));
    }

    private static Map<String, String> defined() {
        Map<String, String> versions = new TreeMap<>();
        DEFINED.matcher(Checkout.read(".ci/definitions"))
                .results()
                .forEach(m -> versions.put(m.group(1), m.group(2)));
        return versions;
    }

    private static String strimzi() {
        var version =
                Pattern.compile("<strimzi.version>(.+)</strimzi.version>")
                        .matcher(Checkout.read("deployment/pom.xml"));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
