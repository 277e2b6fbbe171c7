package io.everstore.gateway.forwarding;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events on their way from an instance to a client, passed on as they come. */
final class EventStream implements UpstreamAnswer.Body {

    private static final Logger log = LoggerFactory.getLogger(EventStream.class);

    /** An event has less than 1 KiB; a longer one comes in pieces. */
    private static final int BUFFER = 4096;

    private final HttpUriRequestBase request;
    private final ClassicHttpResponse upstream;
    private final EventStreams streams;

    EventStream(HttpUriRequestBase request, ClassicHttpResponse upstream, EventStreams streams) {
        this.request = request;
        this.upstream = upstream;
        this.streams = streams;
    }

    @Override
    public void writeTo(HttpServletResponse response) throws IOException {
        try {
            InputStream events = upstream.getEntity().getContent();
            OutputStream client = response.getOutputStream();
            response.flushBuffer();
            byte[] buffer = new byte[BUFFER];
            for (int read = read(events, buffer); read >= 0; read = read(events, buffer)) {
                client.write(buffer, 0, read);
                client.flush();
            }
        } finally {
            close();
        }
    }

    /**
     * An instance that dies, falls silent or stops ends the stream like one that is done: the
     * client comes back either way, and sees the present status first.
     */
    private static int read(InputStream events, byte[] buffer) {
        try {
            return events.read(buffer);
        } catch (IOException e) {
            log.debug("A stream of events ends: {}", e.toString());
            return -1;
        }
    }

    private void close() {
        // Without this, closing would read on to the end of the stream.
        request.cancel();
        try {
            upstream.close();
        } catch (IOException e) {
            log.debug("A stream of events was not closed: {}", e.toString());
        } finally {
            streams.end(request);
        }
    }
}
