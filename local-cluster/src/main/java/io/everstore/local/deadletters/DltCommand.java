package io.everstore.local.deadletters;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./everstore dlt}: the dead letters. */
@Command(
        name = "dlt",
        mixinStandardHelpOptions = true,
        header = "Look at dead letters, and play them back.",
        description = {
            "",
            "A record that its listener can never understand is moved to TOPIC.dlt, and its partition"
                    + " goes on. When the listener has been corrected, play the record back: it"
                    + " keeps its event id, so whoever has had its effect already drops it.",
            ""
        },
        subcommands = {ListCommand.class, ShowCommand.class, PlayCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./everstore dlt list",
            "  ./everstore dlt show orders.events",
            "  ./everstore dlt replay orders.events --offset 2@17",
            "  ./everstore dlt replay orders.events --all"
        })
public final class DltCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Without a subcommand: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
