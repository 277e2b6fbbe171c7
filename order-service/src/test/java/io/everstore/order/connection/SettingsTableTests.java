package io.everstore.order.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.order.ApplicationYml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table in docs/connection-settings.md has all settings, with the values that are shipped. */
class SettingsTableTests {

    private static final Path TABLE = Path.of("../docs/connection-settings.md");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| `([^`]+)`");
    private static final Pattern PARAMETER = Pattern.compile("[?&](\\w+)=([^&]+)");
    private static final Pattern OPTION = Pattern.compile("-c (\\w+)=(\\S+)");

    /** Names for people, which change nothing. */
    private static final Set<String> NAMES = Set.of("ApplicationName", "pool-name");

    @Test
    void listsWhatIsShipped() throws IOException {
        Map<String, String> shipped = new TreeMap<>();
        put(shipped, PARAMETER, ApplicationYml.text("spring.datasource.url"));
        ApplicationYml.below("spring.datasource.hikari")
                .forEach((name, value) -> shipped.put(name, value.toString()));
        put(shipped, OPTION, shipped.getOrDefault("data-source-properties.options", ""));
        shipped.remove("data-source-properties.options");
        shipped.keySet().removeAll(NAMES);
        Map<String, String> listed = new TreeMap<>();

        put(listed, ROW, Files.readString(TABLE));

        assertThat(listed).isEqualTo(shipped);
    }

    private static void put(Map<String, String> settings, Pattern pattern, String text) {
        pattern.matcher(text)
                .results()
                .forEach(found -> settings.put(found.group(1), found.group(2)));
    }
}
