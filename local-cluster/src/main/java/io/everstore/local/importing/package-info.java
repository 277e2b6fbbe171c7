/** Loads a catalogue file into the shop: every bad row reported, nothing half-loaded. */
@NullMarked
package io.everstore.local.importing;

import org.jspecify.annotations.NullMarked;
