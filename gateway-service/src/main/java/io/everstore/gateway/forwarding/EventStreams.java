package io.everstore.gateway.forwarding;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * The requests that are answered with server-sent events, not more of them than this gateway can
 * bear. They end as soon as it stops, before the web server begins to wait for requests that are
 * under way: a stream would be one for a minute, and its client only has to connect again.
 */
public final class EventStreams implements SmartLifecycle {

    private static final String EXPECTED = EventStreams.class.getName();

    private final int atMost;
    private final Set<HttpUriRequestBase> open = new HashSet<>();
    private boolean running;

    EventStreams(int atMost) {
        this.atMost = atMost;
    }

    /** For a route: the answer to this request may be a stream of events. */
    public static ServerRequest expect(ServerRequest request) {
        MvcUtils.putAttribute(request, EXPECTED, true);
        return request;
    }

    static boolean areExpected(ServerRequest request) {
        return MvcUtils.getAttribute(request, EXPECTED) != null;
    }

    /** Whether the request may be sent; if so, {@link #end} has to follow. */
    synchronized boolean begin(HttpUriRequestBase request) {
        return running && open.size() < atMost && open.add(request);
    }

    synchronized void end(HttpUriRequestBase request) {
        open.remove(request);
    }

    synchronized int count() {
        return open.size();
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        // Cancelling wakes the thread that reads, and that one ends the client's answer.
        List.copyOf(open).forEach(HttpUriRequestBase::cancel);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
