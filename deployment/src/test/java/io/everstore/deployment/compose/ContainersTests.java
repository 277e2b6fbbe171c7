package io.everstore.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every container of the stack keeps to, and what all of them have to agree about. */
class ContainersTests {

    private static final Pattern NAME = Pattern.compile("`([a-z]+-\\d)`");

    /** They hold the virtual address, which is a matter of the network. */
    private static final Set<String> OF_THE_NETWORK =
            Set.of("NET_ADMIN", "NET_RAW", "NET_BROADCAST");

    @TestFactory
    List<DynamicTest> confinesEveryNode() {
        return Stack.nodes().entrySet().stream()
                .map(
                        node ->
                                DynamicTest.dynamicTest(
                                        node.getKey(),
                                        () -> isConfined(node.getKey(), node.getValue())))
                .toList();
    }

    private static void isConfined(String name, Map<?, ?> node) {
        assertThat(Stack.texts(node, "cap_drop")).containsExactly("ALL");
        assertThat(Stack.texts(node, "cap_add"))
                .isSubsetOf(name.startsWith("lb-") ? OF_THE_NETWORK : Set.of());
        assertThat(Stack.texts(node, "security_opt")).containsExactly("no-new-privileges:true");
        assertThat(node.get("read_only")).isEqualTo(true);
        assertThat(node.get("restart")).isEqualTo("unless-stopped");
        assertThat(node.containsKey("mem_limit")).as("a limit of memory").isTrue();
        assertThat(node.containsKey("pids_limit")).as("a limit of processes").isTrue();
        assertThat(node.containsKey("healthcheck")).as("a health check").isTrue();
    }

    /** Where processors are short, a failover must not wait for all who reconnect because of it. */
    @Test
    void givesProcessorsFirstToThoseWhoSettleWhoLeads() {
        Map<Boolean, Set<Integer>> shares =
                Stack.nodes().entrySet().stream()
                        .collect(
                                Collectors.partitioningBy(
                                        node -> node.getKey().matches("(etcd|pg)-\\d"),
                                        Collectors.mapping(
                                                node -> shares(node.getValue()),
                                                Collectors.toSet())));

        assertThat(shares).isEqualTo(Map.of(true, Set.of(4096), false, Set.of(1024)));
    }

    /** Docker gives 1024 to a container that wants nothing. */
    private static int shares(Map<?, ?> node) {
        return node.get("cpu_shares") instanceof Integer shares ? shares : 1024;
    }

    /** A name that only Docker serves is gone with its container. */
    @Test
    void givesEveryNodeTheWholeListOfHosts() {
        Set<String> hosts =
                Stack.nodes().entrySet().stream()
                        .map(node -> node.getKey() + "=" + Stack.address(node.getValue()))
                        .collect(Collectors.toSet());

        assertThat(Stack.nodes().values())
                .allSatisfy(
                        node ->
                                assertThat(Set.copyOf(Stack.texts(node, "extra_hosts")))
                                        .isEqualTo(hosts));
    }

    /** Anybody may shop; the rest is for this machine. */
    @Test
    void publishesTheShopAloneOnEveryInterface() {
        Set<String> open =
                Stack.nodes().values().stream()
                        .flatMap(node -> Stack.texts(node, "ports").stream())
                        .filter(port -> !port.startsWith("127.0.0.1:"))
                        .collect(Collectors.toSet());

        assertThat(open).containsExactlyInAnyOrder("8080:8080", "8081:8080");
    }

    @Test
    void tellsAddressesAndPortsAsTheyAre() {
        SortedMap<String, Map<?, ?>> nodes = Stack.nodes();
        Set<String> told = new TreeSet<>();
        for (String row : table()) {
            List<String> names = NAME.matcher(row).results().map(name -> name.group(1)).toList();
            told.addAll(names);
            String first = Stack.address(nodes.get(names.getFirst()));
            String last = Stack.address(nodes.get(names.getLast()));

            assertThat(row)
                    .contains(first + last.substring(last.lastIndexOf('.')).replace('.', '-'));
            assertThat(names)
                    .flatMap(name -> published(nodes.get(name)))
                    .allSatisfy(port -> assertThat(row).contains(port));
        }
        assertThat(told).isEqualTo(nodes.keySet());
    }

    private static List<String> table() {
        return Checkout.read("docs/compose.md")
                .lines()
                .dropWhile(line -> !line.contains("compose:begin"))
                .takeWhile(line -> !line.contains("compose:end"))
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static List<String> published(Map<?, ?> node) {
        return Stack.texts(node, "ports").stream()
                .map(port -> port.replaceFirst("^127\\.0\\.0\\.1:", "").replaceFirst(":.*", ""))
                .toList();
    }

    /** So that whatever runs on this machine finds either runtime in the same places. */
    @Test
    void publishesNodesWhereTheLocalRuntimeHasThem() {
        String readme = Checkout.read("README.md");
        Stack.nodes()
                .forEach(
                        (name, node) ->
                                readme.lines()
                                        .filter(line -> line.startsWith("| `"))
                                        .filter(line -> line.contains("`" + name + "`"))
                                        .findFirst()
                                        .ifPresent(
                                                row ->
                                                        assertThat(row)
                                                                .contains(
                                                                        published(node)
                                                                                .getFirst())));
    }
}
