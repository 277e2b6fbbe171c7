package io.everstore.local.transport;

import com.sun.net.httpserver.HttpServer;
import io.everstore.local.certificates.NodeFiles;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Over TLS to servers of a cluster, through ports of this machine. Whoever made the way has said
 * whom it leads to, and no certificate has this machine's name in it; so databases and Redis are
 * judged by their authority and their dates alone. Brokers are called by their own names.
 *
 * @param link with what this process shows, and whom it believes
 */
record Forwarded(Tls link) implements Transport {

    @Override
    public boolean isTls() {
        return true;
    }

    /** The nodes are started elsewhere. */
    @Override
    public Optional<NodeFiles> files(String node) {
        return Optional.empty();
    }

    @Override
    public Transport as(String node) {
        return this;
    }

    @Override
    public HttpClient.Builder httpClient() {
        return link.httpClient();
    }

    @Override
    public void prepare(HttpURLConnection connection) {
        link.prepare(connection);
    }

    /**
     * Not for those who only call.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public HttpServer listen(InetSocketAddress address, int backlog) {
        throw new UnsupportedOperationException("nobody is served here for a cluster");
    }

    @Override
    public Socket connect(int port, Duration limit) throws IOException {
        return link.connect(port, limit, null);
    }

    @Override
    public Map<String, String> database() {
        return Map.of("sslmode", "verify-ca", "sslrootcert", link.own().authority().toString());
    }

    @Override
    public Map<String, Object> kafka(String brokers, Map<String, ?> own) {
        return link.kafka(brokers, own);
    }
}
