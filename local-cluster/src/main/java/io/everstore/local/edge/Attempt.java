package io.everstore.local.edge;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One try of one gateway, and what it says about the gateway. */
record Attempt(Call call, Gateway gateway, HttpClient client) {

    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    /** A gateway that got the request and takes too long. */
    private static final class NoAnswer extends IOException {
        NoAnswer(String gateway) {
            super("no answer from " + gateway);
        }
    }

    /** Waits for the head of an answer as long as there may be one. */
    HttpResponse<InputStream> answer() throws IOException, InterruptedException {
        return answer(call.patience().atMost(), () -> false);
    }

    /**
     * Waits for the head of an answer.
     *
     * @param alone after this it is given up, or waited for as above
     * @param mayGiveUp asked then, and from then on: not when the request comes, for until then an
     *     overload has used up all second tries, and the first would be given up for nothing
     * @throws Answered.Illegible if what the client sends cannot be read to its end
     */
    @SuppressWarnings("Interruption") // which is how this client is told to drop an exchange
    HttpResponse<InputStream> answer(Duration alone, BooleanSupplier mayGiveUp)
            throws IOException, InterruptedException {
        var request = call.to(gateway);
        long start = System.nanoTime();
        var answer = new CompletableFuture<HttpResponse<InputStream>>();
        try (var _ = gateway.begin()) {
            answer = client.sendAsync(request, BodyHandlers.ofInputStream());
            HttpResponse<InputStream> head = await(answer, alone, mayGiveUp);
            gateway.answered();
            return head;
        } catch (NoAnswer | HttpTimeoutException e) {
            gateway.late(start);
            throw e;
        } catch (IOException e) {
            if (call.body().isBroken()) {
                throw new Answered.Illegible(e); // and no fault of the gateway
            }
            gateway.gone();
            throw e;
        } finally {
            answer.cancel(true); // does nothing if it is there
        }
    }

    private HttpResponse<InputStream> await(
            CompletableFuture<HttpResponse<InputStream>> answer,
            Duration alone,
            BooleanSupplier mayGiveUp)
            throws IOException, InterruptedException {
        try {
            if (alone.compareTo(call.patience().atMost()) >= 0) {
                return answer.get();
            }
            for (Duration wait = alone; ; wait = ASK_AGAIN) {
                try {
                    return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (mayGiveUp.getAsBoolean()) {
                        throw new NoAnswer(gateway.spec().name());
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("unusable answer of " + gateway.spec().name(), e.getCause());
        }
    }
}
