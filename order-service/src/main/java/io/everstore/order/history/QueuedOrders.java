package io.everstore.order.history;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders that were accepted and are not stored yet, as far as this instance has heard. */
public interface QueuedOrders {

    /** Hears of everything that was accepted until now; false if that is not possible in time. */
    boolean catchUp();

    Optional<OrderView> find(String customer, UUID order);

    /** The customer's, newest first. */
    List<OrderView> of(String customer);
}
