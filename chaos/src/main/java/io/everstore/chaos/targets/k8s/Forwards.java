package io.everstore.chaos.targets.k8s;

import io.everstore.local.control.CommandFailed;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Ways from this machine to pods, through the API server, so that nothing of the cluster has to be
 * opened. A connection goes to whoever has the pod's name then, also after it was replaced.
 */
final class Forwards implements AutoCloseable {

    private final Cluster cluster;
    private final List<LocalPortForward> open = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Forwards(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Returns the port on loopback. */
    int open(String pod, int port) {
        return open(pod, port, InetAddress.getLoopbackAddress(), 0);
    }

    /**
     * For those who are told by the pods where the pods are: on the same port, by the same name.
     *
     * @param name that the pods use
     * @param at an address of loopback, of which there are many
     */
    void openAs(String name, String pod, int port, InetAddress at) {
        open(pod, port, at, port);
        PodNames.put(name, at);
        names.add(name);
    }

    private int open(String pod, int port, InetAddress at, int localPort) {
        try {
            LocalPortForward forward =
                    cluster.client()
                            .pods()
                            .inNamespace(cluster.namespace())
                            .withName(pod)
                            .portForward(port, at, localPort);
            open.add(forward);
            return forward.getLocalPort();
        } catch (IllegalStateException e) {
            throw new CommandFailed(
                    1,
                    "The way to %s needs %s:%d on this machine (%s); on macOS: sudo ifconfig lo0 alias %s"
                            .formatted(
                                    pod,
                                    at.getHostAddress(),
                                    localPort,
                                    String.valueOf(e.getCause()),
                                    at.getHostAddress()));
        }
    }

    @Override
    public void close() {
        names.forEach(PodNames::forget);
        for (LocalPortForward forward : open) {
            try {
                forward.close();
            } catch (IOException e) {
                // Whatever was to go through it has ended.
            }
        }
        open.clear();
    }
}
