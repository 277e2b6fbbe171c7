package io.everstore.order.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.everstore.order.ApplicationYml;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The pool that the service's application.yml describes, or what is left without a setting. */
final class ShippedPool {

    private static final String OPTIONS = "data-source-properties.options";

    private ShippedPool() {}

    /**
     * Opens it, as Boot does with the first connection.
     *
     * @param hosts in place of those of the file
     */
    static HikariDataSource to(String hosts) {
        return pool(url(hosts), ApplicationYml.below("spring.datasource.hikari"));
    }

    /**
     * Opens it without one setting.
     *
     * @param setting a parameter of the URL, one of HikariCP's, or an option of the session
     */
    static HikariDataSource without(String setting, String hosts) {
        String url = url(hosts).replaceAll("(?<=[?&])" + setting + "=[^&]*&?", "");
        Map<String, Object> settings = ApplicationYml.below("spring.datasource.hikari");
        settings.remove(setting);
        settings.computeIfPresent(
                OPTIONS, (_, all) -> all.toString().replaceAll("-c " + setting + "=\\S+ ?", ""));
        assertThat(url + settings)
                .as("application.yml has no " + setting + ", so this would show nothing")
                .isNotEqualTo(url(hosts) + ApplicationYml.below("spring.datasource.hikari"));
        return pool(url, settings);
    }

    private static String url(String hosts) {
        return ApplicationYml.text("spring.datasource.url")
                .replaceFirst("//[^/]+/", "//" + hosts + "/");
    }

    private static HikariDataSource pool(String url, Map<String, Object> settings) {
        HikariDataSource pool = new HikariDataSource();
        new Binder(new MapConfigurationPropertySource(settings))
                .bind("", Bindable.ofInstance(pool));
        pool.setJdbcUrl(url);
        pool.setUsername("order_app");
        pool.setPassword("app");
        return pool;
    }
}
