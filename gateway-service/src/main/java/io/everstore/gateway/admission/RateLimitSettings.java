package io.everstore.gateway.admission;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How often one may come, whichever gateways the requests go through.
 *
 * @param period for which the numbers below are, default 10 s. Too small: a page with many pictures
 *     is a crime. Too large: whoever has overdone it is shut out for long.
 * @param perCustomer requests of one signed-in customer in a period, default 500. Too small: who
 *     clicks fast is refused. Too large: one account can keep the shop busy.
 * @param perAddress requests from one address in a period, signed in or not, default 2000. Too
 *     small: a company behind one address is refused.
 * @param remembered customers and addresses that are kept in mind, default 100,000; whoever was
 *     quiet longest is forgotten first. Too large: memory, for whoever has many addresses.
 * @param exchange how often the gateways tell each other what they counted, default 200 ms. Too
 *     small: Redis has more to do. Too large: a burst through several gateways is noticed late.
 * @param sentinels {@code host:port} of every Sentinel of the Redis in which they tell each other
 * @param master the name the Sentinels know its primary by
 * @param sslBundle the name of the SSL bundle for Redis and the Sentinels, with our certificate and
 *     the authority that we believe; by default none: they are spoken to in the clear
 */
@Validated
@ConfigurationProperties("everstore.rate-limits")
record RateLimitSettings(
        @DefaultValue("10s") Duration period,
        @DefaultValue("500") @Min(1) int perCustomer,
        @DefaultValue("2000") @Min(1) int perAddress,
        @DefaultValue("100000") @Min(100) int remembered,
        @DefaultValue("200ms") Duration exchange,
        @NotEmpty List<String> sentinels,
        @DefaultValue("everstore") String master,
        @Nullable String sslBundle) {}
