package io.everstore.gateway.admission;

import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Nobody behind the gateway answers, until a test has seen enough of it. */
final class Standstill {

    private final CountDownLatch enough = new CountDownLatch(1);

    /** What is answered in the end. */
    Reply before(Reply reply) {
        try {
            enough.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reply;
    }

    void end() {
        enough.countDown();
    }

    /** How many requests are in the gateway, let in or waiting. */
    static int present(MeterRegistry meters) {
        return underWay(meters).mapToInt(LongTaskTimer::activeTasks).sum();
    }

    /** For how long the one that came first has been there. */
    static Duration longest(MeterRegistry meters) {
        double nanos =
                underWay(meters)
                        .mapToDouble(requests -> requests.max(TimeUnit.NANOSECONDS))
                        .max()
                        .orElse(0);
        return Duration.ofNanos((long) nanos);
    }

    private static Stream<LongTaskTimer> underWay(MeterRegistry meters) {
        return meters.find("http.server.requests.active").longTaskTimers().stream();
    }

    static HttpRequest.Builder order(int port, String key) {
        return Shop.request(port, "/api/orders")
                .header("Authorization", "Bearer " + SignedTokens.customer())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{}"));
    }
}
