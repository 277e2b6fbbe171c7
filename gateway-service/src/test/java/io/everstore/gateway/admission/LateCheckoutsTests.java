package io.everstore.gateway.admission;

import static io.everstore.gateway.Shop.ORDER;
import static io.everstore.gateway.admission.Standstill.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.context.TestPropertySource;

/** The limit of checkouts follows what the machine can do. */
@GatewayTest
@TestPropertySource(
        properties = {
            "everstore.shedding.checkouts=10",
            "everstore.shedding.least-checkouts=2",
            "everstore.shedding.late-checkout=1s"
        })
@DirtiesContext(classMode = ClassMode.AFTER_EACH_TEST_METHOD)
class LateCheckoutsTests {

    private static final int LATE_MILLIS = 1_050;

    @LocalServerPort int port;
    @Autowired MeterRegistry meters;

    @BeforeEach
    void openTheShop() {
        Shop.reset();
    }

    @Test
    void letsFewerInWhoWereAnsweredLateAndMoreWhoWereAnsweredInTime() {
        answer(200, LATE_MILLIS);
        orderOnce();
        orderOnce();
        assertThat(limit()).isEqualTo(8);

        for (int i = 0; limit() > 2; i++) {
            assertThat(i).as("late answers").isLessThan(10);
            orderOnce();
        }
        orderOnce();
        assertThat(limit()).as("the least").isEqualTo(2);

        answer(200, 0);
        orderOnce();
        assertThat(limit()).isEqualTo(3);
    }

    @Test
    void letsFewerInWhoHadNoAnswerForLong() {
        answer(503, LATE_MILLIS);
        orderOnce();
        assertThat(limit()).isEqualTo(9);
    }

    @Test
    void doesNotTakeAFailureForHaste() {
        answer(503, 0);
        for (int i = 0; i < 10; i++) {
            orderOnce();
        }
        assertThat(limit()).isEqualTo(10);
    }

    private void answer(int status, int millis) {
        ORDER.forEach(
                each ->
                        each.behave(
                                _ -> {
                                    work(millis);
                                    return new Reply.Whole(status, Map.of(), "{}");
                                }));
    }

    private static void work(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void orderOnce() {
        Shop.send(order(port, UUID.randomUUID().toString()));
    }

    private int limit() {
        return (int)
                meters.get("gateway.requests.limit").tag("importance", "checkout").gauge().value();
    }
}
