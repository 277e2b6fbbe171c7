package io.everstore.gateway.admission;

import static io.everstore.gateway.Shop.CATALOG;
import static io.everstore.gateway.Shop.CLIENT;
import static io.everstore.gateway.admission.Standstill.order;
import static io.everstore.gateway.admission.Standstill.present;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.BackEnd.Reply;
import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** More is asked than can be answered. */
@GatewayTest
@TestPropertySource(properties = {"everstore.shedding.browsing=10", "everstore.shedding.least=10"})
@DirtiesContext
class SheddingTests {

    private static final String SEEN = "/api/products?query=lamp&limit=24";

    @LocalServerPort int port;
    @Autowired MeterRegistry meters;

    /** A page that nobody has seen. */
    private final String wanted = "/api/products?query=" + UUID.randomUUID();

    private final Standstill standstill = new Standstill();
    private final List<CompletableFuture<HttpResponse<String>>> visitors = new ArrayList<>();

    @BeforeEach
    void tenVisitorsWait() {
        Shop.reset();
        var page = new Reply.Whole(200, Map.of("Cache-Control", "stale-if-error=3600"), "seen");
        CATALOG.forEach(each -> each.behave(_ -> page));
        assertThat(Shop.send(Shop.request(port, SEEN)).body()).isEqualTo("seen");
        var atLast = new Reply.Whole(200, Map.of("Cache-Control", "stale-if-error=1"), "at last");
        CATALOG.forEach(each -> each.behave(_ -> standstill.before(atLast)));
        for (int i = 0; i < 10; i++) {
            visitors.add(
                    CLIENT.sendAsync(Shop.request(port, wanted).build(), BodyHandlers.ofString()));
        }
        await().until(() -> asked() == 11);
    }

    @AfterEach
    void theyAreServed() {
        standstill.end();
        assertThat(visitors).allMatch(visitor -> visitor.join().statusCode() == 200);
    }

    @Test
    void refusesBrowsingAtOnceAndTakesCheckouts() {
        HttpResponse<String> refused =
                Shop.send(Shop.request(port, "/api/categories?x=" + UUID.randomUUID()));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("overloaded");
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.headers().firstValue("Everstore-Gateway")).hasValue("gateway-7");

        for (int i = 0; i < 20; i++) {
            assertThat(Shop.send(order(port, "key-of-16-letters")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void showsWhatOthersHaveSeenInsteadOfRefusing() {
        HttpResponse<String> page = Shop.send(Shop.request(port, SEEN));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("seen");
        assertThat(page.headers().firstValue("Cache-Status"))
                .hasValue("everstore-gateway; hit; detail=stale");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(Shop.send(Shop.request(port, SEEN + "0")).statusCode()).isEqualTo(503);
    }

    @Test
    void lacksNoPageThatIsOnItsWayToSomebodyElse() {
        CompletableFuture<HttpResponse<String>> eleventh =
                CLIENT.sendAsync(Shop.request(port, wanted).build(), BodyHandlers.ofString());

        await().until(() -> present(meters) == 11);
        standstill.end();

        assertThat(eleventh.join().statusCode()).isEqualTo(200);
        assertThat(eleventh.join().body()).isEqualTo("at last");
        assertThat(asked()).isEqualTo(11);
    }

    @Test
    void letsSomebodyInAsSoonAsSomebodyLeaves() {
        CompletableFuture<HttpResponse<String>> eleventh =
                CLIENT.sendAsync(
                        Shop.request(port, "/api/categories?x=" + UUID.randomUUID()).build(),
                        BodyHandlers.ofString());

        await().until(() -> present(meters) == 11);
        standstill.end();

        assertThat(eleventh.join().statusCode()).isEqualTo(200);
    }

    @Test
    void answersProbes() {
        assertThat(Shop.send(Shop.request(port, "/readyz")).statusCode()).isEqualTo(200);
        assertThat(Shop.send(Shop.request(port, "/livez")).statusCode()).isEqualTo(200);
    }

    private static int asked() {
        return CATALOG.stream().mapToInt(each -> each.received().size()).sum();
    }
}
