package io.everstore.catalog.image;

import java.util.HashMap;
import java.util.Map;

/**
 * The colours of one picture, by the name under which a motif asks for them.
 *
 * @param colours name to {@code #rrggbb}
 */
record Palette(Map<String, String> colours) {

    private static final String WHITE = "#fffaf1";
    private static final String BLACK = "#1f1b16";

    /** Materials look the same whatever colour the product has. */
    private static final Map<String, String> MATERIALS =
            Map.ofEntries(
                    Map.entry("white", WHITE),
                    Map.entry("ink", "#3a342d"),
                    Map.entry("inkSoft", "#5c544a"),
                    Map.entry("wood", "#c28e5c"),
                    Map.entry("woodDark", "#96683e"),
                    Map.entry("woodLight", "#dfb98a"),
                    Map.entry("metal", "#c3c8ca"),
                    Map.entry("metalDark", "#8c9499"),
                    Map.entry("gold", "#d9b45b"),
                    Map.entry("glass", "#e3eeee"),
                    Map.entry("leaf", "#7ba37a"),
                    Map.entry("leafDark", "#4f7a58"),
                    Map.entry("coffee", "#5a3d2b"),
                    Map.entry("crust", "#b9793f"),
                    Map.entry("yolk", "#efb23e"),
                    Map.entry("flame", "#f0a63c"),
                    Map.entry("glow", "#fbe7b2"));

    Palette {
        colours = Map.copyOf(colours);
    }

    /** Everything that follows from a product's colour and its accent, both {@code #rrggbb}. */
    static Palette around(String main, String accent) {
        Map<String, String> colours = new HashMap<>(MATERIALS);
        colours.put("main", main);
        colours.put("light", mix(main, WHITE, 0.45));
        colours.put("dark", mix(main, BLACK, 0.24));
        colours.put("accent", accent);
        colours.put("deep", mix(accent, BLACK, 0.28));
        colours.put("paper", mix(main, WHITE, 0.84));
        colours.put("halo", mix(main, WHITE, 0.7));
        colours.put("shade", mix(main, "#7a6a52", 0.45));
        return new Palette(colours);
    }

    /** Replaces each <code>{name}</code> by its colour. */
    String fill(String drawing) {
        StringBuilder filled = new StringBuilder(drawing.length());
        int from = 0;
        for (int open = drawing.indexOf('{'); open >= 0; open = drawing.indexOf('{', from)) {
            int close = drawing.indexOf('}', open);
            filled.append(drawing, from, open).append(colour(drawing.substring(open + 1, close)));
            from = close + 1;
        }
        return filled.append(drawing, from, drawing.length()).toString();
    }

    private String colour(String name) {
        String colour = colours.get(name);
        if (colour == null) {
            throw new IllegalArgumentException("No palette has a colour named " + name);
        }
        return colour;
    }

    private static String mix(String colour, String other, double share) {
        int one = Integer.parseInt(colour.substring(1), 16);
        int two = Integer.parseInt(other.substring(1), 16);
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double channel = (one >> shift & 0xff) * (1 - share) + (two >> shift & 0xff) * share;
            mixed |= (int) Math.round(channel) << shift;
        }
        return "#%06x".formatted(mixed);
    }
}
