package io.everstore.local.transport;

import com.sun.net.httpserver.HttpServer;
import io.everstore.local.certificates.NodeFiles;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** In the clear. */
record Plain() implements Transport {

    @Override
    public boolean isTls() {
        return false;
    }

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
        return HttpClient.newBuilder();
    }

    /** It is. */
    @Override
    public void prepare(HttpURLConnection connection) {}

    @Override
    public HttpServer listen(InetSocketAddress address, int backlog) throws IOException {
        return HttpServer.create(address, backlog);
    }

    @Override
    public Socket connect(int port, Duration limit) throws IOException {
        int millis = Math.toIntExact(limit.toMillis());
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
            socket.setSoTimeout(millis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> database() {
        return Map.of();
    }

    @Override
    public Map<String, Object> kafka(String brokers, Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.put("bootstrap.servers", brokers);
        return settings;
    }
}
