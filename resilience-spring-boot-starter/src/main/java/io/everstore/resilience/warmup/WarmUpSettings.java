package io.everstore.resilience.warmup;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How an instance practises before it is ready.
 *
 * @param visits one of each kind; none may change anything. Without any there is no warm-up
 * @param rounds of these visits, default 10. Too few: the first customers wait for classes to be
 *     loaded; too many only delay the readiness
 * @param limit for each visit and for all of them, from the first answer on; default 3 s. If none
 *     is answered it ends after three times that. Too short: a busy machine is given a cold
 *     instance; too long: an instance that is needed is better cold than absent
 * @param thenExit for the run at package time, whose AOT cache then knows the classes of requests
 *     too; default false
 */
@ConfigurationProperties("everstore.warm-up")
record WarmUpSettings(
        @DefaultValue List<Visit> visits,
        @DefaultValue("10") int rounds,
        @DefaultValue("3s") Duration limit,
        @DefaultValue("false") boolean thenExit) {

    /**
     * A request of an instance to itself. Any answer will do.
     *
     * @param method GET by default; POST sends an empty object
     * @param path with the query
     * @param token whether to show one, of the right form and with nobody's signature
     */
    record Visit(
            @DefaultValue("GET") String method,
            String path,
            @DefaultValue("false") boolean token) {}
}
