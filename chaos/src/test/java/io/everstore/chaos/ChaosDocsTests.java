package io.everstore.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.cli.Everstore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The README names all that {@code ./everstore chaos} can do, and nothing else. */
class ChaosDocsTests {

    private static final Path README = Path.of("").toAbsolutePath().resolveSibling("README.md");
    private static final Pattern ROW = Pattern.compile("\\| `\\./everstore chaos` \\|([^|]*)\\|");

    @Test
    void theReadmeListsCommandsAndOptions() throws IOException {
        Matcher row = ROW.matcher(Files.readString(README));
        assertThat(row.find()).isTrue();
        Set<String> documented =
                Pattern.compile("`([^`]+)`")
                        .matcher(row.group(1))
                        .results()
                        .map(code -> code.group(1))
                        .filter(code -> !code.startsWith("<"))
                        .collect(Collectors.toCollection(TreeSet::new));
        CommandLine chaos = Everstore.commandLine().getSubcommands().get("chaos");
        assertThat(chaos).as("found by the launcher").isNotNull();
        Set<String> actual = new TreeSet<>(chaos.getSubcommands().keySet());
        chaos.getSubcommands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(option -> actual.add(option.longestName()));
        assertThat(documented).isEqualTo(actual);
    }
}
