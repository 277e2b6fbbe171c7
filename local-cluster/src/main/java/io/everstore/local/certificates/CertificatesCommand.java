package io.everstore.local.certificates;

import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Topology;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./everstore certificates}: what nodes need to speak TLS with each other. */
@Command(
        name = "certificates",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        header = "Make an authority, and a certificate for each node; renew what ends soon.",
        description = {
            "",
            "The directory gets ca.crt and ca.key, the authority, and a directory per node: tls.crt,"
                    + " tls.key, tls.pem (both in one) and ca.crt. Give a node its directory and"
                    + " nothing else; whoever has ca.key can be any node.",
            "A certificate is good for the node's names, localhost and 127.0.0.1. It is kept until"
                    + " the last third of its life, then renewed: run this daily or weekly.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every node has a certificate that lasts",
            "1:files cannot be read or written, or are none of ours",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./everstore certificates",
            "  ./everstore certificates --dir tls --days 30 --node catalog-1 --node"
                    + " pg,postgres.example,10.0.0.5"
        })
public final class CertificatesCommand implements Callable<Integer> {

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where the files are; by default certificates, beside the local cluster's data.")
    private @Nullable Path directory;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "90",
            description = "How long a new certificate is good, 1 to 3650.")
    private int days;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description =
                    "A node, with further names and addresses of it after commas; as often as"
                            + " needed. By default every node of the local cluster.")
    private @Nullable List<String> nodes;

    @Option(
            names = "--json",
            description = "Print one JSON object: directory, authority and nodes.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        List<Names> wanted;
        try {
            wanted = wanted();
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
        try {
            Path place =
                    directory == null
                            ? Home.locate().certificates()
                            : directory.toAbsolutePath().normalize();
            provide(place, wanted);
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            Throwable cause = e.getCause();
            err.println(
                    cause == null ? e.getMessage() : e.getMessage() + ": " + cause.getMessage());
            return 1;
        }
    }

    private List<Names> wanted() {
        if (days < 1 || days > 3650) {
            throw new IllegalArgumentException("--days %d is not from 1 to 3650".formatted(days));
        }
        Stream<String> all =
                nodes == null
                        ? Topology.standard().nodes().stream().map(NodeSpec::name)
                        : nodes.stream();
        List<Names> parsed = all.map(Names::parse).toList();
        if (parsed.stream().map(Names::node).distinct().count() < parsed.size()) {
            throw new IllegalArgumentException("--node names a node twice: " + nodes);
        }
        return parsed;
    }

    private void provide(Path place, List<Names> wanted) {
        var store = new Store(place, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Authority authority = store.authority();
        List<Store.Result> results = new ArrayList<>();
        for (Names node : wanted) {
            results.add(store.provide(authority, node, Duration.ofDays(days)));
        }
        print(place, authority.self().certificate().getNotAfter().toInstant(), results);
    }

    private void print(Path place, Instant end, List<Store.Result> results) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var all =
                    Map.of(
                            "directory", place.toString(),
                            "authority", Map.of("until", end),
                            "nodes", results);
            out.println(JsonMapper.builder().build().writeValueAsString(all));
        } else {
            out.printf("%-14s %-8s %-21s %s%n", "NODE", "", "GOOD UNTIL", "NAMES");
            for (Store.Result result : results) {
                out.printf(
                        "%-14s %-8s %-21s %s%n",
                        result.node(),
                        result.deed().name().toLowerCase(Locale.ROOT),
                        result.until(),
                        String.join(", ", result.names()));
            }
            out.printf(
                    "The files of a node are in %s/NODE; the authority (ca.crt) is good until %s."
                            + " Keep ca.key to yourself.%n",
                    place, end);
        }
        out.flush();
    }
}
