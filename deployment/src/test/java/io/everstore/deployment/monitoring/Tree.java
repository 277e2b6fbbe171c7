package io.everstore.deployment.monitoring;

import io.everstore.deployment.Checkout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A place in a document, and what is there.
 *
 * @param at for messages
 * @param value of YAML: a map, a list or a scalar
 */
record Tree(String at, Object value) {

    static Tree of(String path) {
        return new Tree(path, Checkout.yaml(path));
    }

    /** What is below this key; nothing there is a mistake in the document. */
    Tree get(String key) {
        Object found = value instanceof Map<?, ?> map ? map.get(key) : null;
        if (found == null) {
            throw new AssertionError(at + " has no " + key);
        }
        return new Tree(at + "." + key, found);
    }

    String text(String key) {
        return get(key).value.toString();
    }

    /** As above, or another text where there is none. */
    String text(String key, String other) {
        return has(key) ? text(key) : other;
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> map && map.get(key) != null;
    }

    List<Tree> list() {
        if (value instanceof List<?> list) {
            return list.stream().map(item -> new Tree(at + "[]", item)).toList();
        }
        throw new AssertionError(at + " is no list");
    }

    List<Tree> list(String key) {
        return get(key).list();
    }

    Set<String> keys() {
        if (value instanceof Map<?, ?> map) {
            return map.keySet().stream().map(Object::toString).collect(Collectors.toSet());
        }
        throw new AssertionError(at + " is no mapping");
    }
}
