package io.everstore.deployment.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The nodes of {@code docker-compose.yml}, with the anchors of its YAML resolved. */
final class Stack {

    /** The tests of a module run in its directory. */
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Stack() {}

    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    static Map<?, ?> yaml(String path) {
        LoaderOptions options = new LoaderOptions();
        // Each of 25 nodes refers to several anchors.
        options.setMaxAliasesForCollections(500);
        return new Yaml(options).load(read(path));
    }

    /** What has a number; jobs and tools come and go. */
    static SortedMap<String, Map<?, ?>> nodes() {
        SortedMap<String, Map<?, ?>> nodes = new TreeMap<>();
        map(yaml("docker-compose.yml"), "services")
                .forEach(
                        (name, service) -> {
                            if (name.toString().matches(".+-\\d")) {
                                nodes.put(name.toString(), (Map<?, ?>) service);
                            }
                        });
        return nodes;
    }

    static Map<?, ?> map(Map<?, ?> of, String key) {
        return (Map<?, ?>) of.get(key);
    }

    static List<String> texts(Map<?, ?> of, String key) {
        return of.get(key) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    /** The fixed address of a node. */
    static String address(Map<?, ?> node) {
        return String.valueOf(map(map(node, "networks"), "shop").get("ipv4_address"));
    }
}
