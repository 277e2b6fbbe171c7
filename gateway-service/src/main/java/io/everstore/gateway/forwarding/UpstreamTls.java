package io.everstore.gateway.forwarding;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * How we talk to instances: in the clear, or over TLS with a certificate of our own. The name in
 * theirs is compared with the one that they are called by, or the address, by everything that uses
 * this, the health checks included, or one of them would be the way in for an impostor. A
 * certificate that is renewed on disk is used for the next connection.
 */
public final class UpstreamTls {

    private volatile @Nullable SSLContext context;

    /**
     * By which name an address was found. Addresses of instances that are gone stay: a request may
     * be on its way there, and a network has only so many.
     */
    private final Map<String, String> names = new ConcurrentHashMap<>();

    private UpstreamTls(@Nullable SSLContext context) {
        this.context = context;
    }

    /** In the clear, for hops that do not leave the machine. */
    public static UpstreamTls off() {
        return new UpstreamTls(null);
    }

    static UpstreamTls with(String bundle, SslBundles bundles) {
        var tls = new UpstreamTls(bundles.getBundle(bundle).createSslContext());
        bundles.addBundleUpdateHandler(bundle, renewed -> tls.context = renewed.createSslContext());
        return tls;
    }

    /**
     * With the scheme that says how it is called.
     *
     * @param address as {@code catalog-1:8201}
     */
    public URI at(String address) {
        return URI.create((context == null ? "http://" : "https://") + address);
    }

    /**
     * The same for one of the addresses that the DNS has for a name. Its certificate is to have the
     * name, as that of any server which is called by one; whoever answers the DNS does not matter.
     *
     * @param address as {@code 10.1.2.3:8200}
     * @param name as {@code catalog}
     */
    public URI at(String address, String name) {
        names.put(address, name);
        return at(address);
    }

    /**
     * What to speak through to an instance.
     *
     * @param connected to it
     * @throws IOException if it is not the instance that was meant, or does not believe us
     */
    public Socket through(Socket connected, URI instance) throws IOException {
        SSLContext current = context;
        if (current == null) {
            return connected;
        }
        var secured =
                (SSLSocket)
                        current.getSocketFactory()
                                .createSocket(
                                        connected,
                                        name(instance.getHost(), instance.getPort()),
                                        instance.getPort(),
                                        true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return secured;
    }

    /** For connections that are kept; null if they are in the clear. */
    @Nullable TlsSocketStrategy strategy() {
        return context == null
                ? null
                : (socket, host, port, attachment, request) ->
                        new DefaultClientTlsStrategy(Objects.requireNonNull(context))
                                .upgrade(socket, name(host, port), port, attachment, request);
    }

    private String name(String host, int port) {
        // An address with colons has brackets in a URI, and none where a socket is opened.
        String address = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return names.getOrDefault(address + ":" + port, host);
    }
}
