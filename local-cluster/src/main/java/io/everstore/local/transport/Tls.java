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

/**
 * Over TLS.
 *
 * @param own what this process shows, or a part of it
 * @param context of these files, as they were
 */
record Tls(Certificates certificates, NodeFiles own, SSLContext context) implements Transport {

    /** Who the launcher, the commands and the chaos runner are. */
    private static final String OPERATOR = "everstore";

    /** As all nodes are called; see {@code NodeSpec}. */
    private static final String HOST = "127.0.0.1";

    static Tls of(Home home) {
        var certificates = new Certificates(home.certificates(), InstantSource.system());
        return of(certificates, OPERATOR);
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
        return Optional.of(certificates.of(node));
    }

    @Override
    public Transport as(String node) {
        return of(certificates, node);
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
        Socket plain = Transport.plain().connect(port, limit);
        try {
            var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, HOST, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
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

    @Override
    public Map<String, Object> kafka(String brokers, Map<String, ?> own) {
        return kafka(brokers, own, this.own);
    }

    /** Brokers are called by names that they have in their certificates, wherever they are. */
    static Map<String, Object> kafka(String brokers, Map<String, ?> own, NodeFiles files) {
        Map<String, Object> settings = new HashMap<>(Transport.plain().kafka(brokers, own));
        settings.put("security.protocol", "SSL");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", files.both().toString());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", files.authority().toString());
        return settings;
    }
}
