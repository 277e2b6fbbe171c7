package io.everstore.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.experiment.Experiments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The short scripts run experiments that exist. */
class ScriptsTests {

    /**
     * What runs any experiment, and what breaks containers for its own purpose: nobody's short
     * form.
     */
    private static final Set<String> NO_SHORT_FORM = Set.of("run", "alerts");

    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Pattern CALL = Pattern.compile("/run\" ([a-z0-9-]+) \"\\$@\"");

    @Test
    void nameExperimentsThatExist() throws IOException {
        List<String> known = new Experiments(HERE.resolve("experiments")).names();
        for (Path script : scripts()) {
            Matcher call = CALL.matcher(Files.readString(script));
            assertThat(script).isExecutable();
            if (!NO_SHORT_FORM.contains(script.getFileName().toString())) {
                assertThat(call.find()).as("%s calls run", script).isTrue();
                assertThat(known).contains(call.group(1));
            }
        }
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(HERE)) {
            List<Path> scripts =
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().contains("."))
                            .toList();
            assertThat(scripts).hasSizeGreaterThan(5);
            return scripts;
        }
    }
}
