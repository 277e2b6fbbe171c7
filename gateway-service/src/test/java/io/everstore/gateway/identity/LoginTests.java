package io.everstore.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.identity.IdentitySettings.User;
import io.everstore.gateway.identity.Login.Granted;
import io.everstore.gateway.identity.Login.Refused;
import io.everstore.gateway.identity.Login.Throttled;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

class LoginTests {

    private static final ThrottlingSettings THROTTLING =
            new ThrottlingSettings(3, Duration.ofMinutes(1), 4, 1, Duration.ofMillis(50));

    private final SettableClock clock = new SettableClock();
    private final List<String> compared = new ArrayList<>();
    private final User alice =
            new User("alice", new BCryptPasswordEncoder(4).encode("secret"), List.of("customer"));
    private final Login login =
            new Login(
                    List.of(alice),
                    recording(new BCryptPasswordEncoder()),
                    new FailedLogins(THROTTLING, clock),
                    THROTTLING);

    @Test
    void letsInWhoKnowsThePassword() throws InterruptedException {
        assertThat(login.attempt("alice", "secret", "1.1.1.1")).isEqualTo(new Granted(alice));
    }

    @Test
    void refusesAWrongPassword() throws InterruptedException {
        assertThat(login.attempt("alice", "guess", "1.1.1.1")).isInstanceOf(Refused.class);
    }

    /**
     * The same work, so the same time: a hash of the real cost is computed for a user who does not
     * exist.
     */
    @Test
    void doesTheSameWorkForAnUnknownUser() throws InterruptedException {
        assertThat(login.attempt("mallory", "secret", "1.1.1.1")).isInstanceOf(Refused.class);

        assertThat(compared)
                .singleElement()
                .satisfies(hash -> assertThat(hash).matches("\\$2a\\$10\\$.{53}"));
    }

    @Test
    void throttlesAfterTooManyFailuresWithoutLookingAtThePassword() throws InterruptedException {
        failThreeTimes("alice", "1.1.1.1");
        compared.clear();

        assertThat(login.attempt("alice", "secret", "1.1.1.1"))
                .isEqualTo(new Throttled(Duration.ofMinutes(1)));
        assertThat(compared).isEmpty();
    }

    @Test
    void doesNotLockTheUserOutElsewhere() throws InterruptedException {
        failThreeTimes("alice", "1.1.1.1");

        assertThat(login.attempt("alice", "secret", "2.2.2.2")).isInstanceOf(Granted.class);
        assertThat(login.attempt("bob", "x", "1.1.1.1")).isInstanceOf(Refused.class);
    }

    @Test
    void forgivesAfterTheWindow() throws InterruptedException {
        failThreeTimes("alice", "1.1.1.1");

        clock.now = clock.now.plusSeconds(60);

        assertThat(login.attempt("alice", "secret", "1.1.1.1")).isInstanceOf(Granted.class);
    }

    @Test
    void forgetsFailuresAfterASuccess() throws InterruptedException {
        login.attempt("alice", "x", "1.1.1.1");
        login.attempt("alice", "x", "1.1.1.1");
        login.attempt("alice", "secret", "1.1.1.1");
        login.attempt("alice", "x", "1.1.1.1");

        assertThat(login.attempt("alice", "secret", "1.1.1.1")).isInstanceOf(Granted.class);
    }

    @Test
    void remembersOnlySoMany() throws InterruptedException {
        failThreeTimes("alice", "1.1.1.1");

        for (int i = 0; i < 4; i++) {
            login.attempt("invented-" + i, "x", "1.1.1.1");
        }

        assertThat(login.attempt("alice", "secret", "1.1.1.1")).isInstanceOf(Granted.class);
    }

    @Test
    void comparesOnlySoManyAtATime() throws InterruptedException {
        var comparing = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        Login slow =
                new Login(
                        List.of(),
                        waitingFor(comparing, go),
                        new FailedLogins(THROTTLING, clock),
                        THROTTLING);
        Thread first = Thread.ofVirtual().start(() -> attempt(slow));
        comparing.await();

        assertThat(slow.attempt("bob", "x", "2.2.2.2"))
                .isEqualTo(new Throttled(Duration.ofMillis(50)));

        go.countDown();
        first.join();
        assertThat(slow.attempt("bob", "x", "2.2.2.2")).isInstanceOf(Refused.class);
    }

    private void failThreeTimes(String username, String address) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertThat(login.attempt(username, "wrong", address)).isInstanceOf(Refused.class);
        }
    }

    private static void attempt(Login login) {
        try {
            login.attempt("alice", "x", "1.1.1.1");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private PasswordEncoder recording(PasswordEncoder real) {
        return new Comparison(
                (password, hash) -> {
                    compared.add(hash);
                    return real.matches(password, hash);
                });
    }

    private static PasswordEncoder waitingFor(CountDownLatch comparing, CountDownLatch go) {
        return new Comparison(
                (_, _) -> {
                    comparing.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    return false;
                });
    }

    private record Comparison(java.util.function.BiPredicate<CharSequence, String> matches)
            implements PasswordEncoder {
        @Override
        public String encode(CharSequence password) {
            throw new UnsupportedOperationException("passwords are only compared");
        }

        @Override
        public boolean matches(CharSequence password, String hash) {
            return matches.test(password, hash);
        }
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-21T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
