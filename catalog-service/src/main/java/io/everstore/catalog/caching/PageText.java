package io.everstore.catalog.caching;

import io.everstore.catalog.replica.Source;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a page is written in Redis: a line of JSON about the page, then the page, which is JSON or
 * nothing. The scripts of {@link RedisPages} read and change the first line.
 */
@Component
class PageText {

    private static final Logger log = LoggerFactory.getLogger(PageText.class);

    private final JsonMapper json;

    PageText(JsonMapper json) {
        this.json = json;
    }

    String write(Page page) {
        Head head =
                new Head(
                        page.version(),
                        page.freshUntil(),
                        page.loadedAt(),
                        page.generation(),
                        page.tag(),
                        page.source());
        return json.writeValueAsString(head) + "\n" + page.json();
    }

    /** Redis is not the truth, and not even trusted to hold what was written. */
    Optional<Page> read(PageKey key, String text) {
        int end = text.indexOf('\n');
        try {
            Head head = json.readValue(text.substring(0, Math.max(end, 0)), Head.class);
            return Optional.of(
                    new Page(
                            text.substring(end + 1),
                            head.tag,
                            head.version,
                            head.generation,
                            head.loadedAt,
                            head.freshUntil,
                            head.source));
        } catch (JacksonException e) {
            log.warn("The page of {} in Redis is unreadable and is ignored", key, e);
            return Optional.empty();
        }
    }

    /** In this order, for the scripts. */
    private record Head(
            long version,
            long freshUntil,
            long loadedAt,
            long generation,
            String tag,
            Source source) {}
}
