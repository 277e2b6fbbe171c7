package io.everstore.local.node;

import io.everstore.local.process.ChildProcesses;
import io.everstore.local.topology.NodeSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How to run one node.
 *
 * @param spec its name, tier and port
 * @param command asked at every start, so that a restarted node can be configured anew
 * @param isReady whether it can be used; also asked while it is up, to notice a hang
 * @param role primary, replica, leader and so on; empty while unknown
 * @param restartDelay before the first restart (it doubles with every quick death, up to 30 s). For
 *     Redis it must exceed Sentinel's failover, or an old primary comes back too early.
 * @param hangLimit unanswered for so long, it is killed and restarted (see {@link HangDetector});
 *     must exceed any garbage collection
 * @param isReplacedWhenPaused whether a node that was frozen on purpose is killed like a hung one:
 *     Redis, whose clients would wait for it for ever, and not the rest, which can be resumed
 * @param stopLimit how long a graceful end may take before SIGKILL
 */
record Blueprint(
        NodeSpec spec,
        Supplier<ChildProcesses.Command> command,
        BooleanSupplier isReady,
        Supplier<Optional<String>> role,
        Duration restartDelay,
        Duration hangLimit,
        boolean isReplacedWhenPaused,
        Duration stopLimit) {}
