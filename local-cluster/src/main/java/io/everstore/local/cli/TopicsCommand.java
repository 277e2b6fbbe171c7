package io.everstore.local.cli;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.node.Topics;
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** For runtimes in which nobody else makes the topics; {@code up} makes its own. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description =
                "Creates the shop's topics that do not exist yet, on brokers that run elsewhere.",
        footer = {
            "",
            "With EVERSTORE_CERTIFICATES (a directory with tls.pem and ca.crt) over TLS.",
            "",
            "Example:",
            "  ./everstore topics --brokers kafka-1:9092,kafka-2:9092"
        })
final class TopicsCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--brokers",
            required = true,
            paramLabel = "<host:port,...>",
            description = "Some of the brokers.")
    @SuppressWarnings("NullAway.Init")
    private String brokers;

    @Option(
            names = "--copies",
            paramLabel = "N",
            defaultValue = "3",
            description = "Of each record; as many brokers must be there.")
    private short copies;

    @Override
    public Integer call() {
        try {
            Topics.create(brokers, Transport.elsewhere(System.getenv()), copies, PATIENCE);
        } catch (IllegalStateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailed(
                    1, "%s at %s: %s".formatted(e.getMessage(), brokers, cause.getMessage()));
        }
        System.out.println("all topics exist");
        return 0;
    }
}
