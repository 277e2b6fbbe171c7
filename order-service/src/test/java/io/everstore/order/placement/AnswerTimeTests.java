package io.everstore.order.placement;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.ApplicationYml;
import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.Instance;
import io.everstore.order.PostgresProcesses;
import io.everstore.order.Shop;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database hangs, at each point where it can; the times are those that the service is shipped
 * with. Every order has its answer within the time that is promised, and is there once afterwards.
 *
 * <p>To run: {@code ./mvnw -pl order-service -am test -Dtest=AnswerTimeTests
 * -Dsurefire.failIfNoSpecifiedTests=false}
 */
class AnswerTimeTests {

    /** 1.5 s are promised; the rest is for a machine that is busy with other builds. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static Instance service;

    private final String customer = "customer-" + UUID.randomUUID();
    private final String order = Client.order("85123A", 2);
    private final Client client = service.client(customer);

    enum Hang {
        /** The host takes connections and says nothing. */
        AT_CONNECT {
            @Override
            void begin() {
                Backends.LINK.goSilent();
            }
        },
        IN_A_STATEMENT {
            @Override
            void begin() {
                Backends.LINK.freeze();
            }
        },
        /** The server never hears it, until it is too late. */
        BEFORE_COMMIT {
            @Override
            void begin() {
                Backends.LINK.holdBeforeNextCommit();
            }
        },
        /** The server did it, and is not heard. */
        AFTER_COMMIT {
            @Override
            void begin() {
                Backends.LINK.holdAfterNextCommit();
            }
        },
        /** All its processes are stopped (SIGSTOP). */
        IN_ITS_PROCESSES {
            @Override
            void begin() {
                PostgresProcesses.stop();
            }
        };

        abstract void begin();
    }

    @BeforeAll
    static void start() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        service = asShipped();
    }

    private static Instance asShipped(String... others) {
        return Instance.with(
                Stream.of(
                                "everstore.placement.deadline",
                                "everstore.placement.answer",
                                "everstore.intake.send-timeout")
                        .map(ApplicationYml::shipped)
                        .toArray(String[]::new),
                Stream.concat(
                                Stream.of(
                                        "everstore.intake.metadata-timeout=300ms",
                                        "everstore.intake.request-timeout=400ms"),
                                Stream.of(others))
                        .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void warmUp() {
        await().atMost(30, SECONDS)
                .until(() -> place(Client.newKey()).took.compareTo(LIMIT.dividedBy(8)) < 0);
    }

    @AfterEach
    void heal() {
        PostgresProcesses.goOn();
        Backends.LINK.heal();
    }

    @ParameterizedTest
    @EnumSource
    void answersInTimeWhereverTheDatabaseHangs(Hang hang) {
        List<String> keys = List.of(Client.newKey(), Client.newKey(), Client.newKey());
        int before = Shop.keysOf(customer);
        hang.begin();

        List<Timed> answers = keys.stream().map(this::place).toList();

        heal();
        System.out.printf("Hangs %s: answers after %s%n", hang, answers);
        assertThat(answers)
                .allSatisfy(
                        timed -> {
                            assertThat(timed.answer.status()).isIn(201, 202);
                            assertThat(timed.took).isLessThanOrEqualTo(LIMIT);
                        });
        for (int i = 0; i < keys.size(); i++) {
            assertThat(placeWhenBack(keys.get(i)).text("/id"))
                    .isEqualTo(answers.get(i).answer.text("/id"));
        }
        assertThat(Shop.keysOf(customer)).isEqualTo(before + keys.size());
        assertThat(Shop.ordersOf(customer)).isEqualTo(Shop.keysOf(customer));
    }

    /** Nobody took it, as far as anybody can say, and the customer hears that as soon. */
    @Test
    void saysInTimeThatNeitherDatabaseNorBrokersAnswer() {
        String key = Client.newKey();
        try (Instance alone = asShipped("spring.kafka.bootstrap-servers=127.0.0.1:9")) {
            Client there = alone.client(customer);
            await().atMost(30, SECONDS)
                    .until(() -> there.place(Client.newKey(), order).status() == 201);
            Backends.LINK.freeze();

            Timed timed = place(there, key);

            assertThat(timed.answer.status()).as(timed.answer.toString()).isEqualTo(503);
            assertThat(timed.answer.header("Retry-After")).isEqualTo("1");
            assertThat(timed.took).isLessThanOrEqualTo(LIMIT);
            heal();
        }
        placeWhenBack(key);
        assertThat(Shop.ordersOf(customer)).isEqualTo(Shop.keysOf(customer));
    }

    private record Timed(Answer answer, Duration took) {

        @Override
        public String toString() {
            return answer.status() + " in " + took.toMillis() + " ms";
        }
    }

    private Timed place(String key) {
        return place(client, key);
    }

    private Timed place(Client client, String key) {
        long begin = System.nanoTime();
        Answer answer = client.place(key, order);
        return new Timed(answer, Duration.ofNanos(System.nanoTime() - begin));
    }

    private Answer placeWhenBack(String key) {
        return await().atMost(30, SECONDS)
                .until(() -> client.place(key, order), answer -> answer.status() == 201);
    }
}
