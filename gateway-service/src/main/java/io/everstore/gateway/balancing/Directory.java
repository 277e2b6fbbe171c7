package io.everstore.gateway.balancing;

import io.everstore.gateway.forwarding.UpstreamTls;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where the instances of a service are, as the DNS has it: an address for each, as for a headless
 * Service of Kubernetes. Written {@code dns:catalog:8200}. How soon a change is heard of is up to
 * the caches on the way, that of the JVM ({@code sun.net.inetaddr.ttl}, 30 s by default) included.
 */
record Directory(String name, int port, UpstreamTls tls) implements Supplier<List<URI>> {

    private static final Pattern FORM = Pattern.compile("dns:([^:,]+):(\\d{1,5})");

    /**
     * Empty if these are addresses themselves.
     *
     * @throws IllegalArgumentException if certificates would be compared with addresses that nobody
     *     knows beforehand
     */
    static Optional<Directory> of(List<String> addresses, UpstreamTls tls) {
        var form = FORM.matcher(addresses.size() == 1 ? addresses.getFirst().strip() : "");
        if (!form.matches()) {
            return Optional.empty();
        }
        var directory = new Directory(form.group(1), Integer.parseInt(form.group(2)), tls);
        if (tls.at(directory.name()).getScheme().equals("https")) {
            throw new IllegalArgumentException(
                    "%s cannot be used over TLS: certificates have names, and the DNS gives addresses"
                            .formatted(form.group()));
        }
        return Optional.of(directory);
    }

    /** In a fixed order; empty if nobody is known by the name now. */
    @Override
    public List<URI> get() {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .map(address -> tls.at(host(address) + ":" + port))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static String host(InetAddress address) {
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + host + "]" : host;
    }
}
