package io.everstore.local.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every wait ends before the one around it, across the services. Where an outer wait ends first,
 * the inner one's answer reaches nobody, and a healthy instance that says "unavailable" looks like
 * a dead one.
 *
 * <pre>
 * reads:   3 x Redis + primary + standby     &lt; the gateway's try; two tries &lt;= its route
 * orders:  lock &lt; database &lt; database + intake &lt;= the answer &lt; the gateway's try; two tries &lt;= its route
 * all:     the gateway's route &lt; the storefront's patience &lt; the edge's limit
 * imports: the gateway's route &lt; the edge's limit
 * Kafka:   heartbeats &lt; session of a broker &lt; session of a consumer
 * </pre>
 */
class TimeoutBudgetTests {

    private static final Configuration CATALOG = Configuration.of("catalog-service");
    private static final Configuration ORDER = Configuration.of("order-service");
    private static final Configuration GATEWAY = Configuration.of("gateway-service");

    private static final String ROUTING = "everstore.routing.";
    private static final String URL = "spring.datasource.url";

    private static final Duration CATALOG_POOL = pool(CATALOG);
    private static final Duration ORDER_POOL = pool(ORDER);
    private static final Duration PLACEMENT = ORDER.time("everstore.placement.deadline");
    private static final Duration INTAKE = ORDER.time("everstore.intake.send-timeout");
    private static final Duration ANSWER = ORDER.time("everstore.placement.answer");
    private static final Duration READS = GATEWAY.time(ROUTING + "reads.deadline");
    private static final Duration READS_TRY = GATEWAY.time(ROUTING + "reads.try-timeout");
    private static final Duration ORDERS = GATEWAY.time(ROUTING + "orders.deadline");
    private static final Duration ORDERS_TRY = GATEWAY.time(ROUTING + "orders.try-timeout");
    private static final Duration IMPORTS = GATEWAY.time(ROUTING + "imports.deadline");

    private static final String EDGE =
            "local-cluster/src/main/java/io/everstore/local/edge/Patience.java";
    private static final String BROKER =
            "local-cluster/src/main/java/io/everstore/local/node/Kafka.java";

    static Stream<Configuration> databaseUsers() {
        return Stream.of(CATALOG, ORDER);
    }

    /**
     * A page that no cache has, with everything as slow as may be: Redis is asked for it, for the
     * lease and for it again, then the primary is read and a standby. The wait for a connection of
     * the pool is part of a reading.
     */
    @Test
    void theCatalogueAnswersBeforeTheGatewayGivesItUp() {
        Duration redis = catalog("caching/RedisSettings", "timeout");
        Duration pause = catalog("caching/PageCacheSettings", "leasePause");
        Duration primary = catalog("replica/OriginSettings", "deadline");
        Duration standby = catalog("replica/StandbySettings", "deadline");

        assertThat(redis.multipliedBy(3).plus(pause).plus(primary).plus(standby))
                .isLessThan(READS_TRY);
        assertThat(CATALOG_POOL).isLessThan(READS_TRY);
    }

    /** Else the second try, at an instance that is well, has less time than the first had. */
    @Test
    void readsHaveTimeForTwoTries() {
        assertThat(READS_TRY.multipliedBy(2)).isLessThanOrEqualTo(READS);
    }

    /** Else the gateway asks another instance while the first is about to say "queued". */
    @Test
    void anOrderIsPlacedOrQueuedBeforeTheGatewayAsksAnotherInstance() {
        Duration onTheWay = Duration.ofMillis(500);

        assertThat(PLACEMENT.plus(INTAKE)).isLessThanOrEqualTo(ANSWER);
        assertThat(ANSWER.plus(onTheWay)).isLessThanOrEqualTo(ORDERS_TRY);
        assertThat(ORDERS_TRY.multipliedBy(2)).isLessThanOrEqualTo(ORDERS);
    }

    /** Else a database that hangs looks like too many customers, and some are refused for it. */
    @Test
    void anOrderIsLateOnlyWhenItWaitedForAProcessor() {
        Duration late =
                Checkout.millis(
                        "gateway-service/src/main/java/io/everstore/gateway/admission/SheddingSettings.java",
                        "\"(\\d+)ms\"\\) Duration lateCheckout");

        assertThat(late).isGreaterThanOrEqualTo(ANSWER).isLessThan(ORDERS_TRY);
    }

    /**
     * Nobody waits for the last attempt, but it holds locks: it may begin until the order has its
     * answer, and then waits for the server as long again.
     */
    @Test
    void theSlowestPlacementEndsBeforeTheRouteAndBeforeItsLocksAreTaken() {
        Duration worst = ANSWER.multipliedBy(2);

        assertThat(ORDER_POOL).isLessThan(ANSWER);
        assertThat(worst).isLessThan(ORDERS);
        assertThat(worst).isLessThan(option("idle_in_transaction_session_timeout"));
    }

    /** Else a wait for a lock looks like an outage, and opens the breaker. */
    @Test
    void waitingForTheSameKeyEndsWithinTheWaitForTheDatabase() {
        assertThat(option("lock_timeout")).isLessThan(PLACEMENT);
    }

    /**
     * Else a dead first host leaves no time to try the others; and one test of a connection fits.
     */
    @ParameterizedTest
    @MethodSource("databaseUsers")
    void everyHostOfTheDatabaseIsTried(Configuration service) {
        long connect = service.number(URL, "connectTimeout=(\\d+)");

        assertThat(connect * 3).isLessThanOrEqualTo(service.number(URL, "loginTimeout=(\\d+)"));
        assertThat(service.time("spring.datasource.hikari.validation-timeout"))
                .isLessThan(pool(service));
    }

    /** Else the client gives up first, and what the gateway says is heard by nobody. */
    @Test
    void clientsWaitLongerThanTheGateway() {
        Duration storefront =
                Checkout.millis(
                        "gateway-service/src/main/resources/static/app/http.js",
                        "DEFAULT_TIMEOUT_MS = (\\d+)");
        Duration edge = Checkout.seconds(EDGE, "ANSWER_LIMIT = Duration.ofSeconds\\((\\d+)\\)");

        assertThat(READS).isLessThan(storefront);
        assertThat(ORDERS).isLessThan(storefront);
        assertThat(storefront).isLessThan(edge);
        assertThat(IMPORTS)
                .isLessThan(
                        Checkout.seconds(EDGE, "IMPORT_LIMIT = Duration.ofSeconds\\((\\d+)\\)"));
    }

    /** Else the edge asks another gateway for what the first is about to answer. */
    @Test
    void theEdgeLeavesAGatewayOnlyWhenItCannotAnswerAnyMore() {
        assertThat(READS).isLessThan(Checkout.millis(EDGE, tryOf("READ")));
        assertThat(ORDERS).isLessThan(Checkout.millis(EDGE, tryOf("ORDER")));
        assertThat(Checkout.millis(EDGE, tryOf("ORDER")))
                .isLessThan(
                        Checkout.seconds(EDGE, "ANSWER_LIMIT = Duration.ofSeconds\\((\\d+)\\)"));
    }

    private static String tryOf(String kind) {
        return kind + "_TRY = Duration.ofMillis\\((\\d+)\\)";
    }

    /** Else one heartbeat that is late ends a stream that is well. */
    @Test
    void aStreamOutlastsTwoHeartbeats() {
        Duration heartbeat =
                Checkout.seconds(
                        "order-service/src/main/java/io/everstore/order/live/LiveSettings.java",
                        "\"(\\d+)s\"\\) Duration heartbeat");

        assertThat(heartbeat.multipliedBy(2))
                .isLessThan(GATEWAY.time("everstore.streams.max-idle"));
    }

    /** Else a stop cuts off requests that would have been answered. */
    @Test
    void aServiceStopsAfterItsLastAnswer() {
        String phase = "spring.lifecycle.timeout-per-shutdown-phase";

        assertThat(Stream.of(CATALOG.time(phase), ORDER.time(phase), GATEWAY.time(phase)))
                .allSatisfy(stop -> assertThat(stop).isGreaterThan(ORDERS).isGreaterThan(READS));
    }

    /** Else one lost heartbeat moves partitions, or a broker's loss costs its consumers theirs. */
    @Test
    void sessionsInKafkaOutlastHeartbeatsAndTheLossOfABroker() {
        Duration broker = broker("broker.session.timeout.ms");
        String defaults =
                "outbox-spring-boot-starter/src/main/java/io/everstore/outbox/autoconfigure/KafkaDefaults.java";
        Duration consumer = Checkout.millis(defaults, "session.timeout.ms]\", \"(\\d+)\"");
        Duration beat = Checkout.millis(defaults, "heartbeat.interval.ms]\", \"(\\d+)\"");

        assertThat(broker("broker.heartbeat.interval.ms").multipliedBy(3)).isLessThan(broker);
        assertThat(broker("controller.quorum.fetch.timeout.ms")).isLessThan(broker);
        assertThat(beat.multipliedBy(3)).isLessThanOrEqualTo(consumer);
        assertThat(broker).isLessThan(consumer);
        assertThat(broker).isLessThan(broker("group.consumer.session.timeout.ms"));
        assertThat(broker("group.consumer.heartbeat.interval.ms").multipliedBy(3))
                .isLessThanOrEqualTo(broker("group.consumer.session.timeout.ms"));
    }

    /** Else events are given up, and sent again, that would have arrived at the next leader. */
    @Test
    void theOutboxOutlastsTheLossOfABroker() {
        String settings =
                "outbox-spring-boot-starter/src/main/java/io/everstore/outbox/autoconfigure/OutboxSettings.java";
        Duration delivery = Checkout.seconds(settings, "\"(\\d+)s\"\\) Duration deliveryTimeout");
        Duration request =
                Checkout.seconds(settings, "REQUEST_TIMEOUT = Duration.ofSeconds\\((\\d+)\\)");

        assertThat(request).isLessThan(delivery);
        assertThat(broker("broker.session.timeout.ms")).isLessThan(delivery);
    }

    /** The default of a setting of the catalogue. */
    private static Duration catalog(String settings, String name) {
        return Checkout.millis(
                "catalog-service/src/main/java/io/everstore/catalog/" + settings + ".java",
                "\"(\\d+)ms\"\\) Duration " + name);
    }

    private static Duration pool(Configuration service) {
        return service.time("spring.datasource.hikari.connection-timeout");
    }

    private static Duration option(String name) {
        String options = "spring.datasource.hikari.data-source-properties.options";
        return Duration.ofMillis(ORDER.number(options, name + "=(\\d+)"));
    }

    private static Duration broker(String setting) {
        return Checkout.millis(BROKER, "\\n *" + setting.replace(".", "\\.") + "=(\\d+)");
    }
}
