package io.everstore.local.edge;

import io.everstore.local.edge.Gateway.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which gateways can be used. A gateway is out after one refused or broken request or one bad
 * check, and in again after one good check: with a check every half second, that is how long an
 * error can repeat.
 *
 * <p>Those that are only late are left out while half of all are in, and used again when fewer are:
 * what makes so many late is the load, and without them the rest would get all of it. When all are
 * out, all are tried (fail open): the checks may be wrong, and nothing is lost.
 */
record Gateways(List<Gateway> all) {

    /** The least busy one that can be used; never the one that has just failed. */
    Optional<Gateway> choose(Optional<Gateway> justFailed) {
        List<Gateway> candidates = new ArrayList<>(usable());
        justFailed.ifPresent(candidates::remove);
        if (candidates.isEmpty()) {
            candidates.addAll(all);
            justFailed.ifPresent(candidates::remove);
        }
        Collections.shuffle(
                candidates, ThreadLocalRandom.current()); // so that ties do not all go to the first
        return candidates.stream().min(Comparator.comparingInt(Gateway::inFlight));
    }

    private List<Gateway> usable() {
        List<Gateway> in = all.stream().filter(g -> g.state() == State.IN).toList();
        boolean isEnough = in.size() * 2 >= all.size();
        return isEnough ? in : all.stream().filter(g -> g.state() != State.OUT).toList();
    }

    /** Whether it makes sense to give up on this one early. */
    boolean isAnotherIn(Gateway gateway) {
        return all.stream().anyMatch(g -> g != gateway && g.state() == State.IN);
    }
}
