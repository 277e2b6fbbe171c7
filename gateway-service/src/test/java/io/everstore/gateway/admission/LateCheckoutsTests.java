package io.everstore.gateway.admission;

import static io.everstore.gateway.Shop.CLIENT;
import static io.everstore.gateway.Shop.ORDER;
import static io.everstore.gateway.admission.Standstill.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
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

    /** More than late, as the gateway counts from a moment after the request came. */
    private static final Duration LATE = Duration.ofMillis(1_050);

    @LocalServerPort int port;
    @Autowired MeterRegistry meters;

    @BeforeEach
    void openTheShop() {
        Shop.reset();
    }

    @Test
    void letsFewerInWhoWereAnsweredLateAndMoreWhoWereAnsweredInTime() {
        orderAndWait(200);
        orderAndWait(200);
        assertThat(limit()).isEqualTo(8);

        for (int i = 0; limit() > 2; i++) {
            assertThat(i).as("late answers").isLessThan(10);
            orderAndWait(200);
        }
        orderAndWait(200);
        assertThat(limit()).as("the least").isEqualTo(2);

        orderOnce(200);
        assertThat(limit()).isEqualTo(3);
    }

    @Test
    void letsFewerInWhoHadNoAnswerForLong() {
        orderAndWait(503);
        assertThat(limit()).isEqualTo(9);
    }

    @Test
    void doesNotTakeAFailureForHaste() {
        for (int i = 0; i < 10; i++) {
            orderOnce(503);
        }
        assertThat(limit()).isEqualTo(10);
    }

    private void orderOnce(int status) {
        var reply = new Reply.Whole(status, Map.of(), "{}");
        ORDER.forEach(each -> each.behave(_ -> reply));
        Shop.send(order(port, UUID.randomUUID().toString()));
    }

    private void orderAndWait(int status) {
        var standstill = new Standstill();
        var reply = new Reply.Whole(status, Map.of(), "{}");
        ORDER.forEach(each -> each.behave(_ -> standstill.before(reply)));
        var answer =
                CLIENT.sendAsync(
                        order(port, UUID.randomUUID().toString()).build(),
                        BodyHandlers.discarding());
        await().until(() -> Standstill.longest(meters).compareTo(LATE) > 0);
        standstill.end();
        answer.join();
        await().until(() -> Standstill.present(meters) == 0);
    }

    private int limit() {
        return (int)
                meters.get("gateway.requests.limit").tag("importance", "checkout").gauge().value();
    }
}
