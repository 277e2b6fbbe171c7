package io.everstore.local.console;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * The browsers that look on, by server-sent events. While there are none, the console asks nothing
 * of the shop.
 */
final class Audience {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A browser that is further behind is cut off; it comes back by itself, and gets it all. */
    private static final int MOST_BEHIND = 500;

    /** Finds out that a browser has gone; well below what proxies cut. */
    private static final long HEARTBEAT_SECONDS = 5;

    private final Set<BlockingQueue<byte[]>> watchers = ConcurrentHashMap.newKeySet();

    /** One server-sent event. */
    record Message(String type, Object data) {

        private byte[] bytes() {
            return "event: %s\ndata: %s\n\n"
                    .formatted(type, JSON.writeValueAsString(data))
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    boolean isWatching() {
        return !watchers.isEmpty();
    }

    void tell(String type, Object data) {
        if (isWatching()) {
            byte[] bytes = new Message(type, data).bytes();
            watchers.removeIf(watcher -> !watcher.offer(bytes));
        }
    }

    /** Serves one browser until it leaves; it begins with what happened so far. */
    void serve(HttpExchange exchange, List<Message> past) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, 0);
        BlockingQueue<byte[]> watcher = new LinkedBlockingQueue<>(MOST_BEHIND);
        watchers.add(watcher);
        try (OutputStream out = exchange.getResponseBody()) {
            for (Message message : past) {
                out.write(message.bytes());
            }
            while (watchers.contains(watcher)) {
                out.flush();
                byte[] next = watcher.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                out.write(next == null ? ":\n\n".getBytes(StandardCharsets.UTF_8) : next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watchers.remove(watcher);
        }
    }
}
