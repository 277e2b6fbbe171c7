package io.everstore.local.deadletters;

import io.everstore.local.topology.Home;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option that says where Kafka is, and what all commands do with it. */
final class Brokers {

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT,...",
            description =
                    "Where Kafka is: over TLS with EVERSTORE_CERTIFICATES (a directory with tls.pem"
                            + " and ca.crt), else in the clear; by default the brokers of the local"
                            + " shop, and as they want it.")
    private @Nullable String given;

    private String addresses() {
        return given == null ? Topology.standard().addresses(Tier.KAFKA) : given;
    }

    /** Settings of a client that is to reach them, and what it wants besides. */
    Map<String, Object> settings(Map<String, ?> own) {
        Transport transport =
                given == null ? Transport.of(Home.locate()) : Transport.elsewhere(System.getenv());
        return transport.kafka(addresses(), own);
    }

    /** Runs a command, and says in one sentence what went wrong. */
    int run(CommandSpec spec, ToIntFunction<Open> command) {
        try (var ledger = new Ledger(this);
                var letters = new DeadLetters(this, ledger)) {
            return command.applyAsInt(new Open(letters, ledger));
        } catch (Playback.TooScattered tooScattered) {
            return failed(spec, String.valueOf(tooScattered.getMessage()));
        } catch (KafkaException away) {
            return failed(
                    spec,
                    "Kafka at %s does not answer as it should: %s. Is Everstore running? ./everstore status"
                            .formatted(addresses(), away.getMessage()));
        }
    }

    /** What a command works on. */
    record Open(DeadLetters letters, Ledger ledger) {

        /** The topic's own name or that of its dead letters is understood. */
        String topic(CommandSpec spec, String name) {
            String topic = name.endsWith(DeadLetter.SUFFIX) ? name : name + DeadLetter.SUFFIX;
            if (!letters.topics().contains(topic)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no topic %s; there are %s"
                                .formatted(topic, String.join(", ", letters.topics())));
            }
            return topic;
        }
    }

    private static int failed(CommandSpec spec, String why) {
        spec.commandLine().getErr().println(why);
        spec.commandLine().getErr().flush();
        return 1;
    }
}
