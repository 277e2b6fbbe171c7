package io.everstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.annotation.Transactional;

@SpringBootTest
class ReceivingTests {

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Servers.createTopic("deposits", 2);
        Servers.createTopic("deposits.dlt", 2);
        Servers.createTopic("cheques", 1);
        String url = Servers.createDatabase("receiving");
        registry.add("spring.datasource.url", () -> url);
        registry.add("spring.kafka.bootstrap-servers", Servers::kafka);
        registry.add("spring.flyway.locations", () -> "classpath:db/outbox");
        registry.add("spring.kafka.consumer.group-id", () -> "bank");
    }

    record Deposit(int amount) {}

    @SpringBootApplication
    static class Bank {

        @Component
        static class Accounts {

            private final Inbox inbox;
            private final EventReader reader;
            private final JdbcClient jdbc;
            private final AtomicInteger failuresToCome = new AtomicInteger();
            private final List<ConsumerRecord<String, byte[]>> dead = new CopyOnWriteArrayList<>();

            Accounts(Inbox inbox, EventReader reader, JdbcClient jdbc) {
                this.inbox = inbox;
                this.reader = reader;
                this.jdbc = jdbc;
                jdbc.sql("create table deposit (account text, amount int)").update();
            }

            @Transactional
            @KafkaListener(topics = "deposits")
            public void on(ConsumerRecord<String, byte[]> record) {
                var event = ReceivedEvent.from(record);
                if (inbox.accept("bank", event.id())) {
                    jdbc.sql("insert into deposit values (?, ?)")
                            .params(event.subject(), reader.read(event, Deposit.class).amount())
                            .update();
                    if (failuresToCome.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        throw new DataAccessResourceFailureException("the database is away");
                    }
                }
            }

            AtomicInteger failuresToCome() {
                return failuresToCome;
            }

            List<ConsumerRecord<String, byte[]>> dead() {
                return dead;
            }

            @KafkaListener(topics = "deposits.dlt", groupId = "undertaker")
            public void bury(ConsumerRecord<String, byte[]> record) {
                dead.add(record);
            }
        }

        /** Two cashiers, of whom the first to get a cheque never comes back from it. */
        @Component
        static class Cashiers {

            private final CountDownLatch end = new CountDownLatch(1);
            private final AtomicReference<@Nullable Thread> hung = new AtomicReference<>();
            private final List<String> paid = new CopyOnWriteArrayList<>();

            @KafkaListener(
                    topics = "cheques",
                    groupId = "cashiers",
                    concurrency = "2",
                    properties = "max.poll.interval.ms=3000")
            public void pay(ConsumerRecord<String, byte[]> cheque) throws InterruptedException {
                if (hung.compareAndSet(null, Thread.currentThread())
                        || hung.get() == Thread.currentThread()) {
                    end.await();
                }
                paid.add(cheque.key());
            }

            List<String> paid() {
                return paid;
            }

            CountDownLatch end() {
                return end;
            }
        }
    }

    @Autowired Bank.Cashiers cashiers;
    @Autowired KafkaTemplate<String, byte[]> kafka;
    @Autowired Bank.Accounts accounts;
    @Autowired Inbox inbox;
    @Autowired JdbcClient jdbc;

    @Test
    void takesADuplicateOnce() throws Exception {
        UUID id = UUID.randomUUID();
        send("anna", id, "{\"amount\":5}");
        send("anna", id, "{\"amount\":5}");
        send("anna", UUID.randomUUID(), "{\"amount\":7}");

        await().until(() -> depositsOf("anna").contains(7));
        assertThat(depositsOf("anna")).containsExactly(5, 7);
    }

    @Test
    void movesPoisonAsideAndGoesOn() throws Exception {
        UUID poison = UUID.randomUUID();
        send("bert", poison, "{\"amount\":\"a lot\"}");
        send("bert", UUID.randomUUID(), "{\"amount\":3}");

        await().until(() -> depositsOf("bert").equals(List.of(3)));
        await().until(() -> deadOf("bert").size() == 1);
        var dead = deadOf("bert").getFirst();
        assertThat(dead.partition()).isEqualTo(1);
        assertThat(dead.key()).isEqualTo("bert");
        assertThat(new String(dead.value(), UTF_8)).isEqualTo("{\"amount\":\"a lot\"}");
        assertThat(dead.headers().lastHeader("ce_id").value())
                .isEqualTo(poison.toString().getBytes(UTF_8));
    }

    /** With a fetch after each of them, which may wait for a second, it would take minutes. */
    @Test
    void isNotHeldUpByALotOfPoison() throws Exception {
        for (int i = 0; i < 200; i++) {
            send("dora", UUID.randomUUID(), "{\"amount\":\"a lot\"}");
        }
        send("dora", UUID.randomUUID(), "{\"amount\":4}");

        await().until(() -> depositsOf("dora").equals(List.of(4)));
        await().until(() -> deadOf("dora").size() == 200);
    }

    @Test
    void triesAgainUntilTheDatabaseIsBack() throws Exception {
        accounts.failuresToCome().set(4);

        send("cleo", UUID.randomUUID(), "{\"amount\":1}");

        await().until(() -> depositsOf("cleo").equals(List.of(1)));
        assertThat(accounts.failuresToCome().get()).isZero();
        assertThat(deadOf("cleo")).isEmpty();
    }

    /** Kafka waits for 5 minutes by default; here for 3 s. */
    @Test
    void anotherConsumerTakesWhatOneHangsAt() throws Exception {
        try {
            kafka.send(new ProducerRecord<>("cheques", "emil", new byte[0])).get();

            await().untilAsserted(() -> assertThat(cashiers.paid()).contains("emil"));
        } finally {
            cashiers.end().countDown();
        }
    }

    @Test
    void refusesToTakeAnEventOutsideATransaction() {
        assertThatThrownBy(() -> inbox.accept("bank", UUID.randomUUID()))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    private List<Integer> depositsOf(String account) {
        return jdbc.sql("select amount from deposit where account = ?")
                .param(account)
                .query(Integer.class)
                .list();
    }

    private List<ConsumerRecord<String, byte[]>> deadOf(String account) {
        return accounts.dead().stream().filter(record -> record.key().equals(account)).toList();
    }

    private void send(String account, UUID id, String data)
            throws ExecutionException, InterruptedException {
        var record = new ProducerRecord<>("deposits", 1, account, data.getBytes(UTF_8));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_type", "deposited.v1",
                        "ce_subject", account,
                        "ce_time", "2026-11-21T09:00:00Z")
                .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        kafka.send(record).get();
    }
}
