package io.everstore.gateway.degradation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much of the catalogue is kept for the day on which it does not answer.
 *
 * @param size of all pages together; default 24 MB: some 20,000 product pages, or a thousand lists.
 *     Too small: in an outage only what sells best is there. Too large: memory of the gateway.
 * @param largestPage what is longer is not kept; default 256 KB. Too large: a few lists with
 *     everything in it push out the pages that many want.
 * @param patience how long a visitor for whom there is no time waits for a page that is on its way
 *     to another one; default 2 s, less than the 3 s that the page may take. Too short: a rush for
 *     one new page is refused. Too long: people wait who could have asked again.
 */
@ConfigurationProperties("everstore.page-store")
record PageStoreSettings(
        @DefaultValue("24MB") DataSize size,
        @DefaultValue("256KB") DataSize largestPage,
        @DefaultValue("2s") Duration patience) {}
