package io.everstore.deployment.supply;

/**
 * A known hole in a component.
 *
 * @param severity as GitHub's reviewers rated it: LOW, MODERATE, HIGH or CRITICAL; UNRATED if they
 *     did not
 * @param exploited whether it is known to have been used against somebody
 */
record Finding(Component component, String id, String severity, boolean exploited, String summary) {

    boolean breaksTheBuild() {
        return exploited || severity.equals("CRITICAL");
    }

    @Override
    public String toString() {
        return "%s has %s (%s%s): %s"
                .formatted(
                        component,
                        id,
                        severity,
                        exploited ? ", known to be exploited" : "",
                        summary);
    }
}
