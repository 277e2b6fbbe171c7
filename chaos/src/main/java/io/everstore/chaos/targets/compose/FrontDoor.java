package io.everstore.chaos.targets.compose;

import io.everstore.local.topology.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/**
 * Where customers go.
 *
 * @param isVirtual an address that moves from one load balancer to the other; if not, they know the
 *     first one alone
 */
record FrontDoor(URI address, boolean isVirtual) {

    /** How the containers of the load balancers learn it. */
    private static final String SETTING = "VIRTUAL_ADDRESS=";

    private static final int REACHED_MILLIS = 1000;

    /**
     * The virtual address if this machine has a way into the containers' network, as Linux does.
     */
    static FrontDoor find(Docker docker, Project project, String scheme) {
        return project.containers().stream()
                .filter(container -> container.tier().filter("lb"::equals).isPresent())
                .findFirst()
                .flatMap(container -> virtualAddress(docker, container))
                .filter(FrontDoor::isReached)
                .map(host -> new FrontDoor(at(scheme, host), true))
                .orElseGet(() -> new FrontDoor(at(scheme, "localhost"), false));
    }

    private static Optional<String> virtualAddress(Docker docker, Container container) {
        String format = "{{range .Config.Env}}{{println .}}{{end}}";
        return docker.run("inspect", "--format", format, container.id())
                .lines()
                .filter(line -> line.startsWith(SETTING))
                .map(line -> line.substring(SETTING.length()))
                .findFirst();
    }

    private static boolean isReached(String host) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Topology.EDGE_PORT), REACHED_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static URI at(String scheme, String host) {
        return URI.create("%s://%s:%d".formatted(scheme, host, Topology.EDGE_PORT));
    }
}
