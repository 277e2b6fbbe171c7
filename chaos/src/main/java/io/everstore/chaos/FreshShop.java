package io.everstore.chaos;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.control.ControlClient;
import io.everstore.local.topology.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A shop of its own in a directory of its own, for experiments that leave it damaged. It needs the
 * ports of the local shop, and no data of anybody.
 */
final class FreshShop implements AutoCloseable {

    private final Home home;

    /** Whoever ends the command while it runs gets the ports back as well. */
    private final Thread atExit = new Thread(this::remove, "remove-shop");

    private FreshShop(Home home) {
        this.home = home;
    }

    /** Starts one. */
    static FreshShop open(Home users) {
        ControlClient.find(users)
                .ifPresent(
                        _ -> {
                            throw new CommandFailed(
                                    1,
                                    "A shop of its own needs the ports of yours: stop it with ./everstore down (its data is kept)");
                        });
        try {
            Path root = Files.createTempDirectory("everstore-chaos");
            FreshShop shop = new FreshShop(new Home(root, users.checkout()));
            Runtime.getRuntime().addShutdownHook(shop.atExit);
            shop.everstore("up", "--detach");
            return shop;
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for a shop of its own", e);
        }
    }

    Home home() {
        return home;
    }

    private void everstore(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.checkout().resolve("everstore").toString());
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("EVERSTORE_HOME", home.root().toString());
        process.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        try {
            if (process.start().waitFor() != 0) {
                throw new CommandFailed(
                        1,
                        "everstore %s failed: see %s"
                                .formatted(String.join(" ", arguments), log()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed(1, "interrupted");
        }
    }

    private Path log() {
        return home.root().resolveSibling(home.root().getFileName() + ".log");
    }

    /** Stops it and deletes everything. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException exiting) {
            return; // the hook is at it
        }
        remove();
    }

    private void remove() {
        everstore("down", "--purge");
        Home.delete(home.root());
        Home.delete(log());
    }
}
