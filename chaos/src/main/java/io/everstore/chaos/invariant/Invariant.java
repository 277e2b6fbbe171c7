package io.everstore.chaos.invariant;

import java.util.List;

/**
 * Something that is true of the shop, whatever fails. Looked at while the run lasts and checked
 * when the shop has recovered; whatever is wrong is named: the orders, keys or nodes.
 */
public interface Invariant extends AutoCloseable {

    /** I1 to I10. */
    String id();

    /** The promise, as a sentence. */
    String promise();

    /** Looks, once a second while the run lasts. What cannot be seen just now is left out. */
    default void sample() {}

    /** What is wrong, after the shop has recovered; nothing if all is well. */
    List<String> violations();

    @Override
    default void close() {}
}
