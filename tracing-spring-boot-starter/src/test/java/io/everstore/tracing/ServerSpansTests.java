package io.everstore.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which trace a request belongs to, and where that is told; nothing is recorded here. */
@ExtendWith(OutputCaptureExtension.class)
class ServerSpansTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void goesOnWithTheTraceOfTheCaller() {
        try (var kiosk = Kiosk.with()) {
            assertThat(kiosk.get("/papers/times", "traceparent", PARENT).getBody())
                    .isEqualTo(TRACE);
        }
    }

    @Test
    void beginsATraceForWhoHasNoneOrOneThatMakesNoSense() {
        try (var kiosk = Kiosk.with()) {
            String first = kiosk.get("/papers/times").getBody();
            String second = kiosk.get("/papers/times", "traceparent", "00-no-trace-01").getBody();

            assertThat(first).matches("[0-9a-f]{32}");
            assertThat(second).matches("[0-9a-f]{32}").isNotEqualTo(first);
        }
    }

    @Test
    void doesNotBelieveStrangersAndNamesTheirTraceInTheAnswer() {
        try (var kiosk = Kiosk.with("everstore.tracing.believes-callers=false")) {
            var answer = kiosk.get("/papers/times", "traceparent", PARENT);

            assertThat(answer.getBody()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
            assertThat(answer.getHeaders().getFirst(ServerSpans.ANSWERED))
                    .isEqualTo(answer.getBody());
        }
    }

    @Test
    void hasNoTracesOfProbes() {
        try (var kiosk = Kiosk.with()) {
            assertThat(kiosk.get("/readyz", "traceparent", PARENT).getBody()).isEqualTo("none");
        }
    }

    @Test
    void namesTheTraceInLinesOfTheLogThatBelongToARequest(CapturedOutput output) {
        try (var kiosk = Kiosk.with()) {
            kiosk.get("/papers/guardian", "traceparent", PARENT);

            assertThat(output.getOut().lines().filter(line -> line.contains("Sold guardian")))
                    .singleElement()
                    .asString()
                    .contains("] " + TRACE + " ");
            assertThat(output.getOut().lines().filter(line -> line.contains("Started ")))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).matches(".*\\[ *main\\] [a-z].*"));
        }
    }

    @Test
    void writesJsonWithTraceAndNodeWhereContainersAreRead(CapturedOutput output) {
        try (var kiosk =
                Kiosk.with("logging.structured.format.console=ecs", "EVERSTORE_NODE=kiosk-2")) {
            kiosk.get("/papers/herald", "traceparent", PARENT);

            assertThat(output.getOut().lines().filter(line -> line.contains("Sold herald")))
                    .singleElement()
                    .asString()
                    .startsWith("{")
                    .contains("\"traceId\":\"" + TRACE + "\"")
                    .contains("\"name\":\"kiosk-2\"");
        }
    }
}
