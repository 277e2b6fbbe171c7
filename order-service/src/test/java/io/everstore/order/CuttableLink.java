package io.everstore.order;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A TCP relay between the service and its PostgreSQL that breaks on command, to the byte. The
 * driver must spell its statements out ({@code prepareThreshold=0}), so that a COMMIT can be seen.
 */
public final class CuttableLink implements AutoCloseable {

    private enum Cut {
        NEVER,
        BEFORE_COMMIT,
        AFTER_COMMIT,
        HOLD_BEFORE_COMMIT,
        HOLD_AFTER_COMMIT
    }

    private final ServerSocket listener;
    private final int databasePort;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NEVER);
    private final Set<Socket> unheard = ConcurrentHashMap.newKeySet();
    private volatile boolean away;
    private volatile boolean silent;
    private volatile boolean frozen;

    public CuttableLink(int databasePort) throws IOException {
        this.databasePort = databasePort;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The next placement's COMMIT does not reach the database; the connection breaks instead. */
    public void cutBeforeNextCommit() {
        cut.set(Cut.BEFORE_COMMIT);
    }

    /** The next placement's COMMIT is done by the database, but its answer never comes back. */
    public void cutAfterNextCommit() {
        cut.set(Cut.AFTER_COMMIT);
    }

    /** The next placement's COMMIT is kept on the way until the link heals; nothing breaks. */
    public void holdBeforeNextCommit() {
        cut.set(Cut.HOLD_BEFORE_COMMIT);
    }

    /** The next placement's COMMIT is done, and its answer kept on the way until the link heals. */
    public void holdAfterNextCommit() {
        cut.set(Cut.HOLD_AFTER_COMMIT);
    }

    public boolean wasCut() {
        return cut.get() == Cut.NEVER;
    }

    /** Every connection breaks, and so does every new one. */
    public void goAway() {
        away = true;
        pairs.forEach(Pair::close);
    }

    /** New connections are made, and nothing is ever heard on them. */
    public void ignoreNew() {
        silent = true;
    }

    /** Every connection breaks, and new ones are ignored. */
    public void goSilent() {
        ignoreNew();
        pairs.forEach(Pair::close);
    }

    /** Nothing gets through in either direction, and nothing breaks: a stopped process. */
    public void freeze() {
        frozen = true;
    }

    public void heal() {
        cut.set(Cut.NEVER);
        away = false;
        silent = false;
        frozen = false;
        pairs.forEach(Pair::release);
        unheard.forEach(CuttableLink::close);
        unheard.clear();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is closed, which is all that was wanted.
        }
    }

    @Override
    public void close() {
        heal();
        pairs.forEach(Pair::close);
    }

    private void acceptAll() {
        while (true) {
            try {
                Socket client = listener.accept();
                if (away) {
                    client.close();
                } else if (silent) {
                    unheard.add(client);
                } else {
                    Pair pair =
                            new Pair(client, new Socket(listener.getInetAddress(), databasePort));
                    pairs.add(pair);
                    if (away || silent) {
                        // Since this connection was begun, and too early for it to be found.
                        pair.close();
                    }
                    pair.start();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Pair {

        private final Socket client;
        private final Socket database;
        private boolean placing;
        private volatile boolean swallowAnswer;
        private volatile boolean holdQuestions;
        private volatile boolean holdAnswers;

        Pair(Socket client, Socket database) {
            this.client = client;
            this.database = database;
        }

        void start() {
            Thread.ofVirtual().start(() -> pump(client, database, true));
            Thread.ofVirtual().start(() -> pump(database, client, false));
        }

        private void pump(Socket from, Socket to, boolean upstream) {
            byte[] buffer = new byte[64 * 1024];
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    boolean goOn = upstream ? mayGoUp(Arrays.copyOf(buffer, n)) : !swallowAnswer;
                    awaitThaw(upstream);
                    if (!goOn) {
                        break;
                    }
                    out.write(buffer, 0, n);
                    out.flush();
                }
            } catch (IOException _) {
                // The other direction was cut.
            } finally {
                close();
            }
        }

        private boolean mayGoUp(byte[] bytes) {
            String text = new String(bytes, ISO_8859_1);
            placing |= text.contains("idempotency_key");
            if (!text.contains("COMMIT") || !placing) {
                return true;
            }
            placing = false;
            Cut now = cut.getAndSet(Cut.NEVER);
            swallowAnswer = now == Cut.AFTER_COMMIT;
            holdQuestions = now == Cut.HOLD_BEFORE_COMMIT;
            holdAnswers = now == Cut.HOLD_AFTER_COMMIT;
            return now != Cut.BEFORE_COMMIT;
        }

        private void release() {
            holdQuestions = false;
            holdAnswers = false;
        }

        private void awaitThaw(boolean upstream) {
            while (frozen || (upstream ? holdQuestions : holdAnswers)) {
                try {
                    Thread.sleep(5);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        void close() {
            pairs.remove(this);
            CuttableLink.close(client);
            CuttableLink.close(database);
        }
    }
}
