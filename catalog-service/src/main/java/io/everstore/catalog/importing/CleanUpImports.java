package io.everstore.catalog.importing;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Drops what imports leave behind, in steps small enough to disturb nobody. */
@Component
class CleanUpImports {

    private static final Logger log = LoggerFactory.getLogger(CleanUpImports.class);

    /** About 20 ms of work, far below the time-out of a statement. */
    private static final int STEP_ROWS = 10_000;

    private final AtomicBoolean working = new AtomicBoolean();
    private final JdbcClient jdbc;
    private final ImportSettings settings;
    private final Clock clock;

    CleanUpImports(JdbcClient jdbc, ImportSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Aborts imports that nobody came back for. */
    void abortAbandonedImports() {
        jdbc.sql(
                        """
                        update import_job set state = 'ABORTED', finished_at = :now
                        where id in (select id from import_job
                                     where state = 'OPEN' and opened_at < :limit
                                     for update skip locked)
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .param("limit", Timestamp.from(clock.instant().minus(settings.abandonedAfter())))
                .update();
    }

    /**
     * Deletes staged rows that nobody needs any more; what it does not manage is left for later.
     */
    void removeRowsOfClosedImports() {
        if (!working.compareAndSet(false, true)) {
            return;
        }
        try {
            int removed;
            do {
                removed = removeSome();
            } while (removed == STEP_ROWS);
        } catch (DataAccessException e) {
            log.warn("Staged rows of closed imports are left for the next clean-up", e);
        } finally {
            working.set(false);
        }
    }

    private int removeSome() {
        return jdbc.sql(
                        """
                        delete from import_row where ctid = any(array(
                            select r.ctid from import_row r
                            where r.import_id in (
                                select id from import_job where state <> 'OPEN')
                            limit :step))
                        """)
                .param("step", STEP_ROWS)
                .update();
    }
}
