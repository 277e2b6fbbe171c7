package io.everstore.local.importing;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command run in this process, and what it printed.
 *
 * @param exitCode as the shell sees it
 */
public record CommandRun(int exitCode, String out, String err) {

    /** Runs it to its end. */
    public static CommandRun of(Object command, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode =
                new CommandLine(command)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** What it printed, as JSON. */
    public JsonNode json() {
        return new JsonMapper().readTree(out);
    }
}
