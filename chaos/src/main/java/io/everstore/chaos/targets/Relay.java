package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.local.probe.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** One connection through a proxy, in both directions. */
final class Relay {

    /** Most answers are one piece, which a delay then delays once. */
    private static final int PIECE = 64 * 1024;

    /** For the server to take what was sent before the end of the connection tells it to stop. */
    private static final Duration TAKEN = Duration.ofMillis(200);

    private final Socket client;
    private final Socket server;
    private final Supplier<Optional<Disturbance>> disturbance;
    private final Map<String, String> rewrites;

    Relay(
            Socket client,
            Socket server,
            Supplier<Optional<Disturbance>> disturbance,
            Map<String, String> rewrites) {
        this.client = client;
        this.server = server;
        this.disturbance = disturbance;
        this.rewrites = rewrites;
    }

    /** Returns when the connection is over. */
    void run() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Thread requests = Thread.ofVirtual().start(() -> pump(client, server, this::request));
        pump(server, client, this::answer);
        try {
            requests.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Passes a piece on, or does something else with it; false at the end. */
    private interface Step {
        boolean pass(byte[] piece, OutputStream to) throws IOException;
    }

    private void pump(Socket from, Socket to, Step step) {
        byte[] buffer = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!step.pass(Arrays.copyOf(buffer, n), out)) {
                    return;
                }
            }
        } catch (IOException e) {
            // One side is gone; the other one learns it below.
        }
        close();
    }

    private boolean request(byte[] piece, OutputStream to) throws IOException {
        switch (disturbance.get().orElse(null)) {
            case Disturbance.BlackHole _ -> {
                return true;
            }
            case Disturbance.ResetAfter(String text) when contains(piece, text) -> {
                to.write(piece);
                reset(client);
                Await.pause(TAKEN);
                server.close();
                return false;
            }
            case Disturbance.ForgetKeys _ -> to.write(forgotten(piece));
            case null, default -> to.write(piece);
        }
        return true;
    }

    private static final Pattern KEY =
            Pattern.compile("(?i)(?<=idempotency-key: [\\w-]{1,60})\\d{4}(?=\r\n)");

    /** Another number at the end of the key, of the same length. */
    private static byte[] forgotten(byte[] piece) {
        String text = new String(piece, StandardCharsets.ISO_8859_1);
        return KEY.matcher(text)
                .replaceAll(
                        _ -> Integer.toString(ThreadLocalRandom.current().nextInt(1000, 10_000)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean answer(byte[] piece, OutputStream to) throws IOException {
        switch (disturbance.get().orElse(null)) {
            case Disturbance.Latency(Duration delay, Duration jitter) -> {
                long spread = jitter.toMillis();
                long millis =
                        delay.toMillis()
                                + ThreadLocalRandom.current().nextLong(-spread, spread + 1);
                Await.pause(Duration.ofMillis(Math.max(0, millis)));
                to.write(rewritten(piece));
            }
            case Disturbance.Reset(double share)
                    when ThreadLocalRandom.current().nextDouble() < share -> {
                reset(client);
                server.close();
                return false;
            }
            case Disturbance.BlackHole _, Disturbance.OneWay _ -> {
                return true;
            }
            case Disturbance.WrongAnswer(var kind) -> {
                WrongAnswers.write(kind, to);
                close();
                return false;
            }
            case null, default -> to.write(rewritten(piece));
        }
        return true;
    }

    private static boolean contains(byte[] piece, String text) {
        return new String(piece, StandardCharsets.ISO_8859_1).contains(text);
    }

    private byte[] rewritten(byte[] piece) {
        if (rewrites.isEmpty()) {
            return piece;
        }
        String text = new String(piece, StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> rewrite : rewrites.entrySet()) {
            text = text.replace(rewrite.getKey(), rewrite.getValue());
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Ends a connection with RST: whatever was under way is lost, and the other side knows. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    void close() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is closed already.
            }
        }
    }
}
