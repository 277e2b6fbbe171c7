package io.everstore.gateway.balancing;

import io.everstore.gateway.forwarding.ForwardingFailed;
import io.everstore.gateway.forwarding.Hop;
import java.time.Duration;
import java.util.function.LongSupplier;
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
 * RetryBudget}.
 */
final class Balanced implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    /** With less time than this a second try would only end in a second timeout. */
    private static final Duration WORTH_TRYING = Duration.ofMillis(50);

    private final Instances instances;
    private final RouteLimits limits;
    private final RetryBudget budget;
    private final LongSupplier nanoTime;

    Balanced(Instances instances, RouteLimits limits, RetryBudget budget, LongSupplier nanoTime) {
        this.instances = instances;
        this.limits = limits;
        this.budget = budget;
        this.nanoTime = nanoTime;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        // The whole body, so that it can be sent twice; how long it may be has been seen to before.
        byte[] body = request.servletRequest().getInputStream().readAllBytes();
        long start = nanoTime.getAsLong();
        budget.payIn();
        Instance first = instances.choose(null);
        if (first == null) {
            return NoAnswer.unavailable().toAnswer();
        }
        Attempt attempt =
                attempt(
                        first,
                        new Hop(first.base(), body, firstTimeout(request, first)),
                        request,
                        next);
        if (!attempt.isRetriable(request)) {
            return attempt.toAnswer(request);
        }
        Instance second = instances.choose(first);
        Duration left = limits.deadline().minusNanos(nanoTime.getAsLong() - start);
        if (second == null || left.compareTo(WORTH_TRYING) < 0 || !budget.tryTake()) {
            return attempt.toAnswer(request);
        }
        Hop again = new Hop(second.base(), body, left);
        return attempt(second, again, request, next).asSecond().toAnswer(request);
    }

    /** Who cannot be asked again on another instance may use all of the time on the first. */
    private Duration firstTimeout(ServerRequest request, Instance first) {
        return Attempt.isRepeatable(request) && instances.hasAlternativeTo(first)
                ? limits.tryTimeout()
                : limits.deadline();
    }

    private Attempt attempt(
            Instance instance, Hop hop, ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        hop.assignTo(request);
        instance.begin();
        Attempt attempt;
        try {
            attempt = new Attempt.Answered(next.handle(request));
        } catch (ForwardingFailed e) {
            attempt = new Attempt.Failed(e.fault());
        } finally {
            instance.end();
        }
        instances.served(instance, attempt.outcome());
        return attempt;
    }
}
