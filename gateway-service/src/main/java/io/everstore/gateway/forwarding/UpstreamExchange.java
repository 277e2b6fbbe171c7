package io.everstore.gateway.forwarding;

import static io.everstore.resilience.Deadline.HEADER;

import io.everstore.gateway.forwarding.Deadlines.Deadline;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends a request to the instance its {@link Hop} names and reads the answer.
 *
 * <p>Two things differ from the exchange that Spring Cloud Gateway brings. The answer is read
 * completely before the client sees any of it, so that an instance that dies in the middle of it
 * can still be replaced by another. And the time limit covers the whole try, see {@link Deadlines}.
 */
final class UpstreamExchange implements ProxyExchange {

    private final CloseableHttpClient client;
    private final ConnectionSettings settings;
    private final Deadlines deadlines;

    UpstreamExchange(CloseableHttpClient client, ConnectionSettings settings, Deadlines deadlines) {
        this.client = client;
        this.settings = settings;
        this.deadlines = deadlines;
    }

    /**
     * Tries once.
     *
     * @throws ForwardingFailed if the instance gave no answer, or only a part of one that fits the
     *     buffer
     */
    @Override
    public ServerResponse exchange(Request request) {
        Hop hop = Hop.of(request.getServerRequest());
        URI uri = Objects.requireNonNull(request.getUri(), "the gateway's handler sets the URI");
        HttpUriRequestBase outgoing = outgoing(request, hop);
        outgoing.setConfig(limits(hop));
        try (var deadline = deadlines.start(outgoing, hop.timeout())) {
            // Closing after the last byte gives the connection back, before it ends it.
            try (var upstream = client.executeOpen(null, outgoing, null)) {
                return answer(upstream, request, uri);
            } catch (IOException e) {
                throw ForwardingFailed.because(e, deadline.passed(), uri);
            } catch (IllegalStateException e) {
                throw cancelled(e, deadline, uri);
            }
        }
    }

    /** Cancelled between two steps of the client: the next one misses its connection. */
    static RuntimeException cancelled(IllegalStateException e, Deadline deadline, URI uri) {
        return deadline.passed() ? ForwardingFailed.because(new IOException(e), true, uri) : e;
    }

    static HttpUriRequestBase outgoing(Request request, Hop hop) {
        URI uri = Objects.requireNonNull(request.getUri(), "the gateway's handler sets the URI");
        var outgoing = new HttpUriRequestBase(request.getMethod().name(), uri);
        request.getHeaders()
                .forEach(
                        (name, values) -> values.forEach(value -> outgoing.addHeader(name, value)));
        outgoing.setHeader(HEADER, Long.toString(hop.timeout().toMillis()));
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.current(),
                        outgoing,
                        (_, name, value) -> outgoing.setHeader(name, value));
        if (hop.body().length > 0) {
            // The content type is among the copied headers.
            outgoing.setEntity(new ByteArrayEntity(hop.body(), null));
        }
        return outgoing;
    }

    private RequestConfig limits(Hop hop) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(settings.leaseTimeout()))
                .setResponseTimeout(Timeout.of(hop.timeout()))
                // Else every plain request would carry "Upgrade: TLS/1.2".
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    /** Reads the answer to its end. */
    UpstreamAnswer answer(ClassicHttpResponse upstream, Request request, URI uri)
            throws IOException {
        return withHeaders(
                read(upstream, HttpStatusCode.valueOf(upstream.getCode()), uri), upstream, request);
    }

    static UpstreamAnswer answer(
            ClassicHttpResponse upstream, EventStream events, Request request) {
        var answer = UpstreamAnswer.of(HttpStatusCode.valueOf(upstream.getCode()), events);
        return withHeaders(answer, upstream, request);
    }

    private static UpstreamAnswer withHeaders(
            UpstreamAnswer answer, ClassicHttpResponse upstream, Request request) {
        var headers = new HttpHeaders();
        for (var header : upstream.getHeaders()) {
            headers.add(header.getName(), header.getValue());
        }
        request.getResponseConsumers()
                .forEach(
                        consumer ->
                                consumer.accept(
                                        new Received(answer.statusCode(), headers), answer));
        return answer;
    }

    private UpstreamAnswer read(ClassicHttpResponse upstream, HttpStatusCode status, URI uri)
            throws IOException {
        if (upstream.getEntity() == null) {
            return UpstreamAnswer.withoutBody(status);
        }
        int limit = Math.toIntExact(settings.largestAnswer().toBytes());
        byte[] body = upstream.getEntity().getContent().readNBytes(limit + 1);
        if (body.length > limit) {
            throw ForwardingFailed.oversized(settings.largestAnswer(), uri);
        }
        return UpstreamAnswer.complete(status, body);
    }

    private record Received(HttpStatusCode status, HttpHeaders headers) implements Response {
        @Override
        public HttpStatusCode getStatusCode() {
            return status;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
