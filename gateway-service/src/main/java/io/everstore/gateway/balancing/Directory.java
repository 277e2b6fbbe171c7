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
 * Over TLS each of them has a certificate for the name that they share.
 */
record Directory(String name, int port, UpstreamTls tls) implements Supplier<List<URI>> {

    private static final Pattern FORM = Pattern.compile("dns:([^:,]+):(\\d{1,5})");

    /** Empty if these are addresses themselves. */
    static Optional<Directory> of(List<String> addresses, UpstreamTls tls) {
        var form = FORM.matcher(addresses.size() == 1 ? addresses.getFirst().strip() : "");
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Directory(form.group(1), Integer.parseInt(form.group(2)), tls));
    }

    /** In a fixed order; empty if nobody is known by the name now. */
    @Override
    public List<URI> get() {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .map(address -> tls.at(host(address) + ":" + port, name))
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
