package io.everstore.local.importing;

import tools.jackson.databind.JsonNode;

/** How an import has ended. */
sealed interface Ending {

    /** All of it is loaded; how many products were what. */
    record Committed(long created, long updated, long unchanged) implements Ending {

        static Committed from(JsonNode json) {
            return new Committed(
                    json.path("created").asLong(0),
                    json.path("updated").asLong(0),
                    json.path("unchanged").asLong(0));
        }
    }

    /** Nothing is loaded. */
    record Aborted() implements Ending {}

    /** The shop could not be asked. */
    record Unknown() implements Ending {}
}
