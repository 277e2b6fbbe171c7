/** What an experiment is: a claim, a fault, and what would refute the claim; read from a file. */
@NullMarked
package io.everstore.chaos.experiment;

import org.jspecify.annotations.NullMarked;
