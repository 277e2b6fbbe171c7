/** Misspelled words: what the catalogue knows of words, and which of them somebody meant. */
@NullMarked
package io.everstore.catalog.spelling;

import org.jspecify.annotations.NullMarked;
