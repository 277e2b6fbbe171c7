package io.everstore.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** A problem names the trace of the request that it answers. */
class ProblemsTests {

    @AfterEach
    void leaveTheTrace() {
        MDC.remove("traceId");
    }

    @Test
    void namesTheTraceOfItsThread() {
        MDC.put("traceId", "one");

        assertThat(problem().getProperties()).containsEntry("traceId", "one");
    }

    @Test
    void namesNoneWhereThereIsNone() {
        assertThat(problem().getProperties()).isNull();
    }

    @Test
    void answersManyRequestsWithOneExceptionAndEachWithItsOwnTrace() {
        ProblemDetail shared = problem();
        shared.setProperty("skus", "7");

        MDC.put("traceId", "one");
        ProblemDetail first = Problems.ofThisRequest(shared);
        MDC.put("traceId", "two");
        ProblemDetail second = Problems.ofThisRequest(first);

        assertThat(first.getProperties())
                .containsEntry("traceId", "one")
                .containsEntry("skus", "7");
        assertThat(second.getProperties()).containsEntry("traceId", "two");
        assertThat(second.getType()).isEqualTo(shared.getType());
        assertThat(second.getTitle()).isEqualTo(shared.getTitle());
        assertThat(second.getDetail()).isEqualTo(shared.getDetail());
        assertThat(second.getStatus()).isEqualTo(404);
    }

    private static ProblemDetail problem() {
        return Problems.of(HttpStatus.NOT_FOUND, "gone", "Gone", "It is not here");
    }
}
