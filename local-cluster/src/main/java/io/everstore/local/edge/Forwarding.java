package io.everstore.local.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.everstore.local.edge.Relay.ClientGone;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.util.Optional;

/**
 * Sends a request to a gateway, and to another one if the first does not answer and repeating is
 * harmless.
 *
 * @param scheme of the shop's address, and of the gateways
 */
record Forwarding(Gateways gateways, SecondTries secondTries, HttpClient client, String scheme)
        implements HttpHandler {

    /** Larger bodies are streamed and never repeated; an order is far smaller. */
    private static final int REPEATABLE_BYTES = 64 * 1024;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (isInternal(exchange.getRequestURI())) {
            Problems.NOT_FOUND.answer(exchange);
            return;
        }
        Body body = Body.of(exchange, REPEATABLE_BYTES);
        Optional<Gateway> first = gateways.choose(Optional.empty());
        if (first.isEmpty()) {
            Problems.UNAVAILABLE.answer(exchange);
            return;
        }
        secondTries.earn();
        try {
            forward(new Call(exchange, body, Patience.with(exchange, body), scheme), first.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the edge is closing", e);
        }
    }

    /**
     * What a gateway says about itself is for who runs the shop. Decoded, and the gateways refuse
     * paths that are not normal, so there is no other way to write it.
     */
    private static boolean isInternal(URI uri) {
        return uri.getPath().startsWith("/actuator");
    }

    private void forward(Call call, Gateway first) throws IOException, InterruptedException {
        try {
            var attempt = new Attempt(call, first, client);
            var answer =
                    attempt.answer(
                            call.patience().alone(),
                            () -> gateways.isAnotherIn(first) && secondTries.take());
            Relay.pass(answer, call.exchange());
        } catch (ClientGone e) {
            throw e;
        } catch (IOException failure) {
            Optional<Gateway> second =
                    mayRepeat(call, failure)
                            ? gateways.choose(Optional.of(first))
                            : Optional.empty();
            repeat(call, second, failure);
        }
    }

    private void repeat(Call call, Optional<Gateway> second, IOException failure)
            throws IOException, InterruptedException {
        try {
            if (second.isPresent()) {
                Relay.pass(new Attempt(call, second.get(), client).answer(), call.exchange());
                return;
            }
        } catch (ClientGone e) {
            throw e;
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        if (Answered.isBegun(call.exchange())) {
            throw failure; // closing the connection says that it broke off
        }
        Problems.UNAVAILABLE.answer(call.exchange());
    }

    private static boolean mayRepeat(Call call, IOException failure) {
        boolean neverLeft =
                failure instanceof ConnectException
                        || failure instanceof HttpConnectTimeoutException;
        return call.body().isRepeatable()
                && !Answered.isBegun(call.exchange())
                && (neverLeft || Patience.isHarmless(call.exchange()));
    }
}
