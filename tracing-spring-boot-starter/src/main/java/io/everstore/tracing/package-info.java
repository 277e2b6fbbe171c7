/**
 * One trace for each request, through all that comes of it: begun or continued by a filter, named
 * in the log, and told to a collector if there is one.
 */
@NullMarked
package io.everstore.tracing;

import org.jspecify.annotations.NullMarked;
