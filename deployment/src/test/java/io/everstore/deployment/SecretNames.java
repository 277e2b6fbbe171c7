package io.everstore.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Finds the Secrets that an object refers to, in whatever way its kind does so. */
final class SecretNames {

    /** Fields with a name in them. */
    private static final Set<String> NAMES =
            Set.of("secretName", "serverTLSSecret", "serverCASecret");

    /** Fields with an object that has a name. */
    private static final Set<String> OBJECTS =
            Set.of("secret", "passwordSecret", "keySecret", "accessKeyId", "secretAccessKey");

    private SecretNames() {}

    static void collect(JsonNode node, Set<String> names) {
        if (node.path("kind").asText().equals("Secret")) {
            names.add(node.path("name").asText());
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (NAMES.contains(field.getKey())) {
                names.add(value.asText());
            } else if (OBJECTS.contains(field.getKey()) && value.has("name")) {
                names.add(value.path("name").asText());
            } else if (field.getKey().equals("certificateRefs")) {
                value.forEach(reference -> names.add(reference.path("name").asText()));
            }
            collect(value, names);
        }
        if (node.isArray()) {
            node.forEach(item -> collect(item, names));
        }
    }
}
