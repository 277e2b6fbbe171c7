package io.everstore.catalog.replica;

import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * The database as all code sees it: the primary, always and for everything, but for what {@link
 * #onStandby} runs. So one query serves both, and nobody reaches a standby by accident.
 */
final class StandbyRouting extends AbstractRoutingDataSource {

    private static final ScopedValue<Boolean> ON_STANDBY = ScopedValue.newInstance();

    StandbyRouting(DataSource primary, DataSource standby) {
        setDefaultTargetDataSource(primary);
        setTargetDataSources(Map.of(true, standby));
    }

    /** Runs a query that takes its connection, on this thread, from a standby. */
    static <T> T onStandby(Supplier<T> query) {
        return ScopedValue.where(ON_STANDBY, true).call(query::get);
    }

    @Override
    protected Object determineCurrentLookupKey() {
        return ON_STANDBY.orElse(false);
    }
}
