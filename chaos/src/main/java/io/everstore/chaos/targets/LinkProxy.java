package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands before a node, on a port of its own, and passes every connection on. What is wrong with
 * the link applies to all connections, also to those that are open already.
 */
final class LinkProxy implements AutoCloseable {

    private static final int BACKLOG = 512;

    private final NodeSpec node;
    private final int port;
    private final Map<String, String> rewrites;
    private final ServerSocket listener;
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Optional<Disturbance>> disturbance =
            new AtomicReference<>(Optional.empty());

    /**
     * Listens from now on.
     *
     * @param offset its port is that of the node and this
     * @param rewrites what is replaced in what the node says, by something of the same length
     */
    LinkProxy(NodeSpec node, int offset, Map<String, String> rewrites) {
        this.node = node;
        this.port = node.port() + offset;
        this.rewrites = rewrites;
        try {
            listener = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the proxy before %s cannot listen on port %d".formatted(node.name(), port), e);
        }
        Thread.ofPlatform().name("proxy-" + node.name()).daemon().start(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> relay(client));
            } catch (IOException e) {
                // Closed, or one connection that came to nothing: its client will try again.
            }
        }
    }

    private void relay(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), node.port());
            Relay relay = new Relay(client, server, disturbance::get, rewrites);
            relays.add(relay);
            relay.run();
            relays.remove(relay);
        } catch (IOException e) {
            Relay.reset(client); // nobody listens there, which is what the client is to learn
        }
    }

    void disturb(Disturbance how) {
        disturbance.set(Optional.of(how));
    }

    void heal() {
        boolean wasSilent =
                disturbance.getAndSet(Optional.empty()).filter(LinkProxy::loses).isPresent();
        if (wasSilent) {
            // What was lost does not come back: such a connection is of no use any more.
            relays.forEach(Relay::close);
        }
    }

    private static boolean loses(Disturbance how) {
        return how instanceof Disturbance.BlackHole || how instanceof Disturbance.OneWay;
    }

    boolean isFor(Tier tier) {
        return node.tier() == tier;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    String port() {
        return Integer.toString(port);
    }

    String realPort() {
        return Integer.toString(node.port());
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        relays.forEach(Relay::close);
    }
}
