package io.everstore.chaos.run;

import io.everstore.chaos.experiment.Probe;
import io.everstore.chaos.experiment.Quantity;
import io.everstore.chaos.targets.Target;
import io.everstore.chaos.workload.Figures;
import io.everstore.chaos.workload.History;
import io.everstore.chaos.workload.Request;
import io.everstore.local.audit.Databases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Whether the shop does what it does on a good day. */
record SteadyState(Map<Probe, Double> tolerances, Target target, History history) {

    private static final String LAG =
            "select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn)), 0) from pg_stat_replication";
    private static final String OUTBOX_AGE =
            "select coalesce(extract(epoch from now() - min(created_at)) * 1000, 0) from outbox";

    /** Looks at the customers of a time, and at the shop as it is now. */
    Map<Probe, Double> look(Instant from, Instant to) {
        List<Request> requests = history.between(from, to);
        Map<Probe, Double> seen = new EnumMap<>(Probe.class);
        tolerances.keySet().forEach(probe -> seen.put(probe, value(probe, requests)));
        return seen;
    }

    private double value(Probe probe, List<Request> requests) {
        try {
            return switch (probe) {
                case SUCCESS -> requests.isEmpty() ? 0 : Figures.of(requests).success();
                case READ_P99 -> p99(requests.stream().filter(r -> !r.isWrite()).toList());
                case WRITE_P99 -> p99(requests.stream().filter(Request::isWrite).toList());
                case NODES_DOWN -> target.nodes().stream().filter(n -> !n.isUp()).count();
                case WRITABLE_DATABASES -> writable();
                case REPLICATION_LAG -> target.databases().number("postgres", LAG);
                case OUTBOX_AGE ->
                        Math.max(
                                target.databases().number("orders", OUTBOX_AGE),
                                target.databases().number("catalog", OUTBOX_AGE));
            };
        } catch (Databases.Away e) {
            return Double.NaN;
        }
    }

    private static double p99(List<Request> requests) {
        return Figures.of(requests).p99();
    }

    private double writable() {
        return target.nodes().stream()
                .filter(n -> n.tier().equals("postgres") && "primary".equals(n.role()))
                .count();
    }

    /** What is out of its tolerance; nothing in the steady state. */
    List<String> deviations(Map<Probe, Double> seen) {
        List<String> deviations = new ArrayList<>();
        seen.forEach(
                (probe, value) -> {
                    double tolerance = tolerances.getOrDefault(probe, Double.NaN);
                    if (!probe.holds(value, tolerance)) {
                        deviations.add(
                                "%s is %s, tolerated is %s"
                                        .formatted(
                                                probe,
                                                Quantity.text(value, probe.unit()),
                                                Quantity.text(tolerance, probe.unit())));
                    }
                });
        return deviations;
    }
}
