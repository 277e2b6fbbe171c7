package io.everstore.order.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.everstore.order.history.OrderView;
import io.everstore.order.history.OwnOrders;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * The status of one order as server-sent events: the present one at once, then each change. Blocks
 * its (virtual) thread for as long as the stream lasts, which keeps this readable from top to
 * bottom.
 */
@RestController
class LiveStatusController {

    private static final Logger log = LoggerFactory.getLogger(LiveStatusController.class);

    private final StatusStreams streams;
    private final OwnOrders own;
    private final JsonMapper json;
    private final LiveSettings settings;
    private final LongSupplier nanoTime;

    LiveStatusController(
            StatusStreams streams,
            OwnOrders own,
            JsonMapper json,
            LiveSettings settings,
            LongSupplier nanoTime) {
        this.streams = streams;
        this.own = own;
        this.json = json;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    @GetMapping(path = "/api/orders/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void follow(
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
            Principal customer,
            HttpMethod method,
            HttpServletResponse response)
            throws InterruptedException {
        UUID order = OwnOrders.id(id);
        // Opened before the order is read, so that no change can fall between the two.
        try (StatusStream stream = streams.open(customer.getName(), order)) {
            OrderView now = own.find(customer.getName(), order);
            if (now.status().isSettled() && now.status().name().equals(lastSeen)) {
                // To an EventSource that comes back this says: there is no more, stop asking.
                response.setStatus(HttpStatus.NO_CONTENT.value());
                return;
            }
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            if (method.equals(HttpMethod.GET)) {
                write(stream, now, response);
            }
        } catch (IOException e) {
            log.debug("The watcher of order {} has left: {}", order, e.toString());
        }
    }

    private void write(StatusStream stream, OrderView first, HttpServletResponse response)
            throws IOException, InterruptedException {
        long end = nanoTime.getAsLong() + settings.lifetime().toNanos();
        OrderView shown = first;
        send("retry: 1000\n" + event(shown), response);
        while (!shown.status().isSettled() && !stream.hasEnded()) {
            Duration left = Duration.ofNanos(end - nanoTime.getAsLong());
            if (!left.isPositive()) {
                return;
            }
            Duration wait = left.compareTo(settings.heartbeat()) < 0 ? left : settings.heartbeat();
            OrderView next = stream.after(shown, wait);
            send(next.status() == shown.status() ? ": still here\n\n" : event(next), response);
            shown = next;
        }
    }

    /** An order has each status once at most, so the status serves as the event's id. */
    private String event(OrderView order) {
        return "id: %s\nevent: status\ndata: %s\n\n"
                .formatted(order.status(), json.writeValueAsString(order));
    }

    private static void send(String text, HttpServletResponse response) throws IOException {
        response.getOutputStream().write(text.getBytes(UTF_8));
        response.flushBuffer();
    }
}
