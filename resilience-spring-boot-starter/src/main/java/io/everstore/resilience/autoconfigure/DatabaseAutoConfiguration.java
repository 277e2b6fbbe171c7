package io.everstore.resilience.autoconfigure;

import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

/** What a service does while its database is away, or is not the one it was built for. */
@AutoConfiguration(
        // By name: a service without a database has neither class.
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
        })
public final class DatabaseAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataAccessException.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Answers {

        @Bean
        @ConditionalOnMissingBean
        DatabaseAdvice databaseAdvice() {
            return new DatabaseAdvice();
        }
    }

    /** Where the application migrates by itself, as tests do, there is nothing to check. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Flyway.class)
    @ConditionalOnSingleCandidate(DataSource.class)
    @ConditionalOnMissingBean(Flyway.class)
    static class Schema {

        private static final Duration RETRY_INTERVAL = Duration.ofSeconds(3);

        @Bean
        @ConditionalOnMissingBean
        SchemaValidation schemaValidation(DataSource dataSource) {
            return new SchemaValidation(dataSource, RETRY_INTERVAL, () -> System.exit(1));
        }
    }
}
