package io.everstore.order;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

/** The standbys that commits wait for; the test's server has none, so naming one stops them all. */
public final class Standbys {

    private Standbys() {}

    /** Returns when commits wait for a standby that is away. */
    public static void goAway() {
        set("a_standby_that_is_away");
        await().atMost(20, SECONDS)
                .until(
                        () -> {
                            // The server takes a new configuration over when it gets round to it.
                            Thread.ofVirtual().start(Standbys::writeSomething);
                            return waiting("select count(*) from pg_stat_activity") > 0;
                        });
    }

    /** Commits wait for nobody. */
    public static void areNotNeeded() {
        set("");
    }

    /** How many sessions of the service wait for one. */
    public static int waitsOfTheService() {
        return waiting(
                "select count(*) from pg_stat_activity", " and application_name = 'order-test'");
    }

    /** Cancels the service's waits, as an administrator might; returns how many there were. */
    public static int cancelWaits() {
        return waiting(
                "select count(pg_cancel_backend(pid)) from pg_stat_activity",
                " and application_name = 'order-test'");
    }

    private static int waiting(String select, String... and) {
        return Backends.database()
                .sql(
                        select
                                + " where datname = 'orders' and wait_event = 'SyncRep'"
                                + String.join("", and))
                .query(Integer.class)
                .single();
    }

    private static void set(String names) {
        var database = Backends.database();
        database.sql("alter system set synchronous_standby_names = '" + names + "'").update();
        database.sql("select pg_reload_conf()").query().listOfRows();
    }

    private static void writeSomething() {
        Backends.database()
                .sql("insert into inbox (consumer, event_id) values ('probe', gen_random_uuid())")
                .update();
    }
}
