package io.everstore.catalog.replica;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Two pools, of which everybody sees one data source: transactions, the outbox, and the check of
 * the schema are on the primary.
 */
@Configuration(proxyBeanMethods = false)
class Databases {

    /** As Boot would make it. */
    @Bean(defaultCandidate = false)
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource primaryPool(DataSourceProperties properties) {
        HikariDataSource pool =
                properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
        pool.setPoolName("primary");
        return pool;
    }

    @Bean(defaultCandidate = false)
    HikariDataSource standbyPool(DataSourceProperties properties, StandbySettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("standby");
        config.setJdbcUrl(settings.url());
        config.setUsername(properties.getUsername());
        config.setPassword(properties.getPassword());
        config.setMaximumPoolSize(settings.connections());
        // Should it reach the primary after all, it still cannot write.
        config.setReadOnly(true);
        config.addDataSourceProperty("readOnlyMode", "always");
        config.setConnectionTimeout(Math.max(250, settings.deadline().toMillis()));
        config.setValidationTimeout(250);
        // Idle until the day it is needed: dead connections must be found before that.
        config.setKeepaliveTime(TimeUnit.SECONDS.toMillis(30));
        // Spreads over the standbys again after a failover.
        config.setMaxLifetime(TimeUnit.MINUTES.toMillis(2));
        // The service starts while all standbys are away.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Bean
    DataSource dataSource(
            @Qualifier("primaryPool") HikariDataSource primary,
            @Qualifier("standbyPool") HikariDataSource standby) {
        return new StandbyRouting(primary, standby);
    }
}
