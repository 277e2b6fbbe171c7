package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an order brings about here belongs to the trace of the order. */
class TraceTests extends RunningService {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-00";

    @Test
    void answersAnOrderInItsTrace() {
        String sku = product("Traced", "Lamps", "2.50", 3);
        UUID order = UUID.randomUUID();
        Events.on("orders.events")
                .send(
                        UUID.randomUUID(),
                        order.toString(),
                        "dev.everstore.order.placed.v1",
                        "{\"orderId\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":1}]}"
                                .formatted(order, sku),
                        PARENT);

        Events.Event reserved = Events.on("catalog.stock").awaitOne(order.toString());

        assertThat(reserved.type()).isEqualTo("dev.everstore.stock.reserved.v1");
        assertThat(reserved.traceparent()).startsWith("00-" + TRACE + "-").isNotEqualTo(PARENT);
    }

    /** One loader answers many who wait for the same page, and each has a trace of its own. */
    @Test
    void namesTheTraceOfEachInTheirProblem() {
        String other = "5759e988bd862e3fe1be46a994272793";
        for (String trace : List.of(TRACE, other)) {
            Answer answer =
                    get(
                            "/api/products/none",
                            "traceparent",
                            "00-" + trace + "-b7ad6b7169203331-00");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).contains("\"traceId\":\"" + trace + "\"");
        }
    }
}
