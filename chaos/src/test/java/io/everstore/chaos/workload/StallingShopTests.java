package io.everstore.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.local.probe.Await;
import io.everstore.local.transport.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers do not wait for each other. A shop that stands still for two seconds is measured by all
 * who came meanwhile, not only by those who were inside: a generator that waits for answers would
 * send nobody, and measure next to nothing (coordinated omission).
 */
class StallingShopTests {

    private static final double RATE = 100;
    private static final Duration STALL = Duration.ofSeconds(2);

    @Test
    void measuresEverybodyWhoCameWhileTheShopStoodStill(@TempDir Path directory) {
        try (FakeShop shop = new FakeShop();
                Shoppers shoppers =
                        new Shoppers(
                                shop.address(),
                                Transport.plain(),
                                directory.resolve("ledger.jsonl"),
                                "chaos-test-",
                                1,
                                RATE)) {
            shoppers.open();
            Instant begin = Instant.now();
            await().until(() -> shoppers.history().between(begin, Instant.now()).size() > 100);
            shop.stall();
            Instant from = Instant.now();
            Await.pause(STALL);
            Instant to = Instant.now();
            shop.goOn();
            shoppers.goHome();

            Figures stalled = shoppers.history().figures(from, to, _ -> true);
            double expected = RATE * Duration.between(from, to).toMillis() / 1000;
            assertThat(stalled.count()).isBetween((long) (0.9 * expected), (long) (1.1 * expected));
            assertThat(stalled.dropped()).isZero();
            // They came evenly, so that half of them waited for more than half of the time.
            assertThat(stalled.p50()).isBetween(800.0, 2000.0);
            assertThat(stalled.max()).isGreaterThan(1900);
        }
    }

    @Test
    void keepsALedgerOfEveryOrder(@TempDir Path directory) throws Exception {
        Path ledger = directory.resolve("ledger.jsonl");
        History history;
        try (FakeShop shop = new FakeShop();
                Shoppers shoppers =
                        new Shoppers(
                                shop.address(),
                                Transport.plain(),
                                ledger,
                                "chaos-test-",
                                1,
                                RATE)) {
            shoppers.open();
            Instant begin = Instant.now();
            await().until(() -> shoppers.history().between(begin, Instant.now()).size() > 200);
            history = shoppers.history();
        }
        String text = java.nio.file.Files.readString(ledger);
        assertThat(history.acknowledged()).isNotEmpty();
        history.acknowledged().forEach((key, ids) -> assertThat(text).contains(key).contains(ids));
    }
}
