package io.everstore.local.certificates;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A node and the names under which it is called.
 *
 * @param all its own first; with those it has on its own machine, where its health check and, in a
 *     local cluster, everybody else is
 */
record Names(String node, List<String> all) {

    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1");
    private static final Pattern HOST =
            Pattern.compile("(?!.*\\.$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.?)+");
    private static final Pattern ADDRESS =
            Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-f:]*:[0-9a-f:.]*");

    /**
     * Reads {@code NAME[,NAME...]}.
     *
     * @throws IllegalArgumentException if one of them is no host name and no address, or the first
     *     is an address
     */
    static Names parse(String text) {
        List<String> given =
                Stream.of(text.split(",", -1)).map(name -> checked(name, text)).toList();
        String node = given.getFirst();
        if (isAddress(node)) {
            throw new IllegalArgumentException(
                    "--node %s begins with an address: name the node first".formatted(text));
        }
        return new Names(node, Stream.concat(given.stream(), LOCAL.stream()).distinct().toList());
    }

    static boolean isAddress(String name) {
        return ADDRESS.matcher(name).matches();
    }

    /** In the one spelling that certificates have. */
    private static String checked(String name, String text) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        if (!isAddress(lower)) {
            if (HOST.matcher(lower).matches() && !lower.matches("[0-9.]+")) {
                return lower;
            }
        } else {
            try {
                return InetAddress.ofLiteral(lower).getHostAddress();
            } catch (IllegalArgumentException _) {
                // Said below.
            }
        }
        throw new IllegalArgumentException(
                "'%s' in --node %s is no host name and no address".formatted(name, text));
    }
}
