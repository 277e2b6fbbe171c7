package io.everstore.chaos.invariant;

import io.everstore.chaos.workload.History;
import java.util.List;

/** I8. */
record ReadYourOrders(History history) implements Invariant {

    @Override
    public String id() {
        return "I8";
    }

    @Override
    public String promise() {
        return "an acknowledged order is never said not to exist";
    }

    @Override
    public List<String> violations() {
        return history.denied();
    }
}
