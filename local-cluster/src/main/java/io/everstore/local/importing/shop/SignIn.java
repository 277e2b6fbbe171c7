package io.everstore.local.importing.shop;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Holds the access token and fetches a new one when it is about to expire or was refused. */
final class SignIn {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** The token itself, or the answer that came instead of one. */
    sealed interface Outcome {
        record Token(String value, long usableUntilMillis) implements Outcome {}

        record None(String why) implements Outcome {}
    }

    private final Credentials credentials;
    private final InstantSource clock;
    private final Function<Call, Answer> send;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile Outcome.@Nullable Token current;

    SignIn(Credentials credentials, InstantSource clock, Function<Call, Answer> send) {
        this.credentials = credentials;
        this.clock = clock;
        this.send = send;
    }

    /**
     * A token that is good for another minute.
     *
     * @throws SignInRefused if the credentials are wrong
     */
    Outcome token() {
        var token = current;
        if (token != null && clock.millis() < token.usableUntilMillis()) {
            return token;
        }
        oneAtATime.lock();
        try {
            var fresh = current;
            if (fresh != null && clock.millis() < fresh.usableUntilMillis()) {
                return fresh;
            }
            return fetch();
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Forgets this token, unless another caller has already replaced it. */
    void forget(Outcome.Token refused) {
        oneAtATime.lock();
        try {
            if (refused.equals(current)) {
                current = null;
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private Outcome fetch() {
        var json =
                new JsonMapper()
                        .createObjectNode()
                        .put("username", credentials.username())
                        .put("password", credentials.password());
        var answer = send.apply(Call.of("POST", "/api/tokens", TIMEOUT).withJson(json.toString()));
        if (!(answer instanceof Answer.Received received)) {
            return new Outcome.None("could not sign in: " + answer.reason());
        }
        if (received.ok() && received.json().path("accessToken").isString()) {
            var lifetime = Duration.ofSeconds(received.json().path("expiresIn").asLong(3600));
            var usable =
                    lifetime.compareTo(MARGIN.multipliedBy(2)) < 0
                            ? lifetime.dividedBy(2)
                            : lifetime.minus(MARGIN);
            var token =
                    new Outcome.Token(
                            received.json().path("accessToken").asString(),
                            clock.millis() + usable.toMillis());
            current = token;
            return token;
        }
        if (received.status() == 401 || received.status() == 403 || received.status() == 400) {
            throw SignInRefused.forUser(credentials.username(), Problem.of(received));
        }
        return new Outcome.None("could not sign in: " + received.reason());
    }
}
