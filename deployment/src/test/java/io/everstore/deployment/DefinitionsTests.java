package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The objects of operators fit the operators' own definitions, where these are at hand: {@code
 * -Dcrds=DIRECTORY} with their YAML files, as {@code kubectl get crd -o yaml} prints them. They are
 * not part of the project, so without the directory this is skipped.
 */
class DefinitionsTests {

    @Test
    void fitTheDefinitionsOfTheirOperators() throws IOException {
        String directory = System.getProperty("crds");
        assumeTrue(
                directory != null, "SKIPPED: no -Dcrds=DIRECTORY with definitions to compare with");
        Map<String, JsonNode> schemas = schemas(Path.of(directory));
        List<JsonNode> objects = new ArrayList<>(StrictnessTests.faults());
        Overlay.all().forEach(overlay -> objects.addAll(overlay.documents()));
        Set<String> mistakes = new TreeSet<>();
        Set<String> compared = new TreeSet<>();
        for (JsonNode object : objects) {
            JsonNode schema = schemas.get(Kinds.of(object));
            if (schema != null) {
                compared.add(Kinds.of(object));
                compare(schema.at("/properties/spec"), object.path("spec"), name(object), mistakes);
            }
        }
        System.out.println("Compared with definitions: " + compared);
        assertThat(compared).isNotEmpty();
        assertThat(mistakes).isEmpty();
    }

    private static String name(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    private static Map<String, JsonNode> schemas(Path directory) throws IOException {
        Map<String, JsonNode> schemas = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                for (JsonNode definition : StrictYaml.documents(Files.readString(file))) {
                    String group = definition.at("/spec/group").asText();
                    String kind = definition.at("/spec/names/kind").asText();
                    for (JsonNode version : definition.at("/spec/versions")) {
                        schemas.put(
                                group + "/" + version.path("name").asText() + "/" + kind,
                                version.at("/schema/openAPIV3Schema"));
                    }
                }
            }
        }
        return schemas;
    }

    /** Fields, required fields, types and enumerations; not patterns, and no rules in CEL. */
    private static void compare(
            JsonNode schema, JsonNode value, String path, Set<String> mistakes) {
        JsonNode choice = schema.path("enum");
        if (choice.isArray()
                && !Stream.iterate(0, i -> i < choice.size(), i -> i + 1)
                        .map(choice::get)
                        .toList()
                        .contains(value)) {
            mistakes.add(path + " is none of " + choice);
        }
        switch (schema.path("type").asText()) {
            case "object" -> {
                schema.path("required")
                        .forEach(
                                field -> {
                                    if (!value.has(field.asText())) {
                                        mistakes.add(path + " has no " + field.asText());
                                    }
                                });
                for (Map.Entry<String, JsonNode> field : value.properties()) {
                    JsonNode known = schema.path("properties").path(field.getKey());
                    JsonNode others = schema.path("additionalProperties");
                    if (!known.isMissingNode()) {
                        compare(known, field.getValue(), path + "." + field.getKey(), mistakes);
                    } else if (others.isObject()) {
                        compare(others, field.getValue(), path + "." + field.getKey(), mistakes);
                    } else if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                        mistakes.add(path + " knows no " + field.getKey());
                    }
                }
            }
            case "array" ->
                    value.forEach(
                            item -> compare(schema.path("items"), item, path + "[]", mistakes));
            case "string" -> check(value.isTextual(), path, mistakes);
            case "integer" -> check(value.isIntegralNumber(), path, mistakes);
            case "boolean" -> check(value.isBoolean(), path, mistakes);
            default -> {
                // Either of several types.
            }
        }
    }

    private static void check(boolean fits, String path, Set<String> mistakes) {
        if (!fits) {
            mistakes.add(path + " has another type");
        }
    }
}
