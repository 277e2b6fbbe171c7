package io.everstore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service instance that can fail in every way a real one can: it speaks HTTP/1.1 with keep-alive
 * over plain sockets, so a test decides about each byte and about how the connection ends.
 */
public final class BackEnd implements AutoCloseable {

    private static final String EVENTS =
            """
            HTTP/1.1 200 X\r
            Content-Type: text/event-stream;charset=UTF-8\r
            Transfer-Encoding: chunked\r
            Everstore-Served-By: %s\r
            \r
            """;

    private final String name;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile ServerSocket server;
    private volatile Function<Received, Reply> behaviour;

    public BackEnd(String name) {
        this.name = name;
        this.server = listen(0);
        this.port = server.getLocalPort();
        this.behaviour = this::wellBehaved;
        accept(server);
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    public String name() {
        return name;
    }

    /** All requests since the last {@link #reset}, readiness checks excluded. */
    public List<Received> received() {
        return received;
    }

    public int connections() {
        return connections.get();
    }

    public void behave(Function<Received, Reply> behaviour) {
        this.behaviour = behaviour;
    }

    /** Every request from now on gets this reply. */
    public void alwaysReply(Reply reply) {
        behave(_ -> reply);
    }

    /** As kill -9: nobody listens any more, and all connections are reset. */
    public void kill() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open.forEach(BackEnd::abort);
        open.clear();
    }

    /** Listens again on the same port, if it was killed, and behaves well. */
    public void reset() {
        behaviour = this::wellBehaved;
        received.clear();
        if (server.isClosed()) {
            // The old socket is only closed for good when the thread that accepts has noticed.
            await().ignoreExceptions().untilAsserted(() -> server = listen(port));
            accept(server);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Reply wellBehaved(Received request) {
        return new Reply.Whole(
                200, Map.of(), request.method() + " " + request.target() + " by " + name);
    }

    private static ServerSocket listen(int port) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                while (true) {
                                    Socket socket = listening.accept();
                                    open.add(socket);
                                    if (listening.isClosed()) {
                                        // A virtual thread may get one more after the close.
                                        abort(socket);
                                        return;
                                    }
                                    connections.incrementAndGet();
                                    Thread.ofVirtual().start(() -> serve(socket));
                                }
                            } catch (IOException _) {
                                // Killed.
                            }
                        });
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            Received request = read(in);
            while (request != null) {
                boolean isCheck = request.target().equals("/readyz");
                if (!isCheck) {
                    received.add(request);
                }
                Reply reply =
                        isCheck ? new Reply.Whole(200, Map.of(), "") : behaviour.apply(request);
                write(reply, request, socket);
                request = read(in);
            }
        } catch (IOException | InterruptedException _) {
            // The other side has left, or the connection was aborted on purpose.
        } finally {
            open.remove(socket);
        }
    }

    private void write(Reply reply, Received request, Socket socket)
            throws IOException, InterruptedException {
        switch (reply) {
            case Reply.Whole whole -> socket.getOutputStream().write(bytes(whole, request));
            case Reply.Half half -> {
                byte[] all = bytes(half.of(), request);
                socket.getOutputStream().write(all, 0, all.length - 4);
                abort(socket);
            }
            case Reply.Reset _ -> abort(socket);
            case Reply.End _ -> socket.close();
            case Reply.Silence _ -> new CountDownLatch(1).await();
            case Reply.Events events -> {
                socket.getOutputStream().write(EVENTS.formatted(name).getBytes(UTF_8));
                events.opened().incrementAndGet();
                try {
                    writeChunks(events.texts(), socket);
                } finally {
                    events.opened().decrementAndGet();
                }
            }
            case Reply.Trickle trickle -> {
                for (byte each : bytes(trickle.of(), request)) {
                    socket.getOutputStream().write(each);
                    Thread.sleep(trickle.pauseMillis());
                }
            }
        }
    }

    private static void writeChunks(BlockingQueue<String> texts, Socket socket)
            throws IOException, InterruptedException {
        String text;
        do {
            text = texts.take();
            String chunk = Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
            socket.getOutputStream().write(chunk.getBytes(UTF_8));
        } while (!text.isEmpty());
    }

    private byte[] bytes(Reply.Whole reply, Received request) {
        var text =
                new StringBuilder(
                        "HTTP/1.1 "
                                + reply.status()
                                + " X\r\nEverstore-Served-By: "
                                + name
                                + "\r\n");
        reply.headers().forEach((key, value) -> text.append(key + ": " + value + "\r\n"));
        byte[] body = reply.body().getBytes(UTF_8);
        boolean bodiless = reply.status() == 304 || reply.status() == 204;
        text.append(bodiless ? "" : "Content-Length: " + body.length + "\r\n").append("\r\n");
        if (!bodiless && !request.method().equals("HEAD")) {
            text.append(reply.body());
        }
        return text.toString().getBytes(UTF_8);
    }

    /** SO_LINGER 0 makes the close a reset, as when the kernel cleans up after a killed process. */
    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // Already gone.
        }
    }

    private static @Nullable Received read(InputStream in) throws IOException {
        String start = line(in);
        if (start.isEmpty()) {
            return null;
        }
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] header = line.split(":", 2);
            headers.computeIfAbsent(header[0].toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(header[1].strip());
        }
        int length =
                Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
        byte[] body = in.readNBytes(length);
        String[] parts = start.split(" ", 3);
        return new Received(parts[0], parts[1], headers, new String(body, UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** A request as it came over the wire; header names in lower case. */
    public record Received(
            String method, String target, Map<String, List<String>> headers, String body) {

        public @Nullable String header(String name) {
            return headers.containsKey(name) ? headers.get(name).getFirst() : null;
        }
    }

    /** What an instance can do with a request. */
    public sealed interface Reply {

        record Whole(int status, Map<String, String> headers, String body) implements Reply {
            public static Whole status(int status) {
                return new Whole(status, Map.of(), "");
            }
        }

        /** All but the last four bytes, then a reset. */
        record Half(Whole of) implements Reply {}

        record Reset() implements Reply {}

        /** Closes in an orderly way without having answered. */
        record End() implements Reply {}

        /** As a stopped process: the kernel has taken the request, nobody reads it. */
        record Silence() implements Reply {}

        /**
         * A stream of server-sent events; an empty text ends it.
         *
         * @param opened how many such streams are open
         */
        record Events(BlockingQueue<String> texts, AtomicInteger opened) implements Reply {
            public Events() {
                this(new LinkedBlockingQueue<>(), new AtomicInteger());
            }
        }

        record Trickle(Whole of, long pauseMillis) implements Reply {}
    }
}
