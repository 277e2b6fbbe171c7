package io.everstore.catalog.spelling;

import java.util.List;

/**
 * What a word that somebody typed may have meant.
 *
 * @param stems as the search stems words; any of them
 * @param unfinished the word is the beginning of some in the catalogue, so it stands for these
 */
public record Meaning(List<String> stems, boolean unfinished) {}
