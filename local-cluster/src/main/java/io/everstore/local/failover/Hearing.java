package io.everstore.local.failover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds out which elector has every acknowledged commit, once the primary is fenced. */
final class Hearing {

    private final Servers servers;
    private final Consumer<String> events;

    Hearing(Servers servers, Consumer<String> events) {
        this.servers = servers;
        this.events = events;
    }

    /**
     * Hears all electors, those that do not run after a start. Throws if there is none, or if one
     * of them stays silent: that one may be the only one with the latest commits.
     */
    DatabaseServer furthest(ClusterRecord record) throws ServerFailure {
        if (record.electors().isEmpty()) {
            throw new ServerFailure("no standby is known to hold every acknowledged commit");
        }
        Map<DatabaseServer, Lsn> heard = new HashMap<>();
        for (String name : record.electors()) {
            DatabaseServer elector = servers.get(name);
            if (!elector.isRunning()) {
                elector.startFollowing(record.primary());
            }
            heard.put(elector, elector.received());
        }
        events.accept("heard " + describe(heard));
        return heard.entrySet().stream()
                .max(
                        Map.Entry.<DatabaseServer, Lsn>comparingByValue()
                                .thenComparing(e -> e.getKey().name(), Comparator.reverseOrder()))
                .orElseThrow()
                .getKey();
    }

    /** A frozen elector may be heard once it is started again: that takes a fence first. */
    void fenceSilentElectors(ClusterRecord record) {
        for (String name : record.electors()) {
            DatabaseServer elector = servers.get(name);
            if (elector.isRunning() && !answers(elector)) {
                elector.fence();
            }
        }
    }

    private static boolean answers(DatabaseServer server) {
        try {
            server.isInRecovery();
            return true;
        } catch (ServerFailure e) {
            return false;
        }
    }

    private static String describe(Map<DatabaseServer, Lsn> heard) {
        List<String> parts = new ArrayList<>();
        heard.forEach((server, lsn) -> parts.add(server.name() + " at " + lsn));
        parts.sort(Comparator.naturalOrder());
        return String.join(", ", parts);
    }
}
