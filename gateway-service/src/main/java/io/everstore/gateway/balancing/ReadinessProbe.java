package io.everstore.gateway.balancing;

import io.everstore.gateway.forwarding.UpstreamTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks {@code GET /readyz} over a connection of its own. A pooled connection would say less: an
 * instance that can no longer accept connections would look well, and when the pool is used up
 * every instance would look dead.
 */
final class ReadinessProbe {

    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    private final Duration timeout;
    private final SSLSocketFactory tls;

    /**
     * Waits no longer than this.
     *
     * @param timeout for the connect, and again for the first bytes of the answer
     */
    ReadinessProbe(Duration timeout, UpstreamTls tls) {
        this.timeout = timeout;
        this.tls = tls.context().getSocketFactory();
    }

    CheckResult check(Instance instance) {
        URI base = instance.base();
        int millis = Math.toIntExact(timeout.toMillis());
        try (var plain = new Socket()) {
            plain.setSoTimeout(millis);
            plain.connect(new InetSocketAddress(base.getHost(), base.getPort()), millis);
            Socket socket = base.getScheme().equals("https") ? secured(plain, base) : plain;
            socket.getOutputStream().write(request(base));
            // The status is all that matters, and the first packet has it.
            var statusLine =
                    new String(
                            socket.getInputStream().readNBytes(STATUS_LINE),
                            StandardCharsets.US_ASCII);
            return statusLine.endsWith(" 200") ? CheckResult.READY : CheckResult.NOT_READY;
        } catch (SocketTimeoutException _) {
            return CheckResult.MISSED;
        } catch (IOException _) {
            // Refused, reset, or a host that cannot be reached or resolved: nobody who could serve
            // a request.
            return CheckResult.REFUSED;
        }
    }

    /** With the same certificates as requests: an instance that is none of ours is not ready. */
    private Socket secured(Socket plain, URI base) throws IOException {
        var socket = (SSLSocket) tls.createSocket(plain, base.getHost(), base.getPort(), true);
        socket.setSSLParameters(UpstreamTls.comparingNames(socket.getSSLParameters()));
        return socket;
    }

    private static byte[] request(URI base) {
        return "GET /readyz HTTP/1.1\r\nHost: %s\r\nUser-Agent: everstore-gateway\r\nConnection: close\r\n\r\n"
                .formatted(base.getAuthority())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
