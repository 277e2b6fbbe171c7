package io.everstore.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.shop.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficTests {

    private final Traffic traffic = new Traffic();

    @Test
    void tellsWhatIsAsUsualFromWhatIsDegradedRefusedAndFailed() {
        traffic.add(answer(200, Map.of(), "{}"), 1000);
        traffic.add(answer(201, Map.of(), "{}"), 1000);
        traffic.add(answer(202, Map.of(), "{}"), 1000);
        traffic.add(answer(200, Map.of("cache-status", "x; hit; detail=stale"), "{}"), 1000);
        traffic.add(answer(200, Map.of(), "{\"items\":[],\"limited\":true}"), 1000);
        traffic.add(answer(503, Map.of(), ""), 1000);
        traffic.add(answer(429, Map.of(), ""), 1000);
        traffic.add(answer(500, Map.of(), ""), 1000);
        traffic.add(new Answer.Lost("no answer"), 1000);

        Traffic.Second second = traffic.next(7);

        assertThat(second.at()).isEqualTo(7);
        assertThat(second.ok()).isEqualTo(2);
        assertThat(second.degraded()).isEqualTo(3);
        assertThat(second.refused()).isEqualTo(2);
        assertThat(second.failed()).isEqualTo(2);
        assertThat(traffic.next(8).ok()).isZero();
    }

    @Test
    void forgetsLatenciesAfterHalfAMinute() {
        traffic.add(answer(200, Map.of(), "{}"), 2_000_000);
        assertThat(traffic.next(0).p99()).isBetween(1990.0, 2010.0);
        for (int second = 1; second < 30; second++) {
            assertThat(traffic.next(second).p99()).isGreaterThan(1990);
        }
        assertThat(traffic.next(30).p99()).isZero();
    }

    @Test
    void countsTheWaysThatRequestsTook() {
        var served = Map.of("everstore-gateway", "gateway-1", "everstore-served-by", "catalog-2");
        traffic.add(answer(200, served, "{}"), 1000);
        traffic.add(answer(200, served, "{}"), 1000);

        assertThat(traffic.next(0).paths()).containsExactly(Map.entry("gateway-1>catalog-2", 2));
    }

    private static Answer answer(int status, Map<String, String> headers, String body) {
        return new Answer.Received(status, headers, body);
    }
}
