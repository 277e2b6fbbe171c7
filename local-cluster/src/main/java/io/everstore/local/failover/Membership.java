package io.everstore.local.failover;

/**
 * A standby's place in the cluster.
 *
 * <pre>
 * ABSENT     transitions to: ADMITTED   after its data is fit to follow: it may connect
 * ADMITTED   transitions to: STREAMING  after the primary sees it stream
 *                            ABSENT     after it was lost
 * STREAMING  transitions to: ADMITTED   after it stopped streaming, or there is another primary to follow
 *                            ABSENT     after it was lost
 * </pre>
 */
enum Membership {
    ABSENT,
    ADMITTED,
    STREAMING
}
