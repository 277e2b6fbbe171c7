package io.everstore.local.cli;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.control.ControlClient;
import io.everstore.local.probe.Await;
import io.everstore.local.topology.Home;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the topology. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops everything, in the reverse order of the start. Data is kept.",
        footer = {
            "",
            "Examples:",
            "  ./everstore down",
            "  ./everstore down --purge    also deletes the data"
        })
final class DownCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Option(names = "--purge", description = "Also delete all data, logs and secrets.")
    private boolean isPurging;

    @Override
    public Integer call() {
        Home home = Home.locate();
        Optional<ControlClient> running = ControlClient.find(home);
        if (running.isPresent()) {
            stop(running.get());
            System.out.println("Everstore is stopped.");
        } else {
            System.out.println("Everstore is not running.");
        }
        if (isPurging) {
            for (String directory : new String[] {"data", "secrets", "run", "logs"}) {
                Home.delete(home.root().resolve(directory));
            }
            System.out.println("Its data is deleted.");
        }
        return 0;
    }

    private static void stop(ControlClient client) {
        ProcessHandle launcher = ProcessHandle.of(client.pid()).orElse(null);
        client.stop();
        boolean hasEnded =
                launcher == null
                        || Await.until(() -> !launcher.isAlive(), LIMIT, Duration.ofMillis(100));
        if (!hasEnded) {
            throw new CommandFailed(
                    1,
                    "The launcher (process %d) is still stopping after %d s; see ./everstore logs launcher"
                            .formatted(client.pid(), LIMIT.toSeconds()));
        }
    }
}
