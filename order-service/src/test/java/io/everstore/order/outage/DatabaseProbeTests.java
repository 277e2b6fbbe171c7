package io.everstore.order.outage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.OrderServiceTest;
import io.everstore.order.Standbys;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The primary is there, and nobody who could confirm its commits. */
@OrderServiceTest
class DatabaseProbeTests {

    @Autowired private CircuitBreaker databaseBreaker;

    @AfterEach
    void bringTheDatabaseBack() {
        Standbys.areNotNeeded();
        await().atMost(20, SECONDS).until(() -> databaseBreaker.getState() == State.CLOSED);
    }

    @Test
    void keepsOneSessionOfTheServerHoweverOftenItLooks() {
        Standbys.goAway();
        AtomicInteger looks = new AtomicInteger();
        databaseBreaker.getEventPublisher().onError(_ -> looks.incrementAndGet());
        databaseBreaker.transitionToOpenState();

        await().atMost(30, SECONDS).until(() -> looks.get() >= 6);

        assertThat(Standbys.waitsOfTheService()).isEqualTo(1);
    }

    @Test
    void seesThatAStandbyIsBack() {
        Standbys.goAway();
        databaseBreaker.transitionToOpenState();
        await().atMost(20, SECONDS).until(() -> Standbys.waitsOfTheService() == 1);

        Standbys.areNotNeeded();

        await().atMost(20, SECONDS).until(() -> databaseBreaker.getState() == State.CLOSED);
    }
}
