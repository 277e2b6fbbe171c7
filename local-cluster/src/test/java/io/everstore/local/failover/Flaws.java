package io.everstore.local.failover;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One rule less each: the simulation has to notice every one of them. */
final class Flaws {

    /** By what they do. */
    static final Map<String, Flaw> ALL = new TreeMap<>();

    static {
        ALL.put("promotes without hearing all electors", new TakesSilenceForNothing());
        ALL.put("promotes without fencing", new FencesNobody());
        ALL.put("does not fence what an earlier one left", new FencesOnlyItsOwn());
        ALL.put("keeps electors at a promotion", new KeepsElectors());
        ALL.put("admits without recording", new RecordsNoWiderElectors());
        ALL.put("lets go of electors without asking", new BelievesAllHaveEverything());
        ALL.put(
                "leaves the record as it is when the last elector goes",
                new NeverEmptiesElectors());
        ALL.put("believes old answers", new BelievesOldAnswers());
        ALL.put("starts servers on old orders", new StartsOnOldOrders());
        ALL.put("clones over electors", new ClonesAnybody());
        ALL.put("lets former primaries follow", new LetsFormerPrimariesFollow());
    }

    private Flaws() {}

    private static final class TakesSilenceForNothing extends Flaw {
        @Override
        SimulatedServer server(SimulatedCluster world, String name) {
            return new SimulatedServer(world, name) {
                @Override
                public Lsn received() {
                    try {
                        return super.received();
                    } catch (ServerFailure e) {
                        return Lsn.ZERO;
                    }
                }
            };
        }
    }

    private static final class FencesNobody extends Flaw {
        @Override
        SimulatedServer server(SimulatedCluster world, String name) {
            return new SimulatedServer(world, name) {
                @Override
                public void fence() {
                    process = 0;
                }
            };
        }
    }

    private static final class KeepsElectors extends Flaw {
        @Override
        SimulatedRecords records(Chance chance, ClusterRecord first) {
            return new SimulatedRecords(chance, first) {
                @Override
                public void save(ClusterRecord next) {
                    if (next.term() > onDisk().term()) {
                        Set<String> others = new TreeSet<>(onDisk().electors());
                        others.remove(next.primary());
                        super.save(next.electors(others));
                    } else {
                        super.save(next);
                    }
                }
            };
        }
    }

    private static final class RecordsNoWiderElectors extends Flaw {
        @Override
        SimulatedRecords records(Chance chance, ClusterRecord first) {
            return new SimulatedRecords(chance, first) {
                @Override
                public void save(ClusterRecord next) {
                    Set<String> before = onDisk().electors();
                    boolean isWider = !before.isEmpty() && next.electors().size() > before.size();
                    super.save(isWider ? next.electors(before) : next);
                }
            };
        }
    }

    private static final class BelievesAllHaveEverything extends Flaw {
        @Override
        SimulatedServer server(SimulatedCluster world, String name) {
            return new SimulatedServer(world, name) {
                @Override
                public Replication replication() throws ServerFailure {
                    Replication truth = super.replication();
                    Map<String, Replication.Standby> standbys = new TreeMap<>();
                    world.servers()
                            .forEach(
                                    s ->
                                            standbys.put(
                                                    s.name(),
                                                    new Replication.Standby(
                                                            true, truth.position(), 0)));
                    return new Replication(truth.position(), standbys);
                }
            };
        }
    }

    private static final class NeverEmptiesElectors extends Flaw {
        @Override
        SimulatedRecords records(Chance chance, ClusterRecord first) {
            return new SimulatedRecords(chance, first) {
                @Override
                public void save(ClusterRecord next) {
                    boolean isEmptied = next.term() == onDisk().term() && next.electors().isEmpty();
                    super.save(isEmptied ? onDisk() : next);
                }
            };
        }
    }

    private static final class BelievesOldAnswers extends Flaw {
        @Override
        boolean believesOldAnswers() {
            return true;
        }
    }

    private static final class StartsOnOldOrders extends Flaw {
        @Override
        SimulatedServer server(SimulatedCluster world, String name) {
            return new SimulatedServer(world, name) {
                @Override
                public void startFollowing(String primary, long given) throws ServerFailure {
                    super.startFollowing(primary, orders());
                }
            };
        }
    }

    private static final class ClonesAnybody extends Flaw {
        @Override
        boolean sparesAnybody() {
            return true;
        }

        @Override
        SimulatedServer server(SimulatedCluster world, String name) {
            return new SimulatedServer(world, name) {
                @Override
                public boolean canFollow() {
                    return super.canFollow() && world.chance().coin();
                }
            };
        }
    }

    private static final class FencesOnlyItsOwn extends Flaw {
        @Override
        SimulatedServer server(SimulatedCluster world, String name) {
            return new SimulatedServer(world, name) {
                @Override
                public void fence() {
                    if (process != 0) {
                        super.fence();
                    }
                }
            };
        }
    }

    private static final class LetsFormerPrimariesFollow extends Flaw {
        @Override
        SimulatedServer server(SimulatedCluster world, String name) {
            return new SimulatedServer(world, name) {
                @Override
                public boolean canFollow() {
                    return hasData;
                }
            };
        }
    }
}
