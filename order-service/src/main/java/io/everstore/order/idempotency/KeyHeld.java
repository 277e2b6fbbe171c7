package io.everstore.order.idempotency;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;

/** Another transaction holds the key, and did not end within the {@code lock_timeout}. */
public final class KeyHeld extends CannotAcquireLockException {

    KeyHeld(DataAccessException waitedInVain) {
        super("the key is held by another transaction", waitedInVain);
    }
}
