package io.everstore.gateway.forwarding;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.springframework.util.unit.DataSize;

/** A request got no complete answer from the one instance it was sent to. */
public final class ForwardingFailed extends RuntimeException {

    private final Fault fault;

    private ForwardingFailed(Fault fault, String message, IOException cause) {
        super(message, cause);
        this.fault = fault;
    }

    static ForwardingFailed because(IOException cause, boolean outOfTime, URI target) {
        Fault fault = outOfTime ? Fault.TIMED_OUT : classify(cause);
        return new ForwardingFailed(fault, fault + " at " + target.getAuthority(), cause);
    }

    static ForwardingFailed oversized(DataSize limit, URI target) {
        String message = "answer of more than " + limit + " from " + target;
        return new ForwardingFailed(Fault.OVERSIZED, message, new IOException(message));
    }

    public Fault fault() {
        return fault;
    }

    /** The order matters: a connect timeout is also a socket timeout, and both are IOExceptions. */
    private static Fault classify(IOException cause) {
        return switch (cause) {
            case ConnectionRequestTimeoutException _ -> Fault.CROWDED;
            case ConnectTimeoutException _,
                    ConnectException _,
                    NoRouteToHostException _,
                    UnknownHostException _,
                    // Whoever it is, it is not the instance we meant; it has got nothing from us.
                    SSLHandshakeException _,
                    SSLPeerUnverifiedException _ ->
                    Fault.UNREACHABLE;
            case SocketTimeoutException _ -> Fault.TIMED_OUT;
            default -> Fault.LOST;
        };
    }
}
