package io.everstore.gateway.forwarding;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a service that wants certificates, is always ready and answers with its own name.
 */
final class SecuredInstance implements AutoCloseable {

    private final String name;
    private final HttpsServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile @Nullable String caller;

    private SecuredInstance(String name, HttpsServer server) {
        this.name = name;
        this.server = server;
    }

    static SecuredInstance start(String name, SSLContext tls) throws IOException {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(tls) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters both = getSSLContext().getDefaultSSLParameters();
                        both.setNeedClientAuth(true);
                        parameters.setSSLParameters(both);
                    }
                });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var instance = new SecuredInstance(name, server);
        server.createContext("/", instance::answer);
        server.start();
        return instance;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.incrementAndGet();
            caller = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
            byte[] body = name.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Health checks included. */
    int requests() {
        return requests.get();
    }

    /** As the certificate of the last request says. */
    @Nullable String caller() {
        return caller;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
