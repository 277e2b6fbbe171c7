package io.everstore.local.certificates;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * A local authority at work: whoever asks gets a certificate that lasts. The authority is made when
 * the first one asks, and a certificate is renewed in the last third of its life.
 */
public final class Certificates {

    /** With the last third of it a shop may run for a month after each start of its nodes. */
    private static final Duration LIFE = Duration.ofDays(90);

    private final Path directory;
    private final InstantSource clock;

    /**
     * Does nothing yet.
     *
     * @param directory of the authority, as {@link CertificatesCommand} makes it
     */
    public Certificates(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * The files of a node, made or renewed if need be. It is known by its name, {@code localhost}
     * and 127.0.0.1.
     *
     * @throws IllegalArgumentException if the authority is none, or ends too soon
     */
    public synchronized NodeFiles of(String node) {
        var store = new Store(directory, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        return new NodeFiles(store.provide(store.authority(), Names.parse(node), LIFE).directory());
    }
}
