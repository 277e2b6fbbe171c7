package io.everstore.catalog.image;

import java.util.List;
import java.util.Optional;

/** The colours that products come in, each with the accent that goes well with it. */
enum Colour {
    AMBER("#d9902f", "#4f6d7a"),
    ASH("#a39b8e", "#c7774f"),
    BLUSH("#dfa199", "#6d8f7f"),
    BRASS("#c9a04e", "#3f5e63"),
    CHARCOAL("#565b60", "#d9a441"),
    CLAY("#c5704c", "#3f6b62"),
    COPPER("#b9693f", "#5d7f86"),
    CORAL("#e27b64", "#3d6a75"),
    CREAM("#e0cda4", "#b5654a"),
    FOREST("#3f6b52", "#d8a24a"),
    INDIGO("#44548c", "#e0a458"),
    LINEN("#cbb894", "#6b8b84"),
    MINT("#86bfa4", "#d9765a"),
    MOSS("#7c8a4a", "#c9673f"),
    NAVY("#344a68", "#d98b5f"),
    OAK("#b8875a", "#4f7a72"),
    OCHRE("#d3a03c", "#3d5f6f"),
    PLUM("#7d5270", "#d9a867"),
    RED("#b9473c", "#e0b45c"),
    ROSE("#c9808b", "#5a7a6a"),
    SAGE("#8aa68a", "#d0805c"),
    SAND("#d0b48a", "#4f7488"),
    SKY("#7fa9c4", "#dc8d5f"),
    SLATE("#6b7f8c", "#d99a56"),
    SNOW("#d9d5cb", "#5d8a80"),
    STEEL("#98a4aa", "#b9663f"),
    TEAL("#3f807e", "#e0a055"),
    WALNUT("#7d573c", "#8aa68a");

    private static final List<Colour> ALL = List.of(values());

    private final String main;
    private final String accent;

    Colour(String main, String accent) {
        this.main = main;
        this.accent = accent;
    }

    Palette palette() {
        return Palette.around(main, accent);
    }

    /**
     * A colour for a product that names none.
     *
     * @param number not negative
     */
    static Colour chosenBy(int number) {
        return ALL.get(number % ALL.size());
    }

    static Optional<Colour> named(String word) {
        return ALL.stream().filter(colour -> colour.name().equals(word)).findFirst();
    }
}
