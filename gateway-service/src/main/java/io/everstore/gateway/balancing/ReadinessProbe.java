package io.everstore.gateway.balancing;

import io.everstore.gateway.forwarding.UpstreamTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks {@code GET /readyz} over a connection of its own. A pooled connection would say less: an
 * instance that can no longer accept connections would look well, and when the pool is used up
 * every instance would look dead.
 */
final class ReadinessProbe {

    private static final int STATUS_LINE = "HTTP/1.1 200".length();

    private final Duration timeout;
    private final UpstreamTls tls;

    /**
     * Waits no longer than this.
     *
     * @param timeout for the connect, and again for the first bytes of the answer
     */
    ReadinessProbe(Duration timeout, UpstreamTls tls) {
        this.timeout = timeout;
        this.tls = tls;
    }

    CheckResult check(Instance instance) {
        URI base = instance.base();
        int millis = Math.toIntExact(timeout.toMillis());
        try (var plain = new Socket()) {
            plain.setSoTimeout(millis);
            plain.connect(new InetSocketAddress(base.getHost(), base.getPort()), millis);
            Socket socket = tls.through(plain, base);
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

    private static byte[] request(URI base) {
        return "GET /readyz HTTP/1.1\r\nHost: %s\r\nUser-Agent: everstore-gateway\r\nConnection: close\r\n\r\n"
                .formatted(base.getAuthority())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
