package io.everstore.deployment.monitoring;

import io.everstore.deployment.Checkout;
import java.util.List;

/** The panels of docker/grafana/dashboards. */
final class Dashboard {

    static final String DASHBOARDS = "docker/grafana/dashboards";

    /**
     * What a panel asks Prometheus.
     *
     * @param panel dashboard and title
     */
    record Query(String panel, String expression) {}

    private Dashboard() {}

    static List<Query> queries() {
        return Checkout.files(DASHBOARDS).stream()
                .map(Tree::of)
                .flatMap(
                        dashboard ->
                                dashboard.list("panels").stream()
                                        .flatMap(panel -> queries(dashboard, panel).stream()))
                .toList();
    }

    private static List<Query> queries(Tree dashboard, Tree panel) {
        String name = dashboard.text("uid") + ": " + panel.text("title");
        return panel.list("targets").stream()
                .map(target -> new Query(name, target.text("expr")))
                .toList();
    }
}
