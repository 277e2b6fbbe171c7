package io.everstore.gateway.degradation;

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
 */
@ConfigurationProperties("everstore.page-store")
record PageStoreSettings(
        @DefaultValue("24MB") DataSize size, @DefaultValue("256KB") DataSize largestPage) {}
