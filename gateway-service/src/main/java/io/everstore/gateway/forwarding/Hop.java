package io.everstore.gateway.forwarding;

import java.net.URI;
import java.time.Duration;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * What the balancing decided for one try: where to, with which body and for how long. It travels as
 * a request attribute, because the gateway's handler between the two passes only the request on.
 */
public final class Hop {

    private static final String ATTRIBUTE = Hop.class.getName();

    private final URI target;
    private final byte[] body;
    private final Duration timeout;

    /**
     * One hop.
     *
     * @param target scheme, host and port of the instance
     * @param body the complete request body, empty if there is none; kept so that it can be sent
     *     twice
     * @param timeout from now until the answer has to be complete (or to exceed the buffer)
     */
    public Hop(URI target, byte[] body, Duration timeout) {
        this.target = target;
        this.body = body;
        this.timeout = timeout;
    }

    /** Makes this the next hop of the request. */
    public void assignTo(ServerRequest request) {
        MvcUtils.putAttribute(request, ATTRIBUTE, this);
        request.attributes().put(MvcUtils.GATEWAY_REQUEST_URL_ATTR, target);
    }

    static Hop of(ServerRequest request) {
        Hop hop = MvcUtils.getAttribute(request, ATTRIBUTE);
        if (hop == null) {
            throw new IllegalStateException(
                    "no hop for " + request.path() + ": its route is not balanced");
        }
        return hop;
    }

    byte[] body() {
        return body;
    }

    Duration timeout() {
        return timeout;
    }
}
