package io.everstore.resilience;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Until when the caller of the present request waits. The gateway says so in the header {@value
 * #HEADER}, as milliseconds that are left: unlike a time of day that needs no clocks that agree.
 * Whoever waits for something on behalf of the request waits no longer, as nobody would hear of it.
 *
 * <p>It also knows since when: a promise about the whole answer counts from the request's arrival,
 * whatever came before the promise is thought of.
 *
 * <p>It belongs to the thread that serves the request, and deliberately not to others: what several
 * requests wait for must not end with the patience of one.
 */
public final class Deadline {

    public static final String HEADER = "Everstore-Deadline";

    /** Seven digits are more than two hours; whoever waits longer has no deadline. */
    private static final int MOST_DIGITS = 7;

    private static final ScopedValue<Deadline> CURRENT = ScopedValue.newInstance();

    private final long arrival = System.nanoTime();
    private final @Nullable Duration patience;

    private Deadline(@Nullable Duration patience) {
        this.patience = patience;
    }

    /** What a header says; null if it says nothing sensible. */
    public static @Nullable Duration left(@Nullable String header) {
        boolean isNumber =
                header != null
                        && !header.isEmpty()
                        && header.length() <= MOST_DIGITS
                        && header.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isNumber ? Duration.ofMillis(Long.parseLong(header)) : null;
    }

    /** Serves a request whose caller waits that long; null if nobody said how long. */
    public static void during(@Nullable Duration left, Serving request)
            throws IOException, ServletException {
        try {
            ScopedValue.where(CURRENT, new Deadline(left))
                    .<Void, Exception>call(
                            () -> {
                                request.serve();
                                return null;
                            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** The limit, or what is left of the caller's patience if that is less; never negative. */
    public static Duration within(Duration limit) {
        Duration patience = CURRENT.isBound() ? CURRENT.get().patience : null;
        if (patience == null) {
            return limit;
        }
        Duration left = CURRENT.get().leftOf(patience);
        return left.compareTo(limit) < 0 ? left : limit;
    }

    /** As {@link #within}, of a limit that began when the request arrived. */
    public static Duration withinSinceArrival(Duration limit) {
        return CURRENT.isBound() ? within(CURRENT.get().leftOf(limit)) : limit;
    }

    private Duration leftOf(Duration limit) {
        Duration left = limit.minusNanos(System.nanoTime() - arrival);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The limit, or half of what is left, where there is something else to be tried afterwards. */
    public static Duration withinHalf(Duration limit) {
        return within(limit.multipliedBy(2)).dividedBy(2);
    }

    /** What is done for a request. */
    @FunctionalInterface
    public interface Serving {
        void serve() throws IOException, ServletException;
    }
}
