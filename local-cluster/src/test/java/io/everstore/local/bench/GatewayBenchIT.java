package io.everstore.local.bench;

import static io.everstore.local.bench.BenchedShop.after;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * No request fails, whichever instance is lost, and too many of them break nothing. Run it with
 * {@code ./mvnw -Pbench -pl local-cluster -Dbench=gateway verify}, or one step of it with its tag,
 * for example {@code -Dbench=overload}.
 */
@Tag("gateway")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayBenchIT {

    private static final double RATE = Double.parseDouble(System.getProperty("bench.rate", "40"));

    private static final Catalogue catalogue = new Catalogue(1000);
    private static BenchedShop shop;
    private static Control control;
    private static Report report;
    private static Crowd crowd;

    @BeforeAll
    static void open() {
        shop = BenchedShop.open(catalogue);
        control = shop.control();
        report = shop.report("bench-gateway.md");
        crowd = new Crowd(catalogue);
        try (var _ = crowd.come(RATE)) {
            after(Duration.ofSeconds(20)); // code is compiled and caches are filled
        }
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Test
    @Order(1)
    @Tag("instances")
    void losesNoRequestWithAnyInstance() {
        List<Sample> all = new ArrayList<>();
        for (String fault : List.of("killed", "frozen for 5 s", "restarted")) {
            List<Sample> samples = new ArrayList<>();
            for (String node : instances()) {
                samples.addAll(during(fault, node));
            }
            Figures figures = Figures.of(samples);
            report.target(
                    "each instance %s in turn, %.0f requests/s".formatted(fault, RATE),
                    figures.text(),
                    "0 failed",
                    figures.failed() == 0);
            all.addAll(samples);
        }
        report.failures(all);
        assertThat(all).hasSizeGreaterThan(5000).noneMatch(Sample::isFailed);
    }

    private static List<Sample> during(String fault, String node) {
        try (var _ = crowd.come(RATE)) {
            long from = after(Duration.ofSeconds(1));
            switch (fault) {
                case "killed" -> control.kill(node);
                case "restarted" -> control.restart(node);
                default -> {
                    control.freeze(List.of(node));
                    after(Duration.ofSeconds(5));
                    control.resume(node);
                }
            }
            after(Duration.ofSeconds(3));
            control.awaitHealed();
            return crowd.between(from, after(Duration.ofSeconds(1)));
        }
    }

    private static List<String> instances() {
        return Stream.of("catalog", "order", "gateway")
                .flatMap(tier -> control.nodes(tier).stream())
                .toList();
    }

    @Test
    @Order(2)
    @Tag("catalog-away")
    void showsPagesWithAllOfTheCatalogueAway() {
        List<String> catalog = control.nodes("catalog");
        Figures pages;
        Figures orders;
        try (var _ = crowd.come(RATE)) {
            after(Duration.ofSeconds(10));
            control.killForGood(catalog);
            long from = after(Duration.ofMillis(500));
            long to = after(Duration.ofSeconds(20));
            pages = crowd.figures(from, to);
            orders = Figures.of(crowd.orders(from, to));
            control.start(catalog);
            control.awaitHealed();
        }
        report.figure("all of the catalog killed: all requests", pages.text());
        report.target(
                "all of the catalog killed: orders",
                orders.text(),
                "0 failed",
                orders.failed() == 0);
        assertThat(pages.stale()).isPositive();
        assertThat(orders.failed()).isZero();
    }

    @Test
    @Order(3)
    @Tag("overload")
    void servesAsManyUnderOverloadAndOrdersFirst() {
        double peak = peak();
        report.figure(
                "peak: 95 % browsing, 5 % orders",
                "%.0f good answers/s, none of them an old page".formatted(peak));
        double goodput;
        double fresh;
        List<Sample> orders;
        try (var _ = crowd.come(1.5 * peak)) {
            long from = after(Duration.ofSeconds(4));
            long to = after(Duration.ofSeconds(20));
            goodput = crowd.goodput(from, to);
            fresh = crowd.freshGoodput(from, to);
            orders = crowd.orders(from, to);
            report.figure("150 %: all requests", crowd.figures(from, to).text());
        }
        double ordered =
                orders.stream().filter(s -> !s.isFailed()).count() / (double) orders.size();
        report.target(
                "150 %: good answers against peak",
                "%.0f/s, %.2f; without old pages %.2f"
                        .formatted(goodput, goodput / peak, fresh / peak),
                "0.9",
                goodput >= 0.9 * peak);
        report.target(
                "150 %: orders taken",
                "%.1f %% of %d".formatted(100 * ordered, orders.size()), "99 %", ordered >= 0.99);
        Figures afterwards;
        try (var _ = crowd.come(peak / 2)) {
            long from = after(Duration.ofSeconds(5));
            afterwards = crowd.figures(from, after(Duration.ofSeconds(10)));
        }
        report.target(
                "half of the peak, from 5 s after the overload",
                afterwards.text(),
                "0 failed",
                afterwards.failed() == 0);
        report.failures(orders);
        assertThat(goodput).isGreaterThan(0.5 * peak);
        assertThat(ordered).isGreaterThan(0.9);
    }

    /** The most good and fresh answers a second at any rate, whether or not all of them were. */
    private static double peak() {
        double peak = 0;
        for (double rate = RATE; rate < 3000; rate *= 1.35) {
            try (var _ = crowd.come(rate)) {
                long from = after(Duration.ofSeconds(3));
                long to = after(Duration.ofSeconds(6));
                double goodput = crowd.freshGoodput(from, to);
                report.note("%.0f/s offered: %s".formatted(rate, crowd.figures(from, to).text()));
                peak = Math.max(peak, goodput);
                if (goodput < 0.9 * rate) {
                    break;
                }
            }
        }
        return peak;
    }

    @Test
    @Order(4)
    @Tag("rolling-restart")
    void restartsEveryNodeInTurnWithoutALostRequest() {
        Figures figures;
        try (var _ = crowd.come(RATE)) {
            long from = after(Duration.ofSeconds(2));
            System.out.println(shop.everstore().run("restart").succeeded());
            long to = after(Duration.ofSeconds(2));
            figures = crowd.figures(from, to);
            report.failures(crowd.between(from, to));
        }
        report.target(
                "every node restarted in turn", figures.text(), "0 failed", figures.failed() == 0);
        assertThat(figures.failed()).isZero();
    }
}
