package io.everstore.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** The settings that the service is shipped with, which most tests change. */
public final class ApplicationYml {

    private static final StandardEnvironment SETTINGS = read();

    private ApplicationYml() {}

    public static String text(String setting) {
        return SETTINGS.getRequiredProperty(setting);
    }

    /** Written as "2s". */
    public static Duration time(String setting) {
        return SETTINGS.getRequiredProperty(setting, Duration.class);
    }

    /** Written as a number of milliseconds. */
    public static Duration millis(String setting) {
        return Duration.ofMillis(SETTINGS.getRequiredProperty(setting, Long.class));
    }

    /** All settings below this one, by the rest of their names. */
    public static Map<String, Object> below(String setting) {
        Map<String, Object> found = new TreeMap<>();
        for (PropertySource<?> source : SETTINGS.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> file) {
                Stream.of(file.getPropertyNames())
                        .filter(name -> name.startsWith(setting + "."))
                        .forEach(
                                name ->
                                        found.put(
                                                name.substring(setting.length() + 1), text(name)));
            }
        }
        return found;
    }

    /** A number within a setting, such as a parameter of a URL. */
    public static long number(String setting, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text(setting));
        assertThat(matcher.find()).as(pattern + " in " + setting).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    /** As it is shipped, for an instance of the tests: {@code name=value}. */
    public static String shipped(String setting) {
        return setting + "=" + text(setting);
    }

    private static StandardEnvironment read() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setConversionService(new ApplicationConversionService());
        try {
            new YamlPropertySourceLoader()
                    .load("application", new ClassPathResource("application.yml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (IOException e) {
            throw new IllegalStateException("application.yml is not readable", e);
        }
        return environment;
    }
}
