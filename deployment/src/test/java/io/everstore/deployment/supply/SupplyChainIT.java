package io.everstore.deployment.supply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bill of materials that the profile {@code sbom} made, held to two rules. */
class SupplyChainIT {

    private static final Path BOM = Path.of("../target/bom.json");

    private static final URI OSV = URI.create(System.getProperty("osv", "https://api.osv.dev"));
    private static final URI EXPLOITED =
            URI.create(
                    System.getProperty(
                            "kev",
                            "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"));

    /** An empty bill would pass everything, and one of an earlier build what it does not have. */
    private static final int AT_LEAST = 100;

    private static final Duration FRESH = Duration.ofHours(1);

    private static List<Component> components;

    @BeforeAll
    static void read() throws IOException {
        assertThat(Files.getLastModifiedTime(BOM).toInstant()).isAfter(Instant.now().minus(FRESH));
        components = Component.in(BOM);
        assertThat(components).hasSizeGreaterThan(AT_LEAST);
    }

    @Test
    void everyLicenceIsAllowed() {
        assertThat(Licences.refused(components))
                .as("not under a licence of the list in Licences.java: read it, then decide")
                .isEmpty();
    }

    @Test
    void nothingIsCriticalOrKnownToBeExploited() throws InterruptedException {
        List<Finding> findings;
        try {
            findings = new Vulnerabilities(OSV, EXPLOITED).of(components);
        } catch (Vulnerabilities.NotReachable e) {
            String sentence =
                    "SKIPPED: the %d components were not compared with known vulnerabilities; %s."
                            .formatted(components.size(), e.getMessage());
            System.out.println(sentence);
            Assumptions.abort(sentence);
            return;
        }
        findings.forEach(System.out::println);
        System.out.printf(
                "%d components, %d known vulnerabilities%n", components.size(), findings.size());
        assertThat(findings).filteredOn(Finding::breaksTheBuild).isEmpty();
    }
}
