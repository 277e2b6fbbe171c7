package io.everstore.catalog.caching;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.catalog.replica.Source;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class LifetimesTests {

    private static final PageKey PRODUCT = PageKey.ofProduct("LANTERN");
    private static final PageKey LIST = PageKey.ofList("categories");
    private static final Page PAGE = page("{}", Source.PRIMARY);

    private final PageCacheSettings settings =
            new PageCacheSettings(
                    DataSize.ofMegabytes(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(2),
                    Duration.ofHours(12),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(50));
    private final Lifetimes lifetimes = new Lifetimes(settings, new Random(7));

    @Test
    void spreadsPagesThatWereLoadedTogetherOverAsLongAsTheyAreFresh() {
        List<Long> ends =
                Stream.generate(() -> lifetimes.freshUntil(PRODUCT, PAGE)).limit(1_000).toList();

        assertThat(ends).allSatisfy(end -> assertThat(end).isBetween(30_000L, 60_000L));
        // In each tenth of the thirty seconds a tenth of the pages, more or less.
        for (long from = 30_000; from < 60_000; from += 3_000) {
            long begin = from;
            assertThat(ends.stream().filter(end -> end >= begin && end < begin + 3_000).count())
                    .isBetween(60L, 140L);
        }
    }

    @Test
    void spreadsTheEndOfWhatIsKept() {
        List<Duration> lives = Stream.generate(lifetimes::kept).limit(100).distinct().toList();

        assertThat(lives).hasSizeGreaterThan(90);
        assertThat(lives)
                .allSatisfy(
                        life ->
                                assertThat(life)
                                        .isBetween(Duration.ofHours(12), Duration.ofHours(24)));
    }

    @Test
    void letsPagesBeFreshForAsLongAsTheirKindMay() {
        assertThat(lifetimes.freshUntil(LIST, PAGE)).isBetween(5_000L, 10_000L);
        assertThat(lifetimes.freshUntil(PRODUCT, page("", Source.PRIMARY)))
                .isBetween(4_000L, 8_000L);
        assertThat(lifetimes.freshUntil(PRODUCT, page("{}", Source.STANDBY)))
                .isBetween(2_000L, 4_000L);
        assertThat(lifetimes.grace(PRODUCT, PAGE)).isEqualTo(Duration.ofSeconds(15));
    }

    private static Page page(String json, Source source) {
        return new Page(json, "\"1\"", 1, 0, 0, 0, source);
    }
}
