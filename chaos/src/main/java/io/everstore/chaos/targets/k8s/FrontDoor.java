package io.everstore.chaos.targets.k8s;

import io.everstore.local.control.CommandFailed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where customers go: to the Gateway in front of the shop, unless they are told otherwise. */
final class FrontDoor {

    private static final ResourceDefinitionContext GATEWAYS =
            Cluster.kind("gateway.networking.k8s.io", "v1", "Gateway", "gateways");

    private static final String NAME = "everstore";
    private static final int REACHED_MILLIS = 1000;

    private FrontDoor() {}

    /**
     * One that takes connections from here.
     *
     * @throws CommandFailed with what to do if it does not
     */
    static URI find(Cluster cluster, @Nullable URI told) {
        URI door = told == null ? address(cluster) : told;
        int port =
                door.getPort() > 0 ? door.getPort() : "https".equals(door.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(door.getHost(), port), REACHED_MILLIS);
            return door;
        } catch (IOException | IllegalArgumentException e) {
            throw unreachable("nobody answers at " + door);
        }
    }

    private static URI address(Cluster cluster) {
        GenericKubernetesResource gateway = cluster.custom(GATEWAYS).withName(NAME).get();
        List<Map<String, String>> addresses =
                gateway == null ? null : gateway.get("status", "addresses");
        if (addresses == null || addresses.isEmpty()) {
            throw unreachable("the Gateway %s has no address".formatted(NAME));
        }
        return URI.create("http://" + addresses.getFirst().get("value"));
    }

    private static CommandFailed unreachable(String why) {
        return Cluster.notReady(
                "Customers do not reach the shop (%s); forward a port to its Gateway as docs/kubernetes.md says, and name it: --url http://localhost:8080"
                        .formatted(why));
    }
}
