package io.everstore.catalog.replica;

/** Which database a reading came from. */
public enum Source {
    /** The primary, which has everything. */
    PRIMARY,

    /** A standby, which may lack what was changed a moment ago. */
    STANDBY
}
