package io.everstore.local.browser;

import io.everstore.local.acceptance.Everstore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * The local shop, as it was found or started once for all the tests, and whole again after each.
 */
final class RunningShop {

    private static final Duration HEALED = Duration.ofMinutes(2);
    private static final Everstore everstore = new Everstore();
    private static boolean isOpen;

    private final List<String> stopped = new ArrayList<>();

    /** One that we have started is stopped when the tests are over. */
    static synchronized RunningShop open() {
        if (!isOpen && everstore.run("status").exitCode() == 3) {
            everstore.run("up", "--detach").succeeded();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> everstore.run("down")));
        }
        isOpen = true;
        RunningShop shop = new RunningShop();
        shop.heal();
        return shop;
    }

    Everstore everstore() {
        return everstore;
    }

    private static Stream<JsonNode> nodes() {
        return everstore.liveStatus().path("nodes").valueStream();
    }

    String primaryDatabase() {
        return nodes().filter(node -> node.path("tier").asString().equals("postgres"))
                .filter(node -> node.path("role").asString("").equals("primary"))
                .map(node -> node.path("name").asString())
                .findFirst()
                .orElseThrow();
    }

    /** Kills every node of a tier, to stay down until {@link #heal()}. */
    void stop(String tier) {
        nodes().filter(node -> node.path("tier").asString().equals(tier))
                .map(node -> node.path("name").asString())
                .forEach(
                        name -> {
                            stopped.add(name);
                            everstore.inject("kill?stay-down", name);
                        });
    }

    /** Starts what was stopped; returns when every node is up. */
    void heal() {
        stopped.forEach(name -> everstore.inject("start", name));
        stopped.clear();
        Awaitility.await()
                .atMost(HEALED)
                .until(() -> nodes().allMatch(node -> node.path("state").asString().equals("up")));
    }
}
