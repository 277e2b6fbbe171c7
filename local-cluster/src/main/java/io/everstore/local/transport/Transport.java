package io.everstore.local.transport;

import com.sun.net.httpserver.HttpServer;
import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.Topology;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the processes of one shop speak to each other: in the clear, or over TLS with certificates of
 * a local authority. Whoever opens a connection or a port, and whoever starts a node, asks it; so
 * it is decided once, at {@code ./everstore up}, and nobody can forget a hop.
 *
 * <p>Over TLS a server has to be of the authority, to have the name by which it was called, and to
 * be in date.
 */
public sealed interface Transport permits Plain, Tls, Forwarded {

    /** Everything in the clear. */
    static Transport plain() {
        return new Plain();
    }

    /**
     * What the shop of this home speaks, as it was told at its start. If none was started it is
     * that in containers, once its operator's files are here; without them, plain.
     */
    static Transport of(Home home) {
        if (Remembered.isThere(home)) {
            return Remembered.isTls(home) ? Tls.of(home) : plain();
        }
        var containers = new NodeFiles(home.composeCertificates());
        return Files.exists(containers.both()) ? as(containers) : plain();
    }

    /**
     * Over TLS with nodes that are started elsewhere, as a client with these files.
     *
     * @throws IllegalArgumentException if they are not what they should be
     */
    static Transport as(NodeFiles own) {
        return Tls.of(own);
    }

    /**
     * For addresses that somebody names: over TLS if there is something to show, else in the clear.
     *
     * @param environment with the directory of {@code tls.pem} and {@code ca.crt} in {@code
     *     EVERSTORE_CERTIFICATES}, as in containers
     */
    static Transport elsewhere(Map<String, String> environment) {
        String directory = environment.get("EVERSTORE_CERTIFICATES");
        return directory == null ? plain() : as(new NodeFiles(Path.of(directory)));
    }

    /** What a shop that is being started is to speak. Makes the certificates that are missing. */
    static Transport begin(Home home, boolean isTls) {
        Transport transport = isTls ? Tls.of(home) : plain();
        Remembered.remember(home, isTls);
        return transport;
    }

    /** The shop of this home does not run any more. */
    static void end(Home home) {
        Remembered.forget(home);
    }

    /**
     * Over TLS with servers of a cluster that are reached through ports of this machine.
     *
     * @param own what this process shows, and whom it believes
     * @throws IllegalArgumentException if the files are not what they should be
     */
    static Transport forwarded(NodeFiles own) {
        return new Forwarded(Tls.of(own));
    }

    boolean isTls();

    /** http or https. */
    default String scheme() {
        return isTls() ? "https" : "http";
    }

    /** Where customers of the local shop go. */
    default URI shop() {
        return URI.create("%s://localhost:%d".formatted(scheme(), Topology.EDGE_PORT));
    }

    /**
     * What a node is to show and to believe; empty if it is to speak in the clear. Renews what ends
     * soon, so it is asked at each start of the node.
     */
    Optional<NodeFiles> files(String node);

    /** The same for a part of this process that is a node of its own, and shows its certificate. */
    Transport as(String node);

    /** The beginning of a client of nodes. */
    HttpClient.Builder httpClient();

    /** Makes a single connection to a node what it should be, before it is opened. */
    void prepare(HttpURLConnection connection);

    /**
     * Opens a port, for callers with or without a certificate.
     *
     * @param backlog callers who may wait; more are refused
     */
    HttpServer listen(InetSocketAddress address, int backlog) throws IOException;

    /**
     * Connects to a port of this machine.
     *
     * @param limit for the connection, for the handshake and then for each answer
     */
    Socket connect(int port, Duration limit) throws IOException;

    /** Properties of the PostgreSQL driver. */
    Map<String, String> database();

    /**
     * Settings of a client of Kafka.
     *
     * @param brokers host:port of some, joined by commas
     * @param own what this client wants besides
     */
    Map<String, Object> kafka(String brokers, Map<String, ?> own);
}
