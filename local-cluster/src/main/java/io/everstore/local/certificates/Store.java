package io.everstore.local.certificates;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A directory with an authority ({@code ca.crt}, {@code ca.key}) and one directory per node, which
 * is what the node is given: {@code tls.crt}, {@code tls.key}, {@code tls.pem} (both in one, for
 * Kafka and HAProxy), and {@code ca.crt}.
 */
final class Store {

    /** As long as the machine it is for; a new one means new files for all nodes at once. */
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

    /** A certificate is renewed in the last third of its life, when two runs may still fail. */
    private static final int RENEWED_IN_LAST = 3;

    private final Path directory;
    private final Instant now;

    Store(Path directory, Instant now) {
        this.directory = directory;
        this.now = now;
    }

    /** What was done about a certificate. */
    enum Deed {
        MADE,
        RENEWED,
        KEPT
    }

    /** Of a node. */
    record Result(String node, Deed deed, Instant until, List<String> names, Path directory) {}

    /** Opens the authority, or makes it if there is none. */
    Authority authority() {
        var files = new PemFiles(directory);
        var present = files.certificate("ca.crt");
        if (present.isPresent()) {
            return new Authority(new Issued(present.get(), files.key("ca.key")));
        }
        if (files.has("ca.key")) {
            throw new IllegalArgumentException(
                    directory + " has a ca.key without its ca.crt: bring it back, or remove both");
        }
        Authority made = Authority.create(now, now.plus(AUTHORITY_LIFE));
        files.write("ca.key", made.self().key());
        files.write("ca.crt", made.self().certificate());
        return made;
    }

    /**
     * Makes sure that a node has a certificate that lasts.
     *
     * @param life of a new one
     * @throws IllegalArgumentException if the authority ends before the certificate would
     */
    Result provide(Authority authority, Names node, Duration life) {
        var own = new PemFiles(directory.resolve(node.node()));
        var present = own.certificate("tls.crt");
        if (present.isPresent() && own.has("tls.key") && isGood(present.get(), authority, node)) {
            return result(node, Deed.KEPT, present.get());
        }
        Instant until = now.plus(life);
        Instant end = authority.self().certificate().getNotAfter().toInstant();
        if (until.isAfter(end)) {
            throw new IllegalArgumentException(
                    "the authority in %s ends at %s, before a certificate of %d days would: ask for fewer days, or remove ca.crt and ca.key and give all nodes new files"
                            .formatted(directory, end, life.toDays()));
        }
        Issued issued = authority.issue(node.all(), now, until);
        own.write("ca.crt", authority.self().certificate());
        own.write("tls.key", issued.key());
        own.write("tls.pem", issued.key(), issued.certificate());
        own.write("tls.crt", issued.certificate());
        Deed deed = present.isPresent() ? Deed.RENEWED : Deed.MADE;
        return result(node, deed, issued.certificate());
    }

    private Result result(Names node, Deed deed, X509Certificate certificate) {
        Instant until = certificate.getNotAfter().toInstant();
        return new Result(node.node(), deed, until, node.all(), directory.resolve(node.node()));
    }

    private boolean isGood(X509Certificate present, Authority authority, Names node) {
        try {
            present.verify(authority.self().certificate().getPublicKey());
        } catch (GeneralSecurityException e) {
            return false;
        }
        Instant end = present.getNotAfter().toInstant();
        Duration life = Duration.between(present.getNotBefore().toInstant(), end);
        return namesOf(present).equals(Set.copyOf(node.all()))
                && Duration.between(now, end).compareTo(life.dividedBy(RENEWED_IN_LAST)) > 0;
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null
                    ? Set.of()
                    : alternatives.stream()
                            .map(each -> String.valueOf(each.get(1)))
                            .collect(Collectors.toSet());
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }
}
