package io.everstore.deployment.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A component of a CycloneDX bill of materials.
 *
 * @param purl its package URL, as {@code pkg:maven/org.slf4j/slf4j-api@2.0.18}
 * @param licences SPDX identifiers, or names where there is none; of several one may choose
 */
record Component(String purl, List<String> licences) {

    /** All that are not of this project. */
    static List<Component> in(Path bom) throws IOException {
        var components = new ArrayList<Component>();
        for (JsonNode each : new ObjectMapper().readTree(bom.toFile()).path("components")) {
            if (!each.path("group").asText().equals("io.everstore")) {
                components.add(of(each));
            }
        }
        return components;
    }

    static Component of(JsonNode component) {
        var licences = new ArrayList<String>();
        for (JsonNode each : component.path("licenses")) {
            JsonNode licence = each.path("license");
            if (each.has("expression")) {
                licences.addAll(List.of(each.path("expression").asText().split(" OR ", -1)));
            } else {
                licences.add(licence.path(licence.has("id") ? "id" : "name").asText());
            }
        }
        String purl = component.path("purl").asText();
        return new Component(purl.replaceFirst("\\?.*", ""), List.copyOf(licences));
    }

    /** Without its version. */
    String name() {
        return purl.replaceFirst("@.*", "");
    }

    @Override
    public String toString() {
        return purl;
    }
}
