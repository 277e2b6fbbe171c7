package io.everstore.local.bench;

import io.everstore.local.replay.OpenLoop;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * People who look around: of ten requests seven are for a product, two for a list, one searches.
 */
final class Visitors {

    /** As long as a browser would wait. */
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private final Client client = new Client();
    private final Recording recording = new Recording();
    private final Catalogue catalogue;

    Visitors(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    OpenLoop come(double perSecond) {
        return OpenLoop.at(perSecond, this::look, recording::dropped);
    }

    private void look(long planned) {
        recording.begin(planned);
        int choice = ThreadLocalRandom.current().nextInt(10);
        String kind = choice < 7 ? "product" : choice < 9 ? "list" : "search";
        String path =
                switch (kind) {
                    case "product" -> "/api/products/" + catalogue.popularSku();
                    case "list" ->
                            "/api/products?limit=24&category=" + encoded(catalogue.anyShelf());
                    default -> "/api/products?limit=24&query=" + encoded(catalogue.anyWords());
                };
        recording.end(planned, Sample.of(kind, planned, client.get(path, LIMIT)));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Recording recording() {
        return recording;
    }
}
