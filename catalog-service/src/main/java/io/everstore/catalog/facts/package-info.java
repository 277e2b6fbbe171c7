/** What the catalogue says of its products on Kafka, heard by every instance: all of it, always. */
@NullMarked
package io.everstore.catalog.facts;

import org.jspecify.annotations.NullMarked;
