package io.everstore.local.failover;

import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Those that follow: how they come, how they go, and what the primary says of them. */
final class Standbys {

    private static final int MOST_QUESTIONS = 100;

    private final Servers servers;
    private final Electors electors;
    private final BooleanSupplier pause;
    private final Consumer<String> events;

    /**
     * @param pause waits a few milliseconds between two questions to the primary
     */
    Standbys(Servers servers, Electors electors, BooleanSupplier pause, Consumer<String> events) {
        this.servers = servers;
        this.electors = electors;
        this.pause = pause;
        this.events = events;
    }

    private DatabaseServer primary() {
        return servers.get(electors.record().primary());
    }

    /**
     * Fences a standby and lets it go. It leaves the record only when another elector has all of
     * the log up to that moment; otherwise the record is emptied, for the one that left may have
     * been the only one with the latest commits. While the primary is silent it stays in.
     */
    void lose(String standby) {
        servers.get(standby).fence();
        try {
            Set<String> rest = electors.without(standby);
            boolean isRedundant = !electors.contain(standby) || holdAllCommits(rest);
            electors.leave(standby, isRedundant ? rest : Set.of());
        } catch (ServerFailure primaryIsSilent) {
            electors.streams(standby, false);
            events.accept(standby + " remains an elector: " + primaryIsSilent.getMessage());
        }
    }

    /** Whether one of these has all that the primary had when the last other one was fenced. */
    private boolean holdAllCommits(Set<String> rest) throws ServerFailure {
        Lsn now = primary().replication().position();
        if (rest.isEmpty()) {
            return false;
        }
        for (int i = 0; i < MOST_QUESTIONS; i++) {
            if (primary().replication().anyReached(rest, now)) {
                return true;
            }
            if (!pause.getAsBoolean()) {
                return false;
            }
        }
        return false;
    }

    /** There is another primary, or the same one again: all have to show that they stream. */
    void followThePrimary() {
        for (String standby : electors.admitted()) {
            electors.streams(standby, false);
            DatabaseServer server = servers.get(standby);
            if (!server.isRunning()) {
                continue; // its repair starts it, and then it follows the right one
            }
            try {
                server.follow(electors.record().primary());
            } catch (ServerFailure e) {
                lose(standby);
            }
        }
    }

    /** Takes the primary's present answer; returns whether all stream and are electors. */
    boolean observe(Replication seen) {
        for (String name : electors.admitted()) {
            boolean isStreaming = seen.streams(name);
            if (isStreaming != (electors.membership(name) == Membership.STREAMING)) {
                electors.streams(name, isStreaming);
                String what = isStreaming ? " streams from " : " does not stream any more from ";
                events.accept(name + what + electors.record().primary());
            }
        }
        if (electors.catchUp(seen)) {
            events.accept("promotable again (" + electors.record() + ")");
        }
        return electors.areComplete(seen);
    }
}
