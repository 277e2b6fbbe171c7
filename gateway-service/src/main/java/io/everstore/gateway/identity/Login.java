package io.everstore.gateway.identity;

import io.everstore.gateway.identity.FailedLogins.Source;
import io.everstore.gateway.identity.IdentitySettings.User;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Compares a password with the one on record. Needs no database and no cache, so that it outlives
 * both.
 */
final class Login {

    /**
     * Of a random password: an unknown username then takes as long to refuse as a wrong password.
     */
    private static final String NOBODYS_HASH =
            "$2a$10$cXRFROfWYqUOOTUjn7jZleUmM22UgJpx0UMK4xvZmfRAJHe99KboW";

    private final Map<String, User> users;
    private final PasswordEncoder passwords;
    private final FailedLogins failedLogins;
    private final ThrottlingSettings throttling;
    private final Semaphore turns;

    Login(
            List<User> users,
            PasswordEncoder passwords,
            FailedLogins failedLogins,
            ThrottlingSettings throttling) {
        this.users =
                users.stream()
                        .collect(Collectors.toUnmodifiableMap(User::username, Function.identity()));
        this.passwords = passwords;
        this.failedLogins = failedLogins;
        this.throttling = throttling;
        this.turns = new Semaphore(throttling.concurrentChecks());
    }

    Result attempt(String username, String password, String address) throws InterruptedException {
        var source = new Source(username, address);
        Duration penalty = failedLogins.penalty(source);
        if (penalty.isPositive()) {
            return new Throttled(penalty);
        }
        if (!turns.tryAcquire(throttling.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            return new Throttled(throttling.patience());
        }
        try {
            return check(users.get(username), password, source);
        } finally {
            turns.release();
        }
    }

    private Result check(@Nullable User user, String password, Source source) {
        boolean matches =
                passwords.matches(password, user == null ? NOBODYS_HASH : user.passwordHash());
        if (user == null || !matches) {
            failedLogins.failed(source);
            return new Refused();
        }
        failedLogins.succeeded(source);
        return new Granted(user);
    }

    sealed interface Result {}

    record Granted(User user) implements Result {}

    /** Wrong password or unknown username; which of them is nobody's business. */
    record Refused() implements Result {}

    /** Too many failures from there, or too many logins at the same time. */
    record Throttled(Duration retryAfter) implements Result {}
}
