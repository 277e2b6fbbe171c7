package io.everstore.local.failover;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The servers by name, always in the same order. */
record Servers(Map<String, DatabaseServer> byName) {

    Servers {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    Collection<DatabaseServer> all() {
        return byName.values();
    }

    DatabaseServer get(String name) {
        DatabaseServer found = byName.get(name);
        if (found == null) {
            throw new IllegalStateException(
                    "the failover record names " + name + ", which does not exist");
        }
        return found;
    }
}
