package io.everstore.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everstore.gateway.BackEnd;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.function.ServerRequest;

/** One try at one instance. */
class UpstreamExchangeTests {

    private static final ConnectionSettings SETTINGS =
            new ConnectionSettings(
                    Duration.ofMillis(300),
                    8,
                    Duration.ofMillis(200),
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500),
                    DataSize.ofMegabytes(4),
                    null);

    /** On a starved machine the time may be over before the client has a connection. */
    @Test
    void callsATryTimedOutThatIsCutBeforeItIsConnected() throws IOException {
        try (var instance = new BackEnd("order-1");
                var deadlines = new Deadlines();
                var client =
                        HttpClients.custom()
                                .addExecInterceptorFirst(
                                        "starved", UpstreamExchangeTests::goOnWhenCut)
                                .build()) {
            var exchange = new UpstreamExchange(client, SETTINGS, deadlines);
            var request = request(URI.create("http://" + instance.address()));

            assertThatExceptionOfType(ForwardingFailed.class)
                    .isThrownBy(() -> exchange.exchange(request))
                    .returns(Fault.TIMED_OUT, ForwardingFailed::fault);
        }
    }

    private static ClassicHttpResponse goOnWhenCut(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        var original = (HttpUriRequestBase) scope.originalRequest;
        Awaitility.await().until(original::isCancelled);
        return chain.proceed(request, scope);
    }

    private static ProxyExchange.Request request(URI target) {
        var servletRequest = new MockHttpServletRequest("GET", "/api/orders");
        servletRequest.setAttribute(MvcUtils.GATEWAY_ATTRIBUTES_ATTR, new HashMap<>());
        var incoming = ServerRequest.create(servletRequest, List.of());
        new Hop(target, new byte[0], Duration.ofMillis(1)).assignTo(incoming);
        return new Outgoing(target.resolve("/api/orders"), incoming);
    }

    private record Outgoing(URI uri, ServerRequest incoming) implements ProxyExchange.Request {
        @Override
        public HttpMethod getMethod() {
            return HttpMethod.GET;
        }

        @Override
        public URI getUri() {
            return uri;
        }

        @Override
        public ServerRequest getServerRequest() {
            return incoming;
        }

        @Override
        public Collection<ProxyExchange.ResponseConsumer> getResponseConsumers() {
            return List.of();
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders();
        }
    }
}
