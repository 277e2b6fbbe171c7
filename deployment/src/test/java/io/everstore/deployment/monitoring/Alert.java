package io.everstore.deployment.monitoring;

import io.everstore.deployment.Checkout;
import java.util.List;

/**
 * An alert of the rule files.
 *
 * @param patience how long it must have been so, as {@code 1m}; {@code at once} if not at all
 * @param runbook the page and the row that say what is going on
 */
record Alert(String name, String severity, String patience, String runbook) {

    static final String RULES = "docker/prometheus/rules";

    static List<Alert> all() {
        return rules().stream()
                .filter(rule -> rule.has("alert"))
                .map(
                        rule ->
                                new Alert(
                                        rule.text("alert"),
                                        rule.get("labels").text("severity"),
                                        rule.text("for", "at once"),
                                        rule.get("annotations").text("runbook")))
                .toList();
    }

    /** Those that record included. */
    static List<Tree> rules() {
        return Checkout.files(RULES).stream()
                .flatMap(file -> Tree.of(file).list("groups").stream())
                .flatMap(group -> group.list("rules").stream())
                .toList();
    }
}
