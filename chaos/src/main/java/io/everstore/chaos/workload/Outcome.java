package io.everstore.chaos.workload;

/** What a customer knows of a request. */
public enum Outcome {
    OK,
    /** Certain to have had no effect. */
    FAIL,
    /** No whole answer: it may or may not have had its effect. */
    UNKNOWN,
    /** Never sent, because too many were without an answer. */
    DROPPED
}
