package io.everstore.local.transport;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.everstore.local.certificates.Certificates;
import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.topology.Home;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Over TLS.
 *
 * @param certificates of the nodes that this process starts; null if they are started elsewhere
 * @param own what this process shows, or a part of it
 * @param context of these files, as they were
 */
record Tls(@Nullable Certificates certificates, NodeFiles own, SSLContext context)
        implements Transport {

    /** Who the launcher, the commands and the chaos runner are. */
    private static final String OPERATOR = "everstore";

    /** As all nodes are called; see {@code NodeSpec}. */
    private static final String HOST = "127.0.0.1";

    static Tls of(Home home) {
        var certificates = new Certificates(home.certificates(), InstantSource.system());
        return of(certificates, OPERATOR);
    }

    static Tls of(NodeFiles own) {
        return new Tls(null, own, own.context());
    }

    private static Tls of(Certificates certificates, String node) {
        NodeFiles own = certificates.of(node);
        return new Tls(certificates, own, own.context());
    }

    @Override
    public boolean isTls() {
        return true;
    }

    @Override
    public Optional<NodeFiles> files(String node) {
        return Optional.of(authority().of(node));
    }

    @Override
    public Transport as(String node) {
        return of(authority(), node);
    }

    private Certificates authority() {
        if (certificates == null) {
            throw new IllegalStateException(
                    "the authority that made %s is elsewhere".formatted(own.directory()));
        }
        return certificates;
    }

    /** It compares names by itself. */
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

    @Override
    public HttpServer listen(InetSocketAddress address, int backlog) throws IOException {
        HttpsServer server = HttpsServer.create(address, backlog);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    @Override
    public Socket connect(int port, Duration limit) throws IOException {
        return connect(port, limit, "HTTPS");
    }

    /**
     * The same, with a server that is called by its name or by another one.
     *
     * @param names by which rules its certificate has to have the name; null if it need not
     */
    Socket connect(int port, Duration limit, @Nullable String names) throws IOException {
        Socket plain = Transport.plain().connect(port, limit);
        try {
            var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(names);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> database() {
        return Map.of("sslmode", "verify-full", "sslrootcert", own.authority().toString());
    }

    /** Brokers are called by names that they have in their certificates, wherever they are. */
    @Override
    public Map<String, Object> kafka(String brokers, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(Transport.plain().kafka(brokers, own));
        settings.put("security.protocol", "SSL");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", this.own.both().toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", this.own.authority().toString());
        return settings;
    }
}
