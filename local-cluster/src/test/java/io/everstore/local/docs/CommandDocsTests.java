package io.everstore.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.cli.Everstore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every command and option that the documentation names is one, and the table has all of them. */
class CommandDocsTests {

    private static final Checkout checkout = Checkout.here();
    private static final Map<String, CommandLine> commands =
            Everstore.commandLine().getSubcommands();

    /** Its own module compares it. */
    private static final String CHAOS = "chaos";

    private static final Pattern CALL = Pattern.compile("\\./everstore((?: [^\\s#]+)*)");
    private static final Pattern OPTION = Pattern.compile("--?[a-z][a-z-]*");

    @Test
    void namesOnlyCommandsAndOptionsThatExist() {
        List<String> wrong = new ArrayList<>();
        for (Page page : checkout.pages()) {
            for (String line : page.commands()) {
                CALL.matcher(line)
                        .results()
                        .filter(call -> !isKnown(call))
                        .forEach(call -> wrong.add(page + ": " + call.group()));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isKnown(MatchResult call) {
        List<String> words = List.of(call.group(1).strip().split(" ", -1));
        if (words.getFirst().isEmpty()) {
            return true;
        }
        if (words.getFirst().equals(CHAOS)) {
            return true;
        }
        CommandLine command = commands.get(words.getFirst());
        return command != null
                && words.stream()
                        .filter(word -> OPTION.matcher(word).matches())
                        .allMatch(word -> withSubcommands(command).anyMatch(c -> has(c, word)));
    }

    @Test
    void listsEveryCommandWithAllItsOptions() {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (List<String> row : checkout.readme().rows()) {
            if (row.getFirst().matches("`\\./everstore [a-z]+`")) {
                documented.put(
                        row.getFirst().replaceAll("`|\\./everstore ", ""), options(row.get(1)));
            }
        }
        documented.remove(CHAOS);
        Map<String, Set<String>> actual = new TreeMap<>();
        commands.forEach((name, command) -> actual.put(name, options(command)));
        assertThat(documented).isEqualTo(actual);
    }

    private static Set<String> options(String cell) {
        return Page.codeSpans(cell).stream()
                .filter(code -> OPTION.matcher(code).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean has(CommandLine command, String option) {
        return command.getCommandSpec().optionsMap().containsKey(option);
    }

    private static Stream<CommandLine> withSubcommands(CommandLine command) {
        return Stream.concat(Stream.of(command), command.getSubcommands().values().stream());
    }

    /** Without the help that every command has, and what is hidden. */
    private static Set<String> options(CommandLine command) {
        return withSubcommands(command)
                .flatMap(c -> c.getCommandSpec().options().stream())
                .filter(option -> !option.hidden() && !option.usageHelp() && !option.versionHelp())
                .map(OptionSpec::longestName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
