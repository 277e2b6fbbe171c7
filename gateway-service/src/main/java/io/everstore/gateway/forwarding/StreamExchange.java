package io.everstore.gateway.forwarding;

import io.everstore.gateway.forwarding.Deadlines.Deadline;
import io.everstore.gateway.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Where a route expects {@link EventStreams}, passes an answer on while it comes; everything else
 * is left to {@link UpstreamExchange}, also an answer that turns out to be no stream.
 *
 * <p>Until the status is there a try is a try as any other: it has its time limit and may be
 * repeated. After that the limit is the silence between two pieces. Streams have connections of
 * their own, so that watching never takes those that browsing and ordering need.
 */
final class StreamExchange implements ProxyExchange {

    private static final Duration LATER = Duration.ofSeconds(10);

    private final UpstreamExchange whole;
    private final CloseableHttpClient client;
    private final EventStreams streams;
    private final Deadlines deadlines;
    private final RequestConfig limits;

    StreamExchange(
            UpstreamExchange whole,
            CloseableHttpClient client,
            EventStreams streams,
            Deadlines deadlines,
            RequestConfig limits) {
        this.whole = whole;
        this.client = client;
        this.streams = streams;
        this.deadlines = deadlines;
        this.limits = limits;
    }

    static RequestConfig limits(ConnectionSettings connections, StreamSettings streams) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(connections.leaseTimeout()))
                .setResponseTimeout(Timeout.of(streams.maxIdle()))
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    /**
     * Tries once.
     *
     * @throws ForwardingFailed if no answer has begun in time
     */
    @Override
    public ServerResponse exchange(Request request) {
        if (!EventStreams.areExpected(request.getServerRequest())) {
            return whole.exchange(request);
        }
        Hop hop = Hop.of(request.getServerRequest());
        HttpUriRequestBase outgoing = UpstreamExchange.outgoing(request, hop);
        outgoing.setConfig(limits);
        if (!streams.begin(outgoing)) {
            return tooMany();
        }
        UpstreamAnswer answer = null;
        try (var deadline = deadlines.start(outgoing, hop.timeout())) {
            answer = send(outgoing, request, deadline);
            return answer;
        } finally {
            if (answer == null || !answer.isStream()) {
                streams.end(outgoing);
            }
        }
    }

    private UpstreamAnswer send(HttpUriRequestBase outgoing, Request request, Deadline deadline) {
        URI uri = Objects.requireNonNull(request.getUri());
        try {
            ClassicHttpResponse upstream = client.executeOpen(null, outgoing, null);
            if (isStream(upstream)) {
                var events = new EventStream(outgoing, upstream, streams);
                return UpstreamExchange.answer(upstream, events, request);
            }
            try (upstream) {
                return whole.answer(upstream, request, uri);
            }
        } catch (IOException e) {
            throw ForwardingFailed.because(e, deadline.passed(), uri);
        } catch (IllegalStateException e) {
            throw UpstreamExchange.cancelled(e, deadline, uri);
        }
    }

    private static boolean isStream(ClassicHttpResponse upstream) {
        var type = upstream.getFirstHeader(HttpHeaders.CONTENT_TYPE);
        return upstream.getCode() == HttpStatus.OK.value()
                && upstream.getEntity() != null
                && type != null
                && type.getValue().startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    private static ServerResponse tooMany() {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "too-many-streams",
                        "Too many live views",
                        "So many orders are watched that this one cannot be. Please ask for it with"
                                + " GET, or come back in a moment.")
                .retryAfter(LATER)
                .toAnswer();
    }
}
