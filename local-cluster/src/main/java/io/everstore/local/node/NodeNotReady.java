package io.everstore.local.node;

import java.nio.file.Path;
import java.time.Duration;

/** A node that did not come up: which one, and the log that says why. */
public final class NodeNotReady extends RuntimeException {

    private final Path log;

    NodeNotReady(String node, Duration limit, Path log) {
        super("%s is not ready after %d s or several starts".formatted(node, limit.toSeconds()));
        this.log = log;
    }

    public Path log() {
        return log;
    }
}
