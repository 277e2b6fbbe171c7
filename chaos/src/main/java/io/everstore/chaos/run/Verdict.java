package io.everstore.chaos.run;

/** What a run comes to. */
public enum Verdict {
    /** The hypothesis held, no violation was observed, and no target was missed. */
    PASSED(0),
    /** Customers noticed more than was claimed, or an invariant was violated. */
    FAILED(1),
    /** Nothing was shown: the shop was not in its steady state before the fault. */
    ABORTED(4),
    /** Nothing was done: the target cannot do it. */
    SKIPPED(0);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
