package io.everstore.local.importing.shop;

import io.everstore.local.transport.Transport;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends calls to the shop as one user, each exactly once: repeating is the caller's decision. Signs
 * in before the first call and again when the token is refused with 401. Safe for any number of
 * threads; meant for virtual ones, as {@link #send} blocks.
 */
public final class ShopClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final URI shop;
    private final SignIn signIn;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;

    /**
     * A client that has not connected yet.
     *
     * @param shop the gateway, for example {@code http://localhost:8080}
     * @param credentials who signs in
     * @param transport what the shop speaks: with {@link Transport#plain()}, an https shop has to
     *     be one that everybody believes
     * @param clock decides when a token is too old
     */
    public ShopClient(URI shop, Transport transport, Credentials credentials, InstantSource clock) {
        this.shop = shop;
        this.http =
                transport
                        .httpClient()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .executor(executor)
                        .build();
        this.signIn = new SignIn(credentials, clock, call -> exchange(call.toRequest(shop), call));
    }

    /**
     * Signs in ahead of the first call, so that it is not slower than the others. If the shop is
     * away this does nothing.
     *
     * @throws SignInRefused if the shop does not accept the credentials
     */
    public void signIn() {
        var _ = signIn.token();
    }

    /**
     * Sends the call once, signed; a second time only if the first token was refused.
     *
     * @return what became of it; never throws for what the network does
     * @throws SignInRefused if the shop does not accept the credentials
     */
    public Answer send(Call call) {
        return switch (signIn.token()) {
            case SignIn.Outcome.None(var why) -> new Answer.NotSent(why);
            case SignIn.Outcome.Token token -> {
                var answer = sendWith(token, call);
                if (!(answer instanceof Answer.Received received) || received.status() != 401) {
                    yield answer;
                }
                signIn.forget(token);
                yield signIn.token() instanceof SignIn.Outcome.Token fresh
                        ? sendWith(fresh, call)
                        : answer;
            }
        };
    }

    private Answer sendWith(SignIn.Outcome.Token token, Call call) {
        return exchange(
                call.toRequest(shop).setHeader("Authorization", "Bearer " + token.value()), call);
    }

    private Answer exchange(HttpRequest.Builder request, Call call) {
        // The request's own timeout would end with the headers; this one covers the body too.
        var exchange =
                http.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        try {
            return received(exchange.get(call.timeout().toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            exchange.cancel(true);
            return new Answer.Lost("no answer within " + call.timeout().toMillis() + " ms");
        } catch (InterruptedException _) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return new Answer.Lost("interrupted while waiting for the answer");
        } catch (ExecutionException failure) {
            return failed(failure);
        }
    }

    private Answer failed(ExecutionException failure) {
        var cause = failure.getCause();
        return switch (cause) {
            case ConnectException _, HttpConnectTimeoutException _, UnresolvedAddressException _ ->
                    new Answer.NotSent("no connection to " + shop);
            case null, default -> new Answer.Lost("the connection broke: " + cause);
        };
    }

    private static Answer.Received received(HttpResponse<String> response) {
        var headers = new HashMap<String, String>();
        response.headers()
                .map()
                .forEach(
                        (name, values) ->
                                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new Answer.Received(response.statusCode(), headers, response.body());
    }

    /** Closes the connections; calls under way are lost. */
    @Override
    public void close() {
        http.shutdownNow();
        executor.shutdownNow();
    }
}
