package io.everstore.local.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.shop.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgementTests {

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 415, 422})
    void takesARefusalOfTheBodyForCertainWhateverCameBefore(int status) {
        assertThat(Judgement.of(status(status), true, false)).isInstanceOf(Outcome.Refused.class);
        assertThat(Judgement.of(status(status), false, false)).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405})
    void leavesOtherRefusalsOpenIfAnEarlierAttemptMayHaveArrived(int status) {
        assertThat(Judgement.of(status(status), true, false)).isInstanceOf(Outcome.Unknown.class);
        assertThat(Judgement.of(status(status), false, false)).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 408, 409, 425, 429, 500, 502, 503, 504})
    void sendsAgainWhatMayBeAnsweredDifferentlyLater(int status) {
        assertThat(Judgement.of(status(status), false, false)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 409, 500, 503, 504})
    void callsItUnknownWhenTimeIsUpAndItMayHaveArrived(int status) {
        assertThat(Judgement.of(status(status), false, true)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void callsItUnreachedOnlyIfNoAttemptCanHaveArrived() {
        var notSent = new Answer.NotSent("no connection");

        assertThat(Judgement.of(notSent, false, true)).isInstanceOf(Outcome.Unreached.class);
        assertThat(Judgement.of(status(429), false, true)).isInstanceOf(Outcome.Unreached.class);
        assertThat(Judgement.of(notSent, true, true)).isInstanceOf(Outcome.Unknown.class);
        assertThat(Judgement.of(new Answer.Lost("reset"), false, true))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void acknowledgesOnlyWithAnId() {
        var placed =
                new Answer.Received(201, Map.of("idempotent-replayed", "true"), "{\"id\":\"7\"}");

        assertThat(Judgement.of(placed, true, true)).isEqualTo(new Outcome.Placed("7", 201, true));
        assertThat(Judgement.of(new Answer.Received(500, Map.of(), "{\"id\":\"7\"}"), false, false))
                .isNull();
    }

    private static Answer status(int status) {
        return new Answer.Received(status, Map.of(), "{}");
    }
}
