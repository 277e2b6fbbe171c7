package io.everstore.local.cli;

import io.everstore.local.probe.Await;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * A graceful end and a new start: of one node, or of each in turn. The next one's turn comes only
 * when everything is up again, so there is never more than one node missing, and the shop stays
 * open: a rolling restart.
 */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        description = {
            "Ends a node gracefully and starts it again; a PostgreSQL primary hands over first.",
            "Without a node: each in turn, waiting for all to be up in between. The shop stays open."
        },
        footer = {"", "Examples:", "  ./everstore restart order-1", "  ./everstore restart"})
final class RestartCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(250);

    /** The slowest start on two busy cores is under a minute; cloning a database takes longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Parameters(
            paramLabel = "<node>",
            arity = "0..1",
            description = "For example order-1; all, if there is none.")
    private @Nullable String node;

    @Override
    public Integer call() {
        ControlClient launcher = ControlClient.require(Home.locate());
        if (node != null) {
            System.out.printf(
                    "%s restarting at %s%n", node, launcher.order(node, "restart", false).at());
            return 0;
        }
        List<NodeView> turns = turns(launcher);
        long begin = System.nanoTime();
        for (int turn = 0; turn < turns.size(); turn++) {
            awaitAllUp(launcher, "before the turn of " + turns.get(turn).name());
            restart(launcher, turns.get(turn), turn + 1, turns.size());
        }
        awaitAllUp(launcher, "in the end");
        System.out.printf(
                "all %d nodes were restarted in %d s%n",
                turns.size(), Duration.ofNanos(System.nanoTime() - begin).toSeconds());
        return 0;
    }

    /**
     * Tier by tier, what keeps data first; in each tier the primary last, so that it hands over
     * once. The edge is part of the launcher.
     */
    private static List<NodeView> turns(ControlClient launcher) {
        List<NodeView> nodes = launcher.status().nodes();
        List<String> tiers = nodes.stream().map(NodeView::tier).distinct().toList();
        return nodes.stream()
                .filter(each -> !each.tier().equals("edge"))
                .sorted(Comparator.comparing(RestartCommand::leads))
                .sorted(Comparator.comparingInt(each -> tiers.indexOf(each.tier())))
                .toList();
    }

    private static boolean leads(NodeView node) {
        return "primary".equals(node.role()) || "leader".equals(node.role());
    }

    private static void restart(ControlClient launcher, NodeView old, int turn, int turns) {
        System.out.printf("%2d/%d %s ", turn, turns, old.name());
        System.out.flush();
        long begin = System.nanoTime();
        launcher.order(old.name(), "restart", false);
        boolean isNew = Await.until(() -> isAnother(launcher, old), PATIENCE, LOOK);
        if (!isNew) {
            throw new CommandFailed(
                    1, old.name() + " did not come back; see ./everstore logs " + old.name());
        }
        System.out.printf(
                "up again after %.1f s%n",
                Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1e3);
    }

    private static boolean isAnother(ControlClient launcher, NodeView old) {
        return launcher.status().nodes().stream()
                .anyMatch(
                        each ->
                                each.name().equals(old.name())
                                        && each.isUp()
                                        && each.pid() != null
                                        && !each.pid().equals(old.pid()));
    }

    private static void awaitAllUp(ControlClient launcher, String when) {
        if (!Await.until(() -> launcher.status().isAllUp(), PATIENCE, LOOK)) {
            throw new CommandFailed(1, "not all nodes are up " + when + "; see ./everstore status");
        }
    }
}
