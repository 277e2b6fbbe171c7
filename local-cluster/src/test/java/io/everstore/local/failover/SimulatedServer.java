package io.everstore.local.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A server made of a process and a disk. Its log is a list of numbered entries and a position is
 * how many there are, so positions of histories that have parted can be compared by mistake, as
 * with PostgreSQL. Mutants override what they do wrong.
 */
class SimulatedServer implements DatabaseServer {

    private final SimulatedCluster world;
    private final String name;

    // The process. Its number tells it from earlier ones; 0 once the supervisor has given it up.
    boolean isAlive;
    boolean isFrozen;
    boolean isRecovering;
    boolean isConnected;
    long process;
    private String follows = "";
    private long orders;

    // The disk.
    final List<Integer> log = new ArrayList<>();
    boolean hasData;
    boolean hasStandbySignal;
    private boolean isCompleteClone;

    /** A clone accepts no connections before it has replayed up to here. */
    private int consistentAt;

    SimulatedServer(SimulatedCluster world, String name) {
        this.world = world;
        this.name = name;
    }

    private interface Call<T> {
        T run() throws ServerFailure;
    }

    /** Before and after each call the supervisor may be killed, or the world may change. */
    private <T> T call(Call<T> call) throws ServerFailure {
        world.interrupt();
        T result = call.run();
        world.interrupt();
        return result;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean isRunning() {
        return isAlive && process != 0;
    }

    @Override
    public final long orders() {
        return orders;
    }

    boolean isWritable() {
        return isAlive && !isRecovering;
    }

    boolean answers() {
        return isAlive && !isFrozen && log.size() >= consistentAt;
    }

    /** The primary that it could stream from: alive, and with the same history. */
    Optional<SimulatedServer> source() {
        if (!isAlive || isFrozen || !isRecovering) {
            return Optional.empty();
        }
        return world.find(follows).filter(p -> p.isWritable() && !p.isFrozen && isPrefixOf(p.log));
    }

    private boolean isPrefixOf(List<Integer> other) {
        return log.size() <= other.size() && log.equals(other.subList(0, log.size()));
    }

    /** The process ends by itself or by a fault. */
    void die() {
        isAlive = false;
        isFrozen = false;
        isConnected = false;
    }

    @Override
    public void fence() {
        world.interrupt();
        if (world.chance().fenceFails()) {
            throw new IllegalStateException("processes survive SIGKILL");
        }
        orders++;
        die();
        process = 0;
        world.interrupt();
    }

    @Override
    public boolean canFollow() {
        return hasData && hasStandbySignal;
    }

    @Override
    public void cloneFrom(DatabaseServer primary) throws ServerFailure {
        SimulatedServer source = (SimulatedServer) primary;
        world.wiped(this);
        wipe();
        int start = source.log.size();
        world.interleave(); // a copy takes seconds, in which anything happens
        call(
                () -> {
                    if (!source.isWritable() || source.isFrozen || world.chance().happens(0.2)) {
                        throw new ServerFailure("the copy broke off");
                    }
                    log.addAll(source.log.subList(0, Math.min(start, source.log.size())));
                    consistentAt = source.log.size();
                    hasData = true;
                    isCompleteClone = true;
                    return true;
                });
    }

    @Override
    public void discard() {
        world.wiped(this);
        wipe();
    }

    private void wipe() {
        log.clear();
        hasData = false;
        hasStandbySignal = false;
        isCompleteClone = false;
        consistentAt = 0;
    }

    @Override
    public void startFollowing(String primary) throws ServerFailure {
        orders++;
        startFollowing(primary, orders);
    }

    @Override
    public void startFollowing(String primary, long given) throws ServerFailure {
        call(
                () -> {
                    if (given != orders) {
                        throw new ServerFailure("it was told something else meanwhile");
                    }
                    if (!isRunning()) {
                        hasStandbySignal |= isCompleteClone;
                        isCompleteClone = false;
                        if (!hasData || !hasStandbySignal) {
                            throw new ServerFailure("it has no standby's data");
                        }
                        follows = primary;
                        begin();
                    }
                    return true;
                });
        if (!answers()) {
            throw new ServerFailure("it accepts no connection");
        }
    }

    @Override
    public void startAlone() throws ServerFailure {
        orders++;
        call(
                () -> {
                    if (!hasData) {
                        throw new ServerFailure("it has no data");
                    }
                    follows = "";
                    begin();
                    return true;
                });
    }

    private void begin() throws ServerFailure {
        if (world.refusesToStart(this)) {
            throw new ServerFailure("it does not start");
        }
        isAlive = true;
        isFrozen = false;
        isConnected = false;
        isRecovering = hasStandbySignal;
        process = world.nextProcess();
    }

    @Override
    public void follow(String primary) throws ServerFailure {
        orders++;
        call(
                () -> {
                    if (!isRunning()) {
                        throw new ServerFailure("it does not run");
                    }
                    follows = primary; // a frozen one takes notice later
                    isConnected = false;
                    return true;
                });
    }

    private void ask() throws ServerFailure {
        if (!answers()) {
            throw new ServerFailure("no answer from " + name);
        }
    }

    @Override
    public boolean isInRecovery() throws ServerFailure {
        return call(
                () -> {
                    ask();
                    return isRecovering;
                });
    }

    @Override
    public Lsn received() throws ServerFailure {
        return call(
                () -> {
                    ask();
                    if (source().isPresent() && isConnected) {
                        throw new ServerFailure("it does not come to rest");
                    }
                    return new Lsn(log.size());
                });
    }

    @Override
    public void promote() throws ServerFailure {
        orders++;
        call(
                () -> {
                    ask();
                    isRecovering = false;
                    hasStandbySignal = false;
                    isConnected = false;
                    return true;
                });
    }

    @Override
    public Replication replication() throws ServerFailure {
        return call(
                () -> {
                    ask();
                    if (isRecovering) {
                        throw new ServerFailure("recovery is in progress");
                    }
                    return world.replication(this);
                });
    }

    @Override
    public String toString() {
        return "%s(%s%s%s, %d entries, process %d, follows %s)"
                .formatted(
                        name,
                        isAlive ? "alive" : "dead",
                        isFrozen ? ", frozen" : "",
                        isRecovering ? ", recovering" : "",
                        log.size(),
                        process,
                        follows);
    }
}
