package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Disturbance.WrongAnswer.Kind;
import io.everstore.local.probe.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What a broken upstream says over HTTP. */
final class WrongAnswers {

    private static final Duration BETWEEN = Duration.ofMillis(20);

    private WrongAnswers() {}

    /** Returns when all is said; an endless answer ends when nobody listens any more. */
    static void write(Kind kind, OutputStream to) throws IOException {
        switch (kind) {
            case STATUS_500 -> send(to, "500 Internal Server Error", "text/plain", "out of order");
            case GARBAGE -> send(to, "200 OK", "application/json", "{\"sku\": \"A\u0000%&");
            case WRONG_SCHEMA -> send(to, "200 OK", "application/json", "{\"hello\":[1,2,3]}");
            case ENDLESS -> endless(to);
        }
    }

    private static void send(OutputStream to, String status, String type, String body)
            throws IOException {
        to.write(
                "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                        .formatted(status, type, body.getBytes(StandardCharsets.UTF_8).length, body)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void endless(OutputStream to) throws IOException {
        to.write(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.UTF_8));
        byte[] chunk = ("400\r\n" + " ".repeat(1024) + "\r\n").getBytes(StandardCharsets.UTF_8);
        do {
            to.write(chunk);
        } while (Await.pause(BETWEEN));
    }
}
