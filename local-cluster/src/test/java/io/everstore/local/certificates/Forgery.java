package io.everstore.local.certificates;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Files of nodes that nobody should believe. */
public enum Forgery {
    /** Of the right authority, and in date. */
    WITH_ANOTHER_NAME,
    /** Of the right authority, with the right names, until a minute ago. */
    EXPIRED,
    /** With the right names, and in date. */
    OF_ANOTHER_AUTHORITY;

    private static final List<String> LOCAL = List.of("node", "localhost", "127.0.0.1");
    private static final Duration DAY = Duration.ofDays(1);

    /**
     * Makes them.
     *
     * @param authority directory of the authority that is believed
     * @param to where they go
     */
    public NodeFiles write(Path authority, Path to) {
        Instant now = Instant.now();
        Authority right = new Store(authority, now).authority();
        Authority other = Authority.create(now, now.plus(DAY));
        Issued forged =
                switch (this) {
                    case WITH_ANOTHER_NAME ->
                            right.issue(List.of("node.example"), now, now.plus(DAY));
                    case EXPIRED ->
                            right.issue(LOCAL, now.minus(DAY), now.minus(Duration.ofMinutes(1)));
                    case OF_ANOTHER_AUTHORITY -> other.issue(LOCAL, now, now.plus(DAY));
                };
        var files = new PemFiles(to);
        files.write("ca.crt", (this == OF_ANOTHER_AUTHORITY ? other : right).self().certificate());
        files.write("tls.key", forged.key());
        files.write("tls.crt", forged.certificate());
        files.write("tls.pem", forged.key(), forged.certificate());
        return new NodeFiles(to);
    }
}
