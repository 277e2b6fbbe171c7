/** What is left of a run: for people, for machines and for the README. */
@NullMarked
package io.everstore.chaos.report;

import org.jspecify.annotations.NullMarked;
