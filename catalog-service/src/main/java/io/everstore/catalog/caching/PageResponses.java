package io.everstore.catalog.caching;

import io.everstore.catalog.caching.Answer.Served;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Pages as responses, which say where they come from, how old they are and how long they hold. */
@Component
public final class PageResponses {

    /** RFC 9211. */
    public static final String CACHE_STATUS = "Cache-Status";

    private static final String FROM_MEMORY = "everstore-facts; hit; detail=limited";

    private final HttpCacheSettings settings;

    PageResponses(HttpCacheSettings settings) {
        this.settings = settings;
    }

    /**
     * The response to a request for a page that exists; Spring turns it into a 304 if the client's
     * entity tag still holds.
     *
     * @throws RuntimeException if there is no page; the advice of the database makes it a 503
     */
    public ResponseEntity<String> of(Answer answer) {
        return switch (answer) {
            case Served page ->
                    ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .eTag(page.tag())
                            .cacheControl(cacheControl(page))
                            .header(HttpHeaders.AGE, Long.toString(page.age().toSeconds()))
                            .header(CACHE_STATUS, page.cacheStatus())
                            .body(page.json());
            case Answer.Unavailable(RuntimeException reason) -> throw reason;
        };
    }

    /** What a process knows by heart. Nobody keeps it: the next answer may be the whole one. */
    public static <T> ResponseEntity<T> limited(T body) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(CACHE_STATUS, FROM_MEMORY)
                .body(body);
    }

    /**
     * The age counts against {@code max-age}, but a page that was read a minute ago and not evicted
     * since is as good as new: so it is granted on top of the age. A stale one is granted nothing.
     */
    private CacheControl cacheControl(Served page) {
        Duration age = Duration.ofSeconds(page.age().toSeconds());
        return CacheControl.maxAge(page.stale() ? age : age.plus(settings.maxAge()))
                .cachePublic()
                .staleWhileRevalidate(settings.staleWhileRevalidate())
                .staleIfError(settings.staleIfError());
    }
}
