package io.everstore.chaos.fault;

import java.time.Duration;

/** What can be wrong with a link. */
public sealed interface Disturbance {

    /** Everything is late, by the delay plus or minus up to the jitter. */
    record Latency(Duration delay, Duration jitter) implements Disturbance {}

    /** Connections are reset (RST) at the first byte of an answer, this share of them. */
    record Reset(double share) implements Disturbance {}

    /**
     * The connection is reset just after these bytes went to the server: whoever sent them does not
     * learn what came of it.
     */
    record ResetAfter(String text) implements Disturbance {}

    /** Bytes vanish in both directions; nobody is told. */
    record BlackHole() implements Disturbance {}

    /** Requests arrive and have their effect; answers vanish. */
    record OneWay() implements Disturbance {}

    /** The same key is another one each time it is sent: whoever wants to recognise it cannot. */
    record ForgetKeys() implements Disturbance {}

    /** Every answer is this instead: wrong status, no JSON, or a body without end. */
    record WrongAnswer(Kind kind) implements Disturbance {

        /** In which way. */
        public enum Kind {
            STATUS_500,
            GARBAGE,
            WRONG_SCHEMA,
            ENDLESS
        }
    }
}
