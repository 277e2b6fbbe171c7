package io.everstore.gateway.warmup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long a gateway practises before it is ready.
 *
 * @param rounds of one request per kind, default 10. Too few: the first customers wait for classes
 *     to be loaded; too many only delay the readiness.
 * @param limit for all of it, default 3 s: a gateway that is needed is better cold than absent
 * @param thenExit for the run at package time, whose AOT cache then knows the classes of requests
 *     too; default false
 */
@ConfigurationProperties("everstore.warm-up")
record WarmUpSettings(
        @DefaultValue("10") int rounds,
        @DefaultValue("3s") Duration limit,
        @DefaultValue("false") boolean thenExit) {}
