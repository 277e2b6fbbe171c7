/**
 * Loading a catalogue of any size in constant memory: staged in batches, applied at once or not at
 * all.
 */
@NullMarked
package io.everstore.catalog.importing;

import org.jspecify.annotations.NullMarked;
