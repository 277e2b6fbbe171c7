package io.everstore.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.run.RunEvent;
import io.everstore.local.control.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the console and other programs read. */
class JsonLinesTests {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonLines lines =
            new JsonLines(new PrintStream(out, true, StandardCharsets.UTF_8));

    @Test
    void saysWhatHappensInOneLineEach() {
        lines.accept(new RunEvent.Phase(NOON, "warming up"));
        lines.accept(new RunEvent.Injected(NOON, "kill", List.of("pg-1")));

        List<JsonNode> told =
                out.toString(StandardCharsets.UTF_8).lines().map(Json.MAPPER::readTree).toList();
        assertThat(told)
                .extracting(l -> l.path("event").asString())
                .containsExactly("phase", "injected");
        assertThat(told)
                .extracting(l -> l.path("text").asString())
                .containsExactly("warming up", "! kill: pg-1");
        assertThat(told.getFirst().path("at").asString()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(told.getLast().path("nodes").get(0).asString()).isEqualTo("pg-1");
    }
}
