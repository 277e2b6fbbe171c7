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
    private final List<SimulatedServer> list;
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
        list = List.copyOf(servers.values());
        SimulatedServer first = servers.get("pg-1");
        first.hasData = true;
        first.log.add(++lastEntry);
    }

    Chance chance() {
        return chance;
    }

    List<SimulatedServer> servers() {
        return list;
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
            case 3, 4, 5, 6 -> replicate(server, chance.below(5));
            case 7, 8 -> connect(server);
            default -> acknowledge(server);
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
            default -> refuse(server, chance.below(4));
        }
    }

    /** A client's commit, not yet acknowledged. */
    void commit(SimulatedServer server) {
        if (server.isWritable() && !server.isFrozen) {
            server.log.add(++lastEntry);
        }
    }

    void connect(SimulatedServer server) {
        server.isConnected = server.source().isPresent();
    }

    /** A connected standby gets so many more entries, if there are so many. */
    void replicate(SimulatedServer standby, int most) {
        SimulatedServer primary = standby.source().orElse(standby);
        if (!standby.isConnected || primary == standby) {
            return;
        }
        for (int i = 0; i < most && standby.log.size() < primary.log.size(); i++) {
            int entry = primary.log.get(standby.log.size());
            standby.log.add(entry);
        }
        standby.log.forEach(confirmed::set);
    }

    /** A primary tells its clients, at once or later, what a standby has confirmed to it. */
    void acknowledge(SimulatedServer primary) {
        if (primary.isWritable() && !primary.isFrozen) {
            for (int entry : primary.log) {
                acknowledged.set(entry, acknowledged.get(entry) || confirmed.get(entry));
            }
        }
    }

    void crash(SimulatedServer server) {
        if (server.isAlive) {
            exits.add(new Exit(server, server.process));
            server.die();
        }
    }

    /** It does not start, so many times. */
    void refuse(SimulatedServer server, int times) {
        refusals.put(server, times);
    }

    boolean refusesToStart(SimulatedServer server) {
        int left = refusals.getOrDefault(server, 0);
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
