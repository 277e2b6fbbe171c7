package io.everstore.catalog.caching;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How long pages are fresh, and how long they are kept for the day the database is gone. In Redis
 * each time is made longer by chance, up to twice as long, so that pages that were cached together
 * are not read again together.
 *
 * @param nearSize what the pages in this process may take, default 16 MB of a heap of 256: some
 *     10,000 products or 1,000 lists; too small and hot pages cost Redis a question each, too large
 *     and the collector works for pages nobody asks for
 * @param nearFresh how long a page is shown without asking Redis again, default 1 s; for as long
 *     again it is shown while Redis is asked. Too small and hot pages cost Redis as much as without
 *     a near cache, too large and a change that was not heard of is seen late
 * @param productFresh how long a product's page in Redis is shown without reading it again, default
 *     30 s (to 60): the age it can reach if a change was not heard of; for half as long again it is
 *     shown while it is read. Too small and the cache hardly helps
 * @param listFresh the same for lists, default 5 s (to 10): their prices follow changes at once,
 *     but nothing tells them of the stock
 * @param unknownFresh the same for what does not exist, default 5 s (to 10); too small and a wrong
 *     link on a popular site reads the database for each click, too large and a new product is
 *     unknown for longer, if its import was not heard of
 * @param standbyFresh the same for what a standby said, default 2 s (to 4): it may be behind
 * @param keep how long a page is kept to be shown if nothing newer can be had, default 12 h (to
 *     24): a night; Redis' memory ends it sooner for pages nobody asks for. Too small and a long
 *     outage empties the shop, too large and nobody knows the old prices any more
 * @param evictionGuard how long a page that was evicted cannot be put into Redis again, default 1
 *     s: a reader that took it from the database just before the change must not bring it back. Too
 *     small and it does (until the page is no longer fresh), too large and a page that changes all
 *     the time is never cached
 * @param lease how long one instance has for reading a page that others want too, default 1 s; too
 *     small and several read it, too large and a dead reader's page is waited for in vain
 * @param leasePause how long the others wait before they look again and then read it themselves,
 *     default 50 ms: several times what a reading takes
 */
@Validated
@ConfigurationProperties("everstore.catalog.page-cache")
record PageCacheSettings(
        @NotNull @DefaultValue("16MB") DataSize nearSize,
        @NotNull @DefaultValue("1s") Duration nearFresh,
        @NotNull @DefaultValue("30s") Duration productFresh,
        @NotNull @DefaultValue("5s") Duration listFresh,
        @NotNull @DefaultValue("5s") Duration unknownFresh,
        @NotNull @DefaultValue("2s") Duration standbyFresh,
        @NotNull @DefaultValue("12h") Duration keep,
        @NotNull @DefaultValue("1s") Duration evictionGuard,
        @NotNull @DefaultValue("1s") Duration lease,
        @NotNull @DefaultValue("50ms") Duration leasePause) {}
