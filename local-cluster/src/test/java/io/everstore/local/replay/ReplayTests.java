package io.everstore.local.replay;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import io.everstore.local.importing.InvoiceFiles;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.importing.shop.SignInRefused;
import io.everstore.local.importing.shop.StandInShop;
import io.everstore.local.importing.shop.StandInShop.Fault;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayTests {

    private static final String PLACE = "POST /api/orders";
    private static final Credentials CUSTOMER = new Credentials("replay", "replay-demo");

    private final StandInShop shop = new StandInShop();
    private @TempDir Path directory;
    private Duration timeout = Duration.ofSeconds(5);
    private Duration giveUp = Duration.ofSeconds(20);
    private Duration settle = Duration.ofSeconds(20);
    private int inFlight = 100;
    private @Nullable Integer clients;
    private double rate = 200;

    @AfterEach
    void closeShop() {
        shop.close();
    }

    @Test
    void placesEverySaleOnceAndAccountsForEveryInvoice() throws IOException {
        shop.orders().doNotKnow("21777");
        shop.orders().sellOut("84879");
        shop.orders().queueNext(1);

        var report = replay(InvoiceFiles.small());

        var invoices = report.invoices();
        assertThat(invoices.read()).isEqualTo(10);
        assertThat(invoices.placed()).isEqualTo(5);
        assertThat(invoices.refused()).isEqualTo(1);
        assertThat(invoices.skipped()).isEqualTo(4);
        assertThat(invoices.addsUp()).isTrue();
        assertThat(report.refused()).containsExactly(entry("unknown-sku", 1L));
        assertThat(report.skipped())
                .containsExactly(entry("no valid line", 2L), entry("return", 2L));
        assertThat(report.placed()).isEqualTo(new ReplayReport.Placed(4, 1, 0));
        assertThat(report.rows().read()).isEqualTo(14);
        assertThat(report.settled()).isNotNull();
        assertThat(report.settled().confirmed()).isEqualTo(4);
        assertThat(report.settled().rejected()).containsExactly(entry("OUT_OF_STOCK", 1L));
        assertThat(report.latencyMillis().max()).isPositive();
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(shop.orders().byKey()).hasSize(5);
    }

    @Test
    void sendsTheLinesOfAnInvoiceAddedUpPerSku() throws IOException {
        var report = replay(InvoiceFiles.small());

        assertThat(report.exitCode()).isZero();
        assertThat(shop.orders().byKey().get(report.keyPrefix() + "-900001").body().toString())
                .isEqualTo(
                        "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":8},{\"sku\":\"71053\",\"quantity\":6}]}");
    }

    @Test
    void placesNothingTwiceWhenTheSameFileIsReplayedAgain() throws IOException {
        replay(InvoiceFiles.small());

        var again = replay(InvoiceFiles.small());

        assertThat(again.placed()).isEqualTo(new ReplayReport.Placed(0, 0, 6));
        assertThat(again.exitCode()).isZero();
        assertThat(shop.orders().byKey()).hasSize(6);
    }

    @Test
    void sendsAgainUnderTheSameKeyUntilTheAnswerIsCertain() throws IOException {
        timeout = Duration.ofMillis(500);
        shop.fail(PLACE, Fault.UNAVAILABLE, Fault.LOSE_ANSWER, Fault.CUT_ANSWER, Fault.HANG);
        shop.fail(PLACE, Fault.LOSE_ANSWER, Fault.REFUSE_TOKEN, Fault.UNAVAILABLE);

        var report = replay(InvoiceFiles.small());

        assertThat(report.invoices().placed()).isEqualTo(6);
        assertThat(report.exitCode()).isZero();
        assertThat(shop.orders().byKey()).hasSize(6);
        assertThat(report.requests().resent()).isEqualTo(6);
        assertThat(report.requests().answers())
                .containsExactly(entry("201", 6L), entry("503", 2L), entry("lost", 4L));
        for (var lines : ledgerByKey().values()) {
            assertThat(lines.getLast().path("result").asString()).isEqualTo("placed");
            assertThat(lines.getLast().path("orderId").asString())
                    .isEqualTo(
                            shop.orders().byKey().get(lines.getLast().path("key").asString()).id());
        }
    }

    @Test
    void doesNotWaitForAnAnswerBeforeTheNextSale() throws IOException {
        timeout = Duration.ofSeconds(2);
        shop.fail(PLACE, Fault.HANG);

        var report = replay(InvoiceFiles.small());

        assertThat(report.invoices().placed()).isEqualTo(6);
        assertThat(ledger().getLast().path("attempts").asInt()).isEqualTo(2);
        // Counted from the planned time: the sale that hung is the slowest by its timeout.
        assertThat(report.latencyMillis().max()).isGreaterThan(2000);
        assertThat(report.latencyMillis().p50()).isLessThan(2000);
    }

    @Test
    void reportsTheTimeWithoutAnAcknowledgedOrder() throws IOException {
        rate = 10;
        timeout = Duration.ofMillis(400);
        shop.fail(PLACE, Fault.NONE, Fault.NONE, Fault.HANG, Fault.HANG, Fault.HANG, Fault.HANG);

        var gap = replay(InvoiceFiles.small()).writeGap();

        // The third sale is 100 ms after the second and hangs for 400 ms.
        assertThat(gap).isNotNull();
        assertThat(gap.millis()).isBetween(400.0, 3000.0);
        assertThat(Duration.between(gap.from(), gap.until()).toNanos() / 1e6)
                .isCloseTo(gap.millis(), offset(0.01));
    }

    @Test
    void waitsForAClientToBeFreeInTheClosedLoop() throws IOException {
        clients = 1;
        timeout = Duration.ofSeconds(1);
        shop.fail(PLACE, Fault.HANG, Fault.UNAVAILABLE);

        var report = replay(InvoiceFiles.small());

        assertThat(report.invoices().placed()).isEqualTo(6);
        assertThat(report.exitCode()).isZero();
        assertThat(ledger())
                .filteredOn(line -> line.path("attempts").asInt() > 0)
                .extracting(line -> line.path("key").asString())
                .hasSize(8)
                .isSorted();
        // Counted from the sending: who orders after the one that hung did not hang.
        assertThat(report.latencyMillis().max()).isGreaterThan(1000);
        assertThat(report.latencyMillis().p50()).isLessThan(1000);
    }

    @Test
    void callsASaleUnknownIfNoAnswerEverCame() throws IOException {
        giveUp = Duration.ofMillis(300);
        shop.fail(PLACE, always(Fault.LOSE_ANSWER));

        var report = replay(InvoiceFiles.small());

        assertThat(report.invoices().unknown()).isEqualTo(6);
        assertThat(report.invoices().addsUp()).isTrue();
        assertThat(report.unknownKeys()).hasSize(6);
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(report.writeGap()).isNull();
        assertThat(ledger())
                .filteredOn(line -> line.path("attempts").asInt() > 0)
                .allMatch(line -> line.path("outcome").asString().equals("unknown"));
    }

    @Test
    void isCertainThatNothingWasPlacedIfTheShopWasNeverReached() throws IOException {
        giveUp = Duration.ofMillis(300);
        var url = shop.url();
        shop.close();

        var report = replay(InvoiceFiles.small(), url, CUSTOMER);

        assertThat(report.invoices().unreached()).isEqualTo(6);
        assertThat(report.requests().answers()).containsOnlyKeys("not-sent");
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(ledger()).allMatch(line -> line.path("outcome").asString().equals("fail"));
    }

    @Test
    void reportsArrivalsThatItHadToDrop() throws IOException {
        inFlight = 1;
        timeout = Duration.ofSeconds(1);
        shop.fail(PLACE, Fault.HANG);

        var report = replay(InvoiceFiles.small());

        assertThat(report.invoices().dropped()).isEqualTo(5);
        assertThat(report.invoices().placed()).isEqualTo(1);
        assertThat(report.invoices().addsUp()).isTrue();
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(shop.orders().byKey()).hasSize(1);
    }

    @Test
    void tellsAcknowledgedOrdersThatAreMissing() throws IOException {
        settle = Duration.ofSeconds(1);
        shop.orders().forgetNext(1);

        var report = replay(InvoiceFiles.small());

        assertThat(report.settled()).isNotNull();
        assertThat(report.settled().missing()).isEqualTo(1);
        assertThat(report.settled().missingIds()).hasSize(1);
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(ReplaySummary.text(report)).contains("MISSING although acknowledged");
    }

    @Test
    void writesALineForEachAnswerAndOneForEachInvoiceThatWasNotSent() throws IOException {
        shop.fail(PLACE, Fault.UNAVAILABLE);

        replay(InvoiceFiles.small());

        assertThat(ledger()).hasSize(6 + 1 + 4);
        assertThat(ledger()).filteredOn(line -> line.path("final").asBoolean()).hasSize(10);
        var placed =
                ledger().stream()
                        .filter(line -> line.path("invoice").asString().equals("900010"))
                        .findFirst()
                        .orElseThrow();
        assertThat(placed.path("outcome").asString()).isEqualTo("ok");
        assertThat(placed.path("status").asInt()).isEqualTo(201);
        assertThat(placed.path("servedBy").asString()).isEqualTo("stand-in-1");
        assertThat(Instant.parse(placed.path("planned").asString()))
                .isBeforeOrEqualTo(Instant.parse(placed.path("sent").asString()));
        assertThat(Instant.parse(placed.path("sent").asString()))
                .isBefore(Instant.parse(placed.path("answered").asString()));
    }

    @Test
    void keepsToTheRate() throws IOException {
        rate = 20;

        replay(InvoiceFiles.small());

        var planned =
                ledger().stream()
                        .filter(line -> line.path("planned").isString())
                        .map(line -> Instant.parse(line.path("planned").asString()))
                        .sorted()
                        .toList();
        assertThat(Duration.between(planned.getFirst(), planned.getLast())).hasMillis(250);
    }

    @Test
    void reportsWhatIsKnownWhenStopped() throws Exception {
        rate = 5;
        var replay = CompletableFuture.supplyAsync(this::startSlowly);
        await().until(() -> !shop.orders().byKey().isEmpty() && running != null);

        running.stop();

        var report = replay.get();
        assertThat(report.interrupted()).isTrue();
        assertThat(report.invoices().addsUp()).isTrue();
        assertThat(report.invoices().read()).isLessThan(10);
        assertThat(report.exitCode()).isEqualTo(3);
    }

    @Test
    void refusesAWrongPasswordInOneSentence() {
        assertThatThrownBy(
                        () ->
                                replay(
                                        InvoiceFiles.small(),
                                        shop.url(),
                                        new Credentials("replay", "wrong")))
                .isInstanceOf(SignInRefused.class)
                .hasMessageContaining("'replay'");
    }

    @ParameterizedTest
    @MethodSource("io.everstore.local.importing.InvoiceFiles#all")
    void accountsForAllOfEveryMonthThatIsHere(InvoiceFiles.Known known) throws IOException {
        rate = 1000;
        inFlight = 2000;

        var report = replay(known.file());

        assertThat(report.invoices().read()).isEqualTo(known.invoices());
        assertThat(report.invoices().placed()).isEqualTo(known.sales());
        assertThat(report.invoices().skipped()).isEqualTo(known.skipped());
        assertThat(report.rows().read()).isEqualTo(known.rows());
        assertThat(report.settled()).isNotNull();
        assertThat(report.settled().confirmed()).isEqualTo(known.sales());
        assertThat(shop.orders().byKey()).hasSize(known.sales());
    }

    private volatile Replay running;

    private ReplayReport startSlowly() {
        try {
            return replay(InvoiceFiles.small());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Fault[] always(Fault fault) {
        var faults = new Fault[10_000];
        Arrays.fill(faults, fault);
        return faults;
    }

    private ReplayReport replay(Path file) throws IOException {
        return replay(file, shop.url(), CUSTOMER);
    }

    private ReplayReport replay(Path file, URI url, Credentials user) throws IOException {
        var settings =
                new ReplaySettings(
                        file,
                        rate,
                        Long.MAX_VALUE,
                        directory.resolve("ledger"),
                        null,
                        timeout,
                        giveUp,
                        settle,
                        inFlight,
                        clients);
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(50), new Random(1));
        try (var client = new ShopClient(url, Transport.plain(), user, InstantSource.system())) {
            running = new Replay(settings, client, backoff, InstantSource.system());
            return running.run();
        }
    }

    private List<JsonNode> ledger() throws IOException {
        var json = new JsonMapper();
        return Files.readAllLines(directory.resolve("ledger")).stream()
                .map(json::readTree)
                .toList();
    }

    private Map<String, List<JsonNode>> ledgerByKey() throws IOException {
        return ledger().stream()
                .filter(line -> line.path("attempts").asInt() > 0)
                .collect(groupingBy(l -> l.path("key").asString()));
    }
}
