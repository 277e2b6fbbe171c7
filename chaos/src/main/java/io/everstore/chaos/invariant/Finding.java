package io.everstore.chaos.invariant;

import java.util.List;

/**
 * What came of checking an invariant.
 *
 * @param violations empty: no violation observed
 */
public record Finding(String id, String promise, List<String> violations) {

    public boolean holds() {
        return violations.isEmpty();
    }
}
