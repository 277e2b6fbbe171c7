package io.everstore.gateway.forwarding;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The connections from this gateway to the instances behind it.
 *
 * @param connectTimeout how long one TCP connect may take; default 300 ms. Too small: a lost SYN,
 *     which the kernel repeats after 1 s, is not the only thing that fails, a busy host does too.
 *     Too large: a request that met a vanished host has no time left for another one.
 * @param maxPerInstance open connections to one instance; default 256. HttpClient's own default of
 *     5 caps a route at five requests at a time. Too large: a slow instance collects all our
 *     memory.
 * @param leaseTimeout how long a request waits when all connections to the instance are in use;
 *     default 200 ms. Too large: requests queue here instead of trying a less busy instance.
 * @param maxIdle an unused connection is closed after this time; default 10 s. It has to be shorter
 *     than the keep-alive of the services (Tomcat: 20 s), else a request meets a connection that is
 *     just being closed.
 * @param validateAfter a connection that was unused for this time is looked at before it is used
 *     again; default 500 ms. The look costs up to 1 ms. Too large: requests are lost on the
 *     connections of an instance that has restarted.
 * @param largestAnswer an answer is read completely before the client sees its first byte, so that
 *     an instance may die in the middle of it; default 4 MiB. A longer one is refused with 502. Too
 *     large: memory, times the number of requests in flight.
 * @param sslBundle the name of the SSL bundle with our certificate, its key and the authority that
 *     we believe; all instances are called over TLS then. By default none: they are called in the
 *     clear
 */
@Validated
@ConfigurationProperties("everstore.connections")
public record ConnectionSettings(
        @DefaultValue("300ms") Duration connectTimeout,
        @DefaultValue("256") @Min(8) @Max(4096) int maxPerInstance,
        @DefaultValue("200ms") Duration leaseTimeout,
        @DefaultValue("10s") Duration maxIdle,
        @DefaultValue("500ms") Duration validateAfter,
        @DefaultValue("4MB") DataSize largestAnswer,
        @Nullable String sslBundle) {}
