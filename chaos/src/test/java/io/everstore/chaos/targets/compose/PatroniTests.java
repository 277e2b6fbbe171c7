package io.everstore.chaos.targets.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What Patroni 4 answers to GET /patroni. */
class PatroniTests {

    private static final String PRIMARY =
            """
            {"state": "running", "postmaster_start_time": "2026-11-22 05:15:58", "role": "primary", "server_version": 180000, "xlog": {"location": 83886080}, "timeline": 1, "replication": [{"usename": "replicator", "application_name": "pg-2", "state": "streaming", "sync_state": "quorum"}], "dcs_last_seen": 1795324600}""";

    @Test
    void tellsTheRoleOfWhoRuns() {
        assertThat(Patroni.roleIn(PRIMARY)).contains("primary");
        assertThat(Patroni.roleIn(PRIMARY.replace("\"primary\"", "\"replica\"")))
                .contains("standby");
    }

    @Test
    void knowsNoRoleOfWhoStarts() {
        assertThat(Patroni.roleIn(PRIMARY.replace("\"running\"", "\"starting\""))).isEmpty();
        assertThat(Patroni.roleIn("<html>")).isEmpty();
    }
}
