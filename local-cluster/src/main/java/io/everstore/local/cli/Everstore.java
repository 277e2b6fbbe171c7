package io.everstore.local.cli;

import io.everstore.local.certificates.CertificatesCommand;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.deadletters.DltCommand;
import io.everstore.local.drift.DriftCommand;
import io.everstore.local.edge.JdkSettings;
import io.everstore.local.importing.ImportCommand;
import io.everstore.local.replay.ReplayCommand;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code ./everstore}. */
@Command(
        name = "everstore",
        mixinStandardHelpOptions = true,
        version = "everstore 0.1.0",
        description =
                "The shop that stays open: starts the whole topology, and breaks it on purpose.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            NodeCommands.Kill.class,
            NodeCommands.Pause.class,
            NodeCommands.Resume.class,
            RestartCommand.class,
            NodeCommands.Start.class,
            LogsCommand.class,
            ImportCommand.class,
            DemoCommand.class,
            TopicsCommand.class,
            DriftCommand.class,
            ReplayCommand.class,
            DltCommand.class,
            CertificatesCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Try:",
            "  ./everstore up               start everything, then open http://localhost:8080",
            "  ./everstore kill pg-1        lose the primary database, and go on shopping",
            "  ./everstore status           who is primary now?"
        })
public final class Everstore implements Runnable {

    static {
        JdkSettings.apply();
    }

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        CommandLine line = commandLine();
        line.setExecutionExceptionHandler(Everstore::explain);
        System.exit(line.execute(arguments));
    }

    /** All commands: the launcher's own, and those of the modules on the class path. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Everstore());
        ServiceLoader.load(CommandOfModule.class).forEach(line::addSubcommand);
        return line;
    }

    /** One sentence for what is expected to go wrong, a stack trace for what is not. */
    private static int explain(
            Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof CommandFailed expected) {
            line.getErr().println(expected.getMessage());
            return expected.exitCode();
        }
        failure.printStackTrace(line.getErr());
        return 1;
    }

    /** Without a command: the help. */
    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
