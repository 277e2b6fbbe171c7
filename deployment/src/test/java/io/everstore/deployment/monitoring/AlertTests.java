package io.everstore.deployment.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules say what they should, fire when they should, and are all written down. */
class AlertTests {

    private static final String TESTS = "docker/prometheus/tests";

    private static final Pattern NAME = Pattern.compile("alertname=\"(\\w+)\"");

    /** What a drill of {@code chaos/alerts} expects, or an alert that it skips. */
    private static final Pattern DRILL =
            Pattern.compile("expected\\[\\w+]=\"([^\"]*)\"|(?:skipped|untried)\\[(\\w+)]=");

    private static final Set<String> SEVERITIES = Set.of("page", "ticket", "none");

    /** Always fires, so it never clears. */
    private static final String WATCHDOG = "Watchdog";

    @Test
    void filesAreValid() throws Exception {
        // Not what it refers to: certificates are where the servers run.
        String config = "docker/prometheus/prometheus.yml";
        Tool.PROMTOOL.run(List.of("check", "config", "--syntax-only", config));
        List<String> rules = new ArrayList<>(List.of("check", "rules"));
        rules.addAll(Checkout.files(Alert.RULES));
        Tool.PROMTOOL.run(rules);
        Tool.AMTOOL.run(List.of("check-config", "docker/alertmanager/alertmanager.yml"));
    }

    /** Faults from begin to end, a few hours of them in some seconds. */
    @Test
    void alertsFireAndClear() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("test", "rules"));
        arguments.addAll(Checkout.files(TESTS));
        assertThat(Tool.PROMTOOL.run(arguments)).contains("SUCCESS").doesNotContain("FAILED");
    }

    /** In some story it is expected at one time, and not at a later one. */
    @Test
    void everyAlertIsSeenToFireAndToClear() {
        Set<String> seen = new TreeSet<>();
        for (String file : Checkout.files(TESTS)) {
            for (Tree story : Tree.of(file).list("tests")) {
                List<Set<String>> times =
                        story.list("promql_expr_test").stream().map(AlertTests::expected).toList();
                seen.addAll(
                        times.stream()
                                .flatMap(Set::stream)
                                .filter(alert -> !times.getLast().contains(alert))
                                .toList());
            }
        }
        Set<String> all = names(Alert.all().stream().map(Alert::name));
        all.remove(WATCHDOG);
        assertThat(seen).containsAll(all);
    }

    /** The drill breaks what is needed for an alert to fire, or says why it cannot. */
    @Test
    void everyAlertIsDrilledOrSkippedWithAReason() {
        Set<String> drilled =
                DRILL.matcher(Checkout.read("chaos/alerts"))
                        .results()
                        .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                        .flatMap(names -> Pattern.compile("\\s+").splitAsStream(names))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = names(Alert.all().stream().map(Alert::name));
        all.remove(WATCHDOG);
        assertThat(drilled).isEqualTo(all);
    }

    private static Set<String> expected(Tree test) {
        return names(
                test.list("exp_samples").stream()
                        .flatMap(sample -> NAME.matcher(sample.text("labels")).results())
                        .map(match -> match.group(1)));
    }

    @Test
    void everyRunbookIsARowOfTheFailureModes() {
        Set<String> rows =
                Page.rows("docs/failure-modes.md").stream()
                        .map(row -> "docs/failure-modes.md: " + row.getFirst())
                        .collect(Collectors.toSet());
        assertThat(Alert.all())
                .allSatisfy(alert -> assertThat(rows).as(alert.name()).contains(alert.runbook()));
    }

    @Test
    void documentationListsAllAlerts() {
        Set<List<String>> documented =
                Page.rows("docs/observability.md").stream()
                        .filter(row -> SEVERITIES.contains(row.get(1)))
                        .map(row -> row.subList(0, 3))
                        .collect(Collectors.toSet());
        assertThat(documented)
                .isEqualTo(
                        Alert.all().stream()
                                .map(a -> List.of(a.name(), a.severity(), a.patience()))
                                .collect(Collectors.toSet()));
    }

    private static Set<String> names(Stream<String> names) {
        return names.collect(Collectors.toCollection(TreeSet::new));
    }
}
