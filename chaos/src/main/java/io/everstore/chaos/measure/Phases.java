package io.everstore.chaos.measure;

import java.time.Instant;

/**
 * When what happened.
 *
 * @param start the first customer
 * @param steady from when the shop is measured without the fault
 * @param fault the first one
 * @param healed everything that was done is undone
 * @param redundant full redundancy is back
 * @param end the last customer
 */
public record Phases(
        Instant start,
        Instant steady,
        Instant fault,
        Instant healed,
        Instant redundant,
        Instant end) {}
