package io.everstore.local.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.regex.Pattern;

/** A connection on which anything can be said, and from which anything can be read. */
final class Line implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("Content-length: (\\d+)\r\n");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;

    Line(int port) throws IOException {
        this(port, PATIENCE);
    }

    /**
     * @param patience how long to wait for a byte
     */
    Line(int port, Duration patience) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) patience.toMillis());
    }

    Line say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** Up to the end of the head; empty if the connection was closed instead. */
    String head() throws IOException {
        return until("\r\n\r\n");
    }

    /** Up to this text; empty if the connection was closed instead. */
    String until(String end) throws IOException {
        var said = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            said.append((char) c);
            if (said.indexOf(end, said.length() - end.length()) >= 0) {
                return said.toString();
            }
        }
        return "";
    }

    /** Head and body, if it says how long that is; leaves the connection open. */
    String answer() throws IOException {
        String head = head();
        var length = LENGTH.matcher(head);
        return length.find() ? head + read(Integer.parseInt(length.group(1))) : head;
    }

    private String read(int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
    }

    /** Until the connection is closed. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** Leaves without a good-bye: whoever writes to it from now on fails at once. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
