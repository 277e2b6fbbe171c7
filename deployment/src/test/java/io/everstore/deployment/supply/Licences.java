package io.everstore.deployment.supply;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Under which licences others' work may be part of the shop. Those of the project's own kind, which
 * ask for no more than to be named; and EPL 2.0, which asks to publish changes to the library
 * itself, of which there are none. What a component of several licences may be used under is one's
 * own choice, so one of them has to be here.
 */
final class Licences {

    private static final Set<String> ALLOWED =
            Set.of(
                    "0BSD",
                    "Apache-2.0",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "CC0-1.0",
                    "EPL-2.0",
                    "MIT",
                    "MIT-0",
                    "PostgreSQL");

    /** Read by people, for their names are no identifiers: who they are of, and what they are. */
    private static final Map<String, String> READ =
            Map.of(
                    "pkg:maven/com.google.re2j/re2j", "Go License", // BSD-3-Clause
                    "pkg:maven/org.bouncycastle/bcprov-jdk18on", "Bouncy Castle Licence", // MIT
                    "pkg:maven/org.bouncycastle/bcpkix-jdk18on", "Bouncy Castle Licence",
                    "pkg:maven/org.bouncycastle/bcutil-jdk18on", "Bouncy Castle Licence");

    private Licences() {}

    /** What may not be used, or says nothing of it. */
    static List<String> refused(List<Component> components) {
        return components.stream()
                .filter(component -> component.licences().stream().noneMatch(ALLOWED::contains))
                .filter(component -> !component.licences().equals(List.of(read(component))))
                .map(component -> component + " under " + component.licences())
                .toList();
    }

    private static String read(Component component) {
        return READ.getOrDefault(component.name(), "");
    }
}
