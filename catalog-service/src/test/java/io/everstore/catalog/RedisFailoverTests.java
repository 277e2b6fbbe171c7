package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Sentinel makes another Redis the primary, and the service goes there by itself. */
class RedisFailoverTests extends RunningService {

    private static final String ORIGIN = "everstore-redis; fwd=uri-miss; stored; detail=origin";

    private RedisNode redis;
    private OtherInstance instance;

    @BeforeEach
    void startAnInstanceWithARedisOfItsOwn() throws Exception {
        redis = RedisNode.started().withReplica();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> redis.ask(primary -> primary.info("replication")).contains("online"));
        // The Sentinel hears of replicas from the primary, every ten seconds.
        await().atMost(Duration.ofSeconds(20)).until(() -> redis.replicasKnownToTheSentinel() == 1);
        instance =
                OtherInstance.start(
                        "everstore.catalog.redis.sentinels=127.0.0.1:" + redis.sentinelPort());
        awaitCaching();
    }

    @AfterEach
    void stopThem() {
        instance.close();
        redis.stop();
    }

    @Test
    void followsWhenThePrimaryIsKilled() throws Exception {
        redis.kill();

        awaitCaching();
    }

    @Test
    void followsWhenThePrimaryFreezes() throws Exception {
        redis.freeze();

        awaitCaching();
    }

    /** Every answer until then is a good one. */
    private void awaitCaching() {
        long start = System.nanoTime();
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            String cold = "/api/products/" + product("Cold", "Lamps", "1.00", 1);
                            Answer answer = instance.get(cold);
                            assertThat(answer.status()).isEqualTo(200);
                            return answer.header("Cache-Status").equals(ORIGIN);
                        });
        System.out.printf("Redis is in use after %d ms%n", (System.nanoTime() - start) / 1_000_000);
    }
}
