package io.everstore.local.replay;

import io.everstore.local.importing.shop.Problem;

/** What became of one sale. */
sealed interface Outcome {

    /**
     * The shop has acknowledged it.
     *
     * @param status 201, or 202 if it is queued
     * @param replayed true if the shop said that this key had been placed before
     */
    record Placed(String orderId, int status, boolean replayed) implements Outcome {}

    /** The shop has refused it for good. */
    record Refused(Problem problem) implements Outcome {}

    /** No attempt can have had an effect: nothing left this machine, or the shop was too busy. */
    record Unreached(String why) implements Outcome {}

    /** It may or may not have been placed. */
    record Unknown(String why) implements Outcome {}

    /** It was never sent, because too many were in flight. */
    record Dropped() implements Outcome {}

    /** There was nothing to place. */
    record Skipped(String reason) implements Outcome {}

    /** Why it was not placed; empty if it was. */
    default String reason() {
        return switch (this) {
            case Placed _ -> "";
            case Refused(var problem) -> problem.toString();
            case Unreached(var why) -> why;
            case Unknown(var why) -> why;
            case Dropped _ -> "too many in flight";
            case Skipped(var why) -> why;
        };
    }

    /** One word for the ledger. */
    default String word() {
        return switch (this) {
            case Placed _ -> "placed";
            case Refused _ -> "refused";
            case Unreached _ -> "unreached";
            case Unknown _ -> "unknown";
            case Dropped _ -> "dropped";
            case Skipped _ -> "skipped";
        };
    }
}
