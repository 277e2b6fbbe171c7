package io.everstore.deployment.chaosmesh;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How many of the pods that were selected. */
public enum Mode {
    @JsonProperty("one")
    ONE,
    @JsonProperty("all")
    ALL
}
