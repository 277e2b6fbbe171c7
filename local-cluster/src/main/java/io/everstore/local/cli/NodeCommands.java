package io.everstore.local.cli;

import io.everstore.local.topology.Home;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that do something to one node. */
final class NodeCommands {

    private NodeCommands() {}

    private static int order(String node, String action, boolean stayDown, String done) {
        Orders.Done answer = ControlClient.require(Home.locate()).order(node, action, stayDown);
        System.out.printf("%s %s at %s%n", node, done, answer.at());
        return 0;
    }

    /** SIGKILL. */
    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description =
                    "Kills a node with SIGKILL. The supervisor brings it back, unless told not to.",
            footer = {
                "",
                "Examples:",
                "  ./everstore kill pg-1",
                "  ./everstore kill catalog-2 --stay-down",
                "  ./everstore start catalog-2"
            })
    static final class Kill implements Callable<Integer> {

        @Parameters(
                paramLabel = "<node>",
                description = "For example pg-1, redis-2, kafka-3, order-1.")
        private String node;

        @Option(
                names = "--stay-down",
                description = "Do not bring it back until ./everstore start.")
        private boolean stayDown;

        @Override
        public Integer call() {
            return order(node, "kill", stayDown, "killed");
        }
    }

    /** SIGSTOP. */
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            description = {
                "Freezes a node with SIGSTOP: it keeps its connections and answers nothing.",
                "PostgreSQL and Redis nodes are replaced by the supervisor; the others stay frozen until resume."
            },
            footer = {"", "Example:", "  ./everstore pause pg-1"})
    static final class Pause implements Callable<Integer> {

        @Parameters(paramLabel = "<node>", description = "For example pg-1 or catalog-2.")
        private String node;

        @Override
        public Integer call() {
            return order(node, "pause", false, "frozen");
        }
    }

    /** SIGCONT. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            description = "Lets a frozen node go on (SIGCONT).",
            footer = {"", "Example:", "  ./everstore resume catalog-2"})
    static final class Resume implements Callable<Integer> {

        @Parameters(paramLabel = "<node>", description = "A node that was paused.")
        private String node;

        @Override
        public Integer call() {
            return order(node, "resume", false, "resumed");
        }
    }

    /** The end of --stay-down. */
    @Command(
            name = "start",
            mixinStandardHelpOptions = true,
            description = "Brings back a node that was killed with --stay-down.",
            footer = {"", "Example:", "  ./everstore start pg-1"})
    static final class Start implements Callable<Integer> {

        @Parameters(paramLabel = "<node>", description = "A node that is down.")
        private String node;

        @Override
        public Integer call() {
            return order(node, "start", false, "starting");
        }
    }
}
