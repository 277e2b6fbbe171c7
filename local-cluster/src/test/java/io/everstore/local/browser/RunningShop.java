package io.everstore.local.browser;

import io.everstore.local.acceptance.Everstore;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The local shop, as it was found or started for the tests, and as whole as that again after each.
 */
final class RunningShop {

    private final Everstore everstore = new Everstore();
    private final List<String> stopped = new ArrayList<>();
    private boolean isOurs;

    void open() {
        isOurs = everstore.run("status").exitCode() == 3;
        if (isOurs) {
            everstore.run("up", "--detach").succeeded();
        }
        everstore.awaitAllUp();
    }

    Everstore everstore() {
        return everstore;
    }

    /** Kills every node of a tier, to stay down until {@link #heal()}. */
    void stop(String tier) {
        for (JsonNode node : everstore.status().path("nodes")) {
            if (node.path("tier").asString().equals(tier)) {
                String name = node.path("name").asString();
                everstore.inject("kill?stay-down", name);
                stopped.add(name);
            }
        }
    }

    /** Starts what was stopped; returns when every node is up. */
    void heal() {
        stopped.forEach(name -> everstore.inject("start", name));
        stopped.clear();
        everstore.awaitAllUp();
    }

    void close() {
        if (isOurs) {
            everstore.run("down").succeeded();
        }
    }
}
