package io.everstore.gateway.degradation;

import io.everstore.gateway.forwarding.UpstreamAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A page as the catalogue gave it.
 *
 * @param since when it was made: when we got it, less its age at that time
 * @param until how long it may be shown if nobody answers, as the catalogue itself says (RFC 5861)
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StoredPage(byte[] body, HttpHeaders headers, Instant since, Instant until) {

    static final String CACHE_STATUS = "Cache-Status";

    private static final Pattern STALE_IF_ERROR = Pattern.compile("stale-if-error=(\\d{1,9})");

    /** Null if it must not or need not be kept. */
    static @Nullable StoredPage of(ServerResponse answer, int largest, Instant now) {
        if (!(answer instanceof UpstreamAnswer page)
                || !page.statusCode().isSameCodeAs(HttpStatus.OK)
                || page.content() == null
                || page.content().length > largest
                || isStale(page.headers())
                || page.headers().containsHeader(HttpHeaders.CONTENT_ENCODING)) {
            return null;
        }
        Duration grace = staleIfError(page.headers().getCacheControl());
        if (!grace.isPositive()) {
            return null;
        }
        Instant since = now.minusSeconds(ageOf(page.headers()));
        return new StoredPage(
                page.content(), new HttpHeaders(page.headers()), since, now.plus(grace));
    }

    private static boolean isStale(HttpHeaders headers) {
        String status = headers.getFirst(CACHE_STATUS);
        return status != null && status.contains("stale");
    }

    private static Duration staleIfError(@Nullable String cacheControl) {
        if (cacheControl == null || cacheControl.contains("private")) {
            return Duration.ZERO;
        }
        Matcher seconds = STALE_IF_ERROR.matcher(cacheControl);
        return seconds.find()
                ? Duration.ofSeconds(Integer.parseInt(seconds.group(1)))
                : Duration.ZERO;
    }

    private static long ageOf(HttpHeaders headers) {
        String age = headers.getFirst(HttpHeaders.AGE);
        return age != null && age.matches("\\d{1,9}") ? Integer.parseInt(age) : 0;
    }

    int weight() {
        return body.length + 1024; // its headers, its key and what holds them
    }

    /** The page again, with its age, and with what it is: old, from here, and not to be kept. */
    ServerResponse toAnswer(Instant now) {
        UpstreamAnswer answer = UpstreamAnswer.complete(HttpStatus.OK, body);
        answer.headers().putAll(headers);
        answer.headers().set(HttpHeaders.AGE, Long.toString(age(now)));
        answer.headers().set(HttpHeaders.CACHE_CONTROL, "no-cache");
        answer.headers().set(CACHE_STATUS, "everstore-gateway; hit; detail=stale");
        return answer;
    }

    private long age(Instant now) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }
}
