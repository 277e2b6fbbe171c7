package io.everstore.chaos;

import io.everstore.chaos.run.Result;
import io.everstore.chaos.run.RunEvent;
import io.everstore.local.control.Json;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what goes on to machines: one JSON object per line with {@code event}, {@code at}, a {@code
 * text} for people, and whatever else belongs to it. The last event is {@code ended}.
 */
final class JsonLines implements Consumer<RunEvent> {

    private final PrintStream out;

    JsonLines(PrintStream out) {
        this.out = out;
    }

    /** How it ended. */
    private record Ended(Instant at, String text, String verdict, String report) {}

    @Override
    public synchronized void accept(RunEvent event) {
        ObjectNode line = Json.MAPPER.valueToTree(event);
        print(event.getClass().getSimpleName(), line.put("text", event.text()));
    }

    /** The last word. */
    synchronized void end(Result result, Path report) {
        var ended =
                new Ended(Instant.now(), result.line(), result.verdict().name(), report.toString());
        print("ended", Json.MAPPER.valueToTree(ended));
    }

    private void print(String event, ObjectNode line) {
        out.println(line.put("event", event.toLowerCase(Locale.ROOT)));
    }
}
