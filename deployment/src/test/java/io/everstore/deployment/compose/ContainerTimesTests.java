package io.everstore.deployment.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Checkout;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Times of different programs that have to fit each other. */
class ContainerTimesTests {

    /** Otherwise Patroni takes other values than these without asking. */
    @Test
    void leavesThePrimaryTimeToRenewItsLease() {
        Map<?, ?> lease =
                Stack.map(Stack.map(Stack.yaml("docker/postgres/patroni.yml"), "bootstrap"), "dcs");
        int loop = (int) lease.get("loop_wait");
        int retry = (int) lease.get("retry_timeout");
        int life = (int) lease.get("ttl");

        assertThat(loop + 2 * retry).isLessThanOrEqualTo(life);
        assertThat(life).as("the least that Patroni takes").isGreaterThanOrEqualTo(20);
    }

    /** What was promised an answer gets it, from the gateway, and not an error from here. */
    @Test
    void waitsLongerForAGatewayThanTheGatewayForTheOrder() {
        Duration deadline =
                time(
                        "gateway-service/src/main/resources/application.yml",
                        "orders:\\s+deadline: (\\S+)");
        Duration server = time("docker/lb/haproxy.cfg", "\n  timeout server (\\S+)");

        assertThat(server).isGreaterThan(deadline).isLessThan(deadline.plusSeconds(2));
    }

    @Test
    void letsServicesEndBeforeTheyAreKilled() {
        Duration phase =
                time(
                        "order-service/src/main/resources/application.yml",
                        "timeout-per-shutdown-phase: (\\S+)");

        Stack.nodes()
                .forEach(
                        (name, node) -> {
                            if (name.matches("(gateway|catalog|order)-\\d")) {
                                assertThat(duration(node.get("stop_grace_period").toString()))
                                        .as(name)
                                        .isGreaterThan(phase);
                            }
                        });
    }

    /** A check that Docker ends says nothing of what it found, and kills nobody. */
    @Test
    void letsAHealthCheckAskBothOfItsQuestions() {
        Duration alive = time("docker/service/healthy", "answers /livez (\\d+)");
        Duration ready = time("docker/service/healthy", "answers /readyz (\\d+)");
        Duration check =
                time("docker-compose.yml", "/app/healthy\"], interval: 10s, timeout: (\\S+),");

        assertThat(alive.plus(ready)).isLessThan(check);
        assertThat(alive).as("who is late is not dead").isGreaterThan(ready);
    }

    private static Duration time(String path, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(Checkout.read(path));
        assertThat(found.find()).as(pattern + " in " + path).isTrue();
        return duration(found.group(1));
    }

    /** Of Docker's, HAProxy's and Spring's words; a number alone is of curl's seconds. */
    private static Duration duration(String text) {
        String time = text.matches("\\d+") ? text + "s" : text;
        return Duration.parse(
                time.endsWith("ms")
                        ? "PT%sS".formatted(Double.parseDouble(time.replace("ms", "")) / 1000)
                        : "PT" + time.toUpperCase(Locale.ROOT));
    }
}
