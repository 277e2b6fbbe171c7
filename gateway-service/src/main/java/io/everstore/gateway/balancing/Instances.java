package io.everstore.gateway.balancing;

import io.everstore.gateway.balancing.Instance.State;
import java.net.URI;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The instances of one service. Requests go to the less busy of two that are picked at random
 * ("power of two choices"): about as even as asking all of them, without everybody running to the
 * same one. That also keeps requests away from an instance that hangs, before any check has
 * noticed.
 *
 * <p>Fails open: if no instance is in rotation, the ejected ones get the requests, and if there are
 * none of these, the ones that are down. A gateway that is wrong about all of them must not be the
 * one that closes the shop.
 */
public final class Instances {

    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private final String service;
    private final BalancingSettings settings;
    private final @Nullable Supplier<List<URI>> directory;
    private volatile List<Instance> members;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;

    /**
     * All in rotation.
     *
     * @param service for the log, as {@code catalog}
     * @param addresses as {@code http://127.0.0.1:8201}; at least one
     * @param nanoTime a monotonic clock, in nanoseconds
     */
    public Instances(
            String service,
            List<URI> addresses,
            BalancingSettings settings,
            RandomGenerator random,
            LongSupplier nanoTime) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no instances of " + service + " are configured");
        }
        this(service, addresses, null, settings, random, nanoTime);
    }

    private Instances(
            String service,
            List<URI> addresses,
            @Nullable Supplier<List<URI>> directory,
            BalancingSettings settings,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.service = service;
        this.settings = settings;
        this.directory = directory;
        this.members = addresses.stream().map(address -> new Instance(address, settings)).toList();
        this.random = random;
        this.nanoTime = nanoTime;
    }

    /**
     * Those that a directory has, which may be none yet, and others later.
     *
     * @param directory asked each time by {@link #lookUp}
     */
    static Instances listedIn(
            Supplier<List<URI>> directory,
            String service,
            BalancingSettings settings,
            RandomGenerator random,
            LongSupplier nanoTime) {
        var instances = new Instances(service, List.of(), directory, settings, random, nanoTime);
        instances.lookUp();
        return instances;
    }

    /** Whether there is a directory to look into. */
    boolean isListed() {
        return directory != null;
    }

    /**
     * Who comes is in rotation; who stays is as it was; who is gone gets no more requests. A
     * directory without anybody is not believed: it may be the one that is broken.
     */
    void lookUp() {
        List<URI> addresses = directory == null ? List.of() : directory.get();
        if (!addresses.isEmpty()) {
            become(addresses);
        }
    }

    private synchronized void become(List<URI> addresses) {
        List<Instance> before = members;
        List<Instance> next =
                addresses.stream()
                        .map(
                                address ->
                                        before.stream()
                                                .filter(member -> member.base().equals(address))
                                                .findFirst()
                                                .orElseGet(() -> new Instance(address, settings)))
                        .toList();
        if (!next.equals(before)) {
            members = next;
            log.info("{} is at {}, was at {}", service, next, before);
        }
    }

    /** For the tests and for whoever shows the state of the shop. */
    String service() {
        return service;
    }

    List<Instance> members() {
        return members;
    }

    /**
     * The instance for the next try.
     *
     * @param tried the one that has just failed this request, which is never the answer
     * @return null if there is no other instance
     */
    synchronized @Nullable Instance choose(@Nullable Instance tried) {
        long now = nanoTime.getAsLong();
        for (State state : State.values()) {
            List<Instance> candidates =
                    members.stream()
                            .filter(member -> member != tried && member.state(now) == state)
                            .toList();
            if (!candidates.isEmpty()) {
                return lessBusyOfTwo(candidates);
            }
        }
        return null;
    }

    private Instance lessBusyOfTwo(List<Instance> candidates) {
        int size = candidates.size();
        Instance one = candidates.get(random.nextInt(size));
        if (size == 1) {
            return one;
        }
        Instance other = candidates.get(random.nextInt(size));
        while (other == one) {
            other = candidates.get(random.nextInt(size));
        }
        return other.inFlight() < one.inFlight() ? other : one;
    }

    /** Takes note of what became of a request. */
    synchronized void served(Instance instance, Outcome outcome) {
        long now = nanoTime.getAsLong();
        State before = instance.state(now);
        instance.served(outcome, outcome != Outcome.WORKS && isDispensable(instance, now), now);
        tell(instance, before, instance.state(now), outcome);
    }

    /** Takes note of a health check. */
    synchronized void checked(Instance instance, CheckResult result) {
        long now = nanoTime.getAsLong();
        State before = instance.state(now);
        instance.checked(result, now);
        tell(instance, before, instance.state(now), result);
    }

    /**
     * Whether another instance is in rotation; the ones that fail are no alternative worth saving
     * time for.
     */
    synchronized boolean hasAlternativeTo(Instance instance) {
        return othersInRotation(instance, nanoTime.getAsLong()) > 0;
    }

    private boolean isDispensable(Instance instance, long now) {
        return othersInRotation(instance, now) * 2 >= members.size();
    }

    private long othersInRotation(Instance instance, long now) {
        return members.stream()
                .filter(member -> member != instance && member.state(now) == State.IN_ROTATION)
                .count();
    }

    private void tell(Instance instance, State before, State after, Enum<?> reason) {
        if (before != after) {
            Level level = after == State.IN_ROTATION ? Level.INFO : Level.WARN;
            log.atLevel(level)
                    .log("{} {} is {}, was {}: {}", service, instance, after, before, reason);
        }
    }
}
