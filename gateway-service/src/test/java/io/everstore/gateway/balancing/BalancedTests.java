package io.everstore.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.backpressure.Gates;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** A second try and the time that is left for it, on a clock of its own. */
@GatewayTest
class BalancedTests {

    private static final RouteLimits LIMITS =
            new RouteLimits(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofMillis(1));

    @Autowired Gates gates;

    private final AtomicInteger tries = new AtomicInteger();
    private long perLook;
    private long now;

    @Test
    void triesASecondTimeWhileThereIsTime() throws Exception {
        assertThat(answer().statusCode().value()).isEqualTo(503);
        assertThat(tries).hasValue(2);
    }

    /** The pause before the second try took all the time there was. */
    @Test
    void givesUpInsteadOfTryingWithoutTime() throws Exception {
        perLook = Duration.ofMillis(1600).toNanos();

        assertThat(answer().statusCode().value()).isEqualTo(503);
        assertThat(tries).hasValue(1);
    }

    private ServerResponse answer() throws Exception {
        var instances =
                new Instances(
                        "catalog",
                        List.of("127.0.0.1:1", "127.0.0.1:2"),
                        Settings.DEFAULTS,
                        new Random(1),
                        () -> 0);
        var balanced =
                new Balanced(
                        instances,
                        LIMITS,
                        new RetryBudget(Settings.DEFAULTS, () -> 0),
                        gates.before("balanced-tests"),
                        new Random(1),
                        () -> now += perLook);
        var servletRequest = new MockHttpServletRequest("GET", "/api/products");
        servletRequest.setAttribute(MvcUtils.GATEWAY_ATTRIBUTES_ATTR, new HashMap<>());
        var request = ServerRequest.create(servletRequest, List.of());
        return balanced.filter(
                request,
                _ -> {
                    tries.incrementAndGet();
                    return ServerResponse.status(503).build();
                });
    }
}
