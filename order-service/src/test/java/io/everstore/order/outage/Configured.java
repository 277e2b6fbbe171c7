package io.everstore.order.outage;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** How the service connects to its database: application.yml, whole or with one setting removed. */
final class Configured {

    private static final String HIKARI = "spring.datasource.hikari.";
    private static final String OPTIONS = HIKARI + "data-source-properties.options";

    private final StandardEnvironment environment = new StandardEnvironment();

    private Configured(Map<String, Object> settings) {
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
    }

    static Configured asItIs(String hosts) {
        Map<String, Object> settings = settings();
        settings.put("POSTGRES_HOSTS", hosts);
        return new Configured(settings);
    }

    /**
     * @param setting of the pool, a parameter of the URL, or one of the session
     */
    static Configured without(String setting, String hosts) {
        Map<String, Object> settings = settings();
        settings.put("POSTGRES_HOSTS", hosts);
        Map<String, Object> before = Map.copyOf(settings);
        settings.remove(HIKARI + setting);
        settings.computeIfPresent(
                "spring.datasource.url",
                (_, url) -> url.toString().replaceAll("(?<=[?&])" + setting + "=[^&]*&?", ""));
        settings.computeIfPresent(
                OPTIONS,
                (_, options) -> options.toString().replaceAll("-c " + setting + "=\\S+", ""));
        if (settings.equals(before)) {
            throw new IllegalArgumentException("there is no setting " + setting);
        }
        return new Configured(settings);
    }

    HikariConfig pool() {
        HikariConfig pool =
                Binder.get(environment)
                        .bind("spring.datasource.hikari", Bindable.ofInstance(new HikariConfig()))
                        .get();
        pool.setJdbcUrl(environment.getRequiredProperty("spring.datasource.url"));
        pool.setUsername("order_app");
        pool.setPassword("app");
        pool.setMaximumPoolSize(1);
        return pool;
    }

    /** A connection without the pool. */
    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", "order_app");
        properties.put("password", "app");
        properties.put("options", environment.getRequiredProperty(OPTIONS));
        return DriverManager.getConnection(
                environment.getRequiredProperty("spring.datasource.url"), properties);
    }

    private static Map<String, Object> settings() {
        Map<String, Object> all = new HashMap<>();
        try {
            for (var source :
                    new YamlPropertySourceLoader()
                            .load("application", new ClassPathResource("application.yml"))) {
                for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
                    all.put(name, source.getProperty(name).toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
