package io.everstore.gateway.balancing;

import io.everstore.gateway.backpressure.Gate;
import io.everstore.gateway.backpressure.Gate.Result;
import io.everstore.gateway.forwarding.ForwardingFailed;
import io.everstore.gateway.forwarding.Hop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends a request to an instance and, if that one fails, once to another. This is the only place in
 * the shop where requests are repeated: two layers with two tries each would send four.
 *
 * <p>A second try needs all of: a failure that is safe to repeat ({@link Attempt#isRetriable}),
 * another instance, time left before the route's deadline, and credit in the route's {@link
 * RetryBudget}. It comes after a pause of random length, so that the requests that met one dying
 * instance do not meet the next one all at once. What the {@link Gate} holds back is not tried.
 */
final class Balanced implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    /** With less time than this a second try would only end in a second timeout. */
    private static final Duration WORTH_TRYING = Duration.ofMillis(50);

    private final Instances instances;
    private final RouteLimits limits;
    private final RetryBudget budget;
    private final Gate gate;
    private final Tries tries;
    private final RandomGenerator random;
    private final LongSupplier nanoTime;

    Balanced(
            Instances instances,
            RouteLimits limits,
            RetryBudget budget,
            Gate gate,
            Tries tries,
            RandomGenerator random,
            LongSupplier nanoTime) {
        this.instances = instances;
        this.limits = limits;
        this.budget = budget;
        this.gate = gate;
        this.tries = tries;
        this.random = random;
        this.nanoTime = nanoTime;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        byte[] body = read(request);
        if (body == null) {
            return NoAnswer.tooSlow().toAnswer();
        }
        if (!gate.tryPass()) {
            return NoAnswer.spared().toAnswer();
        }
        long start = nanoTime.getAsLong();
        Result result = Result.UNKNOWN;
        try {
            Attempt last = tryOnceOrTwice(body, start, request, next);
            result = last == null ? Result.FAILED : last.result();
            return last == null ? NoAnswer.unavailable().toAnswer() : last.toAnswer(request);
        } finally {
            gate.passed(result, nanoTime.getAsLong() - start);
        }
    }

    /**
     * The whole body, so that it can be sent twice; how long it may be has been seen to before.
     * Null if it takes longer than the whole request may: a byte now and then is no order.
     */
    private byte @Nullable [] read(ServerRequest request) throws IOException {
        long start = nanoTime.getAsLong();
        var whole = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        InputStream body = request.servletRequest().getInputStream();
        for (int read = body.read(part); read >= 0; read = body.read(part)) {
            whole.write(part, 0, read);
            if (left(start).isNegative()) {
                return null;
            }
        }
        return whole.toByteArray();
    }

    /** Returns what the client gets to hear; null if there is nobody to ask. */
    private @Nullable Attempt tryOnceOrTwice(
            byte[] body, long start, ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        budget.payIn();
        Instance first = instances.choose(null);
        if (first == null) {
            return null;
        }
        Hop hop = new Hop(first.base(), body, firstTimeout(request, first));
        Attempt attempt = attempt(first, 1, hop, request, next);
        if (!attempt.isRetriable(request)) {
            return attempt;
        }
        Instance second = instances.choose(first);
        if (second == null || !isWorthTrying(left(start)) || !budget.tryTake()) {
            return attempt;
        }
        LockSupport.parkNanos(pause().toNanos());
        // On a starved machine the pause may have been much longer.
        Duration left = left(start);
        if (!isWorthTrying(left)) {
            return attempt;
        }
        Hop again = new Hop(second.base(), body, left);
        return attempt(second, 2, again, request, next).asSecond();
    }

    private static boolean isWorthTrying(Duration left) {
        return left.compareTo(WORTH_TRYING) >= 0;
    }

    /** Full jitter: anything from nothing to the longest. */
    private Duration pause() {
        return Duration.ofNanos(random.nextLong(1 + limits.longestPause().toNanos()));
    }

    private Duration left(long start) {
        return limits.deadline().minusNanos(nanoTime.getAsLong() - start);
    }

    /** Who cannot be asked again on another instance may use all of the time on the first. */
    private Duration firstTimeout(ServerRequest request, Instance first) {
        return Attempt.isRepeatable(request) && instances.hasAlternativeTo(first)
                ? limits.tryTimeout()
                : limits.deadline();
    }

    private Attempt attempt(
            Instance instance,
            int number,
            Hop hop,
            ServerRequest request,
            HandlerFunction<ServerResponse> next)
            throws Exception {
        hop.assignTo(request);
        instance.begin();
        Attempt attempt;
        try {
            attempt = tries.at(instance, number, request, () -> once(request, next));
        } finally {
            instance.end();
        }
        instances.served(instance, attempt.outcome());
        return attempt;
    }

    private static Attempt once(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        try {
            return new Attempt.Answered(next.handle(request));
        } catch (ForwardingFailed e) {
            return new Attempt.Failed(e.fault());
        }
    }
}
