package io.everstore.local.failover;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The machine: three servers, their clients, and what may happen to them at any moment. */
final class SimulatedCluster {

    private static final List<String> NAMES = List.of("pg-1", "pg-2", "pg-3");

    /** How a process ended, as the operating system will report it. */
    record Exit(SimulatedServer server, long process) {}

    private final Chance chance;
    private final SimulatedRecords records;
    private final Map<String, SimulatedServer> servers = new LinkedHashMap<>();
    private final Map<SimulatedServer, Integer> refusals = new HashMap<>();

    final List<Exit> exits = new ArrayList<>();
    final BitSet acknowledged = new BitSet();

    /** Those whose data was deleted although the record of that moment named them. */
    final List<String> wipedInNeed = new ArrayList<>();

    /** What standbys have confirmed to a primary's process; it may act on it later. */
    private final BitSet confirmed = new BitSet();

    private int lastEntry;
    private long lastProcess;
    private Runnable meanwhile = () -> {};

    SimulatedCluster(
            Chance chance,
            SimulatedRecords records,
            BiFunction<SimulatedCluster, String, SimulatedServer> make) {
        this.chance = chance;
        this.records = records;
        NAMES.forEach(name -> servers.put(name, make.apply(this, name)));
        SimulatedServer first = servers.get("pg-1");
        first.hasData = true;
        first.log.add(++lastEntry);
    }

    Chance chance() {
        return chance;
    }

    List<SimulatedServer> servers() {
        return List.copyOf(servers.values());
    }

    Optional<SimulatedServer> find(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    /** What else happens while a repair copies files. */
    void whileCopying(Runnable events) {
        meanwhile = events;
    }

    void interleave() {
        meanwhile.run();
    }

    /** The supervisor makes a call: it may be killed, and the world does not wait for it. */
    void interrupt() {
        chance.maybeKillTheSupervisor();
        if (chance.disturbs()) {
            happen();
        }
    }

    /** One thing that needs no supervisor to happen. */
    void happen() {
        SimulatedServer server = chance.oneOf(servers());
        if (chance.isFault()) {
            fail(server);
            return;
        }
        switch (chance.below(12)) {
            case 0, 1, 2 -> commit(server);
            case 3, 4, 5, 6 -> replicate(server);
            case 7, 8 -> connect(server);
            default -> acknowledge();
        }
    }

    private void fail(SimulatedServer server) {
        switch (chance.below(7)) {
            case 0, 1, 2 -> crash(server);
            case 3 -> server.isFrozen = server.isAlive;
            case 4 -> server.isFrozen = false;
            case 5 -> {
                server.isFrozen = server.isAlive;
                crash(chance.oneOf(servers()));
            }
            default -> refusals.put(server, chance.below(4));
        }
    }

    private void commit(SimulatedServer server) {
        if (server.isWritable() && !server.isFrozen) {
            server.log.add(++lastEntry);
        }
    }

    private void connect(SimulatedServer server) {
        server.isConnected = server.source().isPresent();
    }

    private void replicate(SimulatedServer standby) {
        if (!standby.isConnected) {
            return;
        }
        standby.source()
                .ifPresent(
                        primary -> {
                            int more = primary.log.size() - standby.log.size();
                            for (int i = chance.below(more + 1); i > 0; i--) {
                                int entry = primary.log.get(standby.log.size());
                                standby.log.add(entry);
                            }
                            standby.log.forEach(confirmed::set);
                        });
    }

    /** A primary tells its clients, at once or later, what a standby has confirmed to it. */
    private void acknowledge() {
        for (SimulatedServer primary : servers()) {
            if (primary.isWritable() && !primary.isFrozen && chance.coin()) {
                for (int entry : primary.log) {
                    acknowledged.set(entry, acknowledged.get(entry) || confirmed.get(entry));
                }
            }
        }
    }

    void crash(SimulatedServer server) {
        if (server.isAlive) {
            exits.add(new Exit(server, server.process));
            server.die();
        }
    }

    boolean refusesToStart(SimulatedServer server) {
        int left = chance.isCalm() ? 0 : refusals.getOrDefault(server, 0);
        refusals.put(server, Math.max(0, left - 1));
        return left > 0;
    }

    long nextProcess() {
        return ++lastProcess;
    }

    void wiped(SimulatedServer server) {
        ClusterRecord now = records.onDisk();
        if (server.name().equals(now.primary()) || now.electors().contains(server.name())) {
            wipedInNeed.add(server.name());
        }
    }

    Replication replication(SimulatedServer primary) {
        Map<String, Replication.Standby> standbys = new HashMap<>();
        for (SimulatedServer s : servers()) {
            if (s.isConnected && s.source().filter(p -> p == primary).isPresent()) {
                standbys.put(s.name(), new Replication.Standby(true, new Lsn(s.log.size()), 0));
            }
        }
        return new Replication(new Lsn(primary.log.size()), standbys);
    }
}
