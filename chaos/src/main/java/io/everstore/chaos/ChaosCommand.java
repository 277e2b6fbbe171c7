package io.everstore.chaos;

import io.everstore.local.cli.CommandOfModule;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./everstore chaos}. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Experiments: breaks the shop on purpose, and says what its customers noticed.",
        subcommands = {
            ListCommand.class,
            RunCommand.class,
            SuiteCommand.class,
            SoakCommand.class,
            ControlsCommand.class,
            PublishCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./everstore chaos list",
            "  ./everstore chaos run postgres-primary-crash",
            "  ./everstore chaos suite --tag smoke"
        })
public final class ChaosCommand implements CommandOfModule {

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
