package io.everstore.local.cli;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the log of a node. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description =
                "Shows the end of a node's log, of this run. The launcher's own log is 'launcher'.",
        footer = {"", "Examples:", "  ./everstore logs order-1", "  ./everstore logs launcher -f"})
final class LogsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<node>", description = "For example pg-1, order-1 or launcher.")
    private String node;

    @Option(names = "-f", description = "Follow: go on printing what is added.")
    private boolean isFollowing;

    @Option(
            names = "-n",
            defaultValue = "100",
            description = "Lines to show (default ${DEFAULT-VALUE}).")
    private int lines;

    @Override
    public Integer call() {
        Path log = Home.locate().log(node);
        if (!node.matches("[a-z0-9-]+") || !Files.exists(log)) {
            throw new CommandFailed(
                    2, "there is no log of a node '" + node + "': " + log + " does not exist");
        }
        List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (isFollowing) {
            command.add("-F");
        }
        command.add(log.toString());
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot show " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }
}
