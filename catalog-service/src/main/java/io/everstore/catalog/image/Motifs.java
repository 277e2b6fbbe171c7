package io.everstore.catalog.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.core.io.ClassPathResource;

/**
 * What a picture can show. The drawings are the symbols of {@code images/motifs.svg}; the id of a
 * symbol is the first word, in lower case, of the SKUs that it stands for.
 */
final class Motifs {

    private static final Pattern SYMBOL =
            Pattern.compile("<symbol id=\"(\\w+)\">(.*?)</symbol>", Pattern.DOTALL);

    /** For products whose SKU says nothing about what they are: they come wrapped. */
    private static final List<String> WRAPPED =
            List.of("parcel", "gift", "shopper", "tag", "hatbox");

    /** Whole categories have a picture too: the one of a product that is typical for them. */
    private static final Map<String, String> TYPICAL =
            Map.of(
                    "home", "cushion",
                    "kitchen", "pot",
                    "lighting", "pendant",
                    "stationery", "notebook",
                    "garden", "can",
                    "bags", "tote",
                    "toys", "train",
                    "bath", "soap",
                    "workshop", "toolbox");

    private final Map<String, String> drawings;

    private Motifs(Map<String, String> drawings) {
        this.drawings = drawings;
    }

    /**
     * Reads the drawings from the class path.
     *
     * @throws UncheckedIOException if they are not there: a broken build
     */
    static Motifs load() {
        try (InputStream file = new ClassPathResource("images/motifs.svg").getInputStream()) {
            String sheet = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> drawings = new LinkedHashMap<>();
            for (Matcher symbol = SYMBOL.matcher(sheet); symbol.find(); ) {
                drawings.put(symbol.group(1), symbol.group(2));
            }
            return new Motifs(drawings);
        } catch (IOException e) {
            throw new UncheckedIOException("The motifs of the product pictures are missing", e);
        }
    }

    Set<String> names() {
        return drawings.keySet();
    }

    /**
     * The drawing for a product or a category.
     *
     * @param word what it is, in lower case
     * @param number chooses the wrapping if no motif has that name; not negative
     */
    String drawing(String word, int number) {
        String name = TYPICAL.getOrDefault(word, word);
        String wrapped = WRAPPED.get(number % WRAPPED.size());
        String drawing = drawings.getOrDefault(name, drawings.get(wrapped));
        if (drawing == null) {
            throw new IllegalStateException("images/motifs.svg has no symbol " + wrapped);
        }
        return drawing;
    }
}
