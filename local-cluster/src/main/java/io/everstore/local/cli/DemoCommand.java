package io.everstore.local.cli;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What {@code up} does in the end, for a shop in another runtime. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Loads the demo products into a shop that has no products yet.",
        footer = {
            "",
            "With EVERSTORE_CERTIFICATES (a directory with tls.pem and ca.crt) over TLS.",
            "",
            "Example:",
            "  ./everstore demo --url http://localhost:8080"
        })
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--url", defaultValue = "http://localhost:8080", description = "The shop.")
    @SuppressWarnings("NullAway.Init")
    private URI url;

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("everstore-demo");
        try {
            Transport transport = Transport.elsewhere(System.getenv());
            long loaded = new DemoCatalogue(directory, url, transport).loadIfEmpty();
            System.out.println(
                    loaded == 0
                            ? "The shop has products already; none were loaded."
                            : loaded + " products were loaded.");
            return 0;
        } catch (IllegalStateException e) {
            throw new CommandFailed(1, String.valueOf(e.getMessage()));
        } finally {
            Files.delete(directory);
        }
    }
}
