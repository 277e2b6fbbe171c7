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
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Over TLS to servers of a cluster, through ports of this machine. Whoever made the way has said
 * whom it leads to, and no certificate has this machine's name in it; so databases and Redis are
 * judged by their authority and their dates alone. Brokers are called by their own names.
 *
 * @param own what this process shows, and whom it believes
 * @param context of these files, as they were
 */
record Forwarded(NodeFiles own, SSLContext context) implements Transport {

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
        return HttpClient.newBuilder().sslContext(context);
    }

    @Override
    public void prepare(HttpURLConnection connection) {
        if (connection instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(context.getSocketFactory());
        }
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
        Socket plain = Transport.plain().connect(port, limit);
        try {
            var socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(
                                            plain,
                                            plain.getInetAddress().getHostAddress(),
                                            port,
                                            true);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> database() {
        return Map.of("sslmode", "verify-ca", "sslrootcert", own.authority().toString());
    }

    @Override
    public Map<String, Object> kafka(String brokers, Map<String, ?> own) {
        return Tls.kafka(brokers, own, this.own);
    }
}
