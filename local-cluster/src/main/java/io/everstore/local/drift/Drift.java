package io.everstore.local.drift;

import tools.jackson.databind.JsonNode;

/**
 * A product whose stock does not add up.
 *
 * @param adjusted pieces it began with, and all corrections
 * @param remaining pieces on the shelf
 * @param reserved pieces of orders that are held or settled
 * @param difference pieces that are there and cannot be explained; negative if they are missing
 */
record Drift(String sku, long adjusted, long remaining, long reserved, long difference) {

    static Drift from(JsonNode item) {
        var adjusted = item.path("adjusted").asLong();
        var remaining = item.path("remaining").asLong();
        var reserved = item.path("reserved").asLong();
        return new Drift(
                item.path("sku").asString(),
                adjusted,
                remaining,
                reserved,
                remaining + reserved - adjusted);
    }
}
