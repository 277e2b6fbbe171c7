package io.everstore.local.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The durable record of what a client sent and what became of it, JSON Lines such as {@link
 * Attempt}. Lines are forced to disk in groups, at most every 10 ms, so that many share one fsync.
 */
public final class Ledger implements AutoCloseable {

    private static final long GROUP_MILLIS = 10;
    private static final JsonMapper JSON = new JsonMapper();

    private record Entry(@Nullable String line, CompletableFuture<Boolean> onDisk) {}

    private final @Nullable FileChannel file;
    private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final Thread writer =
            Thread.ofPlatform().name("ledger").daemon().unstarted(this::write);

    private Ledger(@Nullable FileChannel file) {
        this.file = file;
    }

    /**
     * Opens the file at its end, creating it if need be.
     *
     * @param path null for a ledger that forgets
     */
    public static Ledger open(@Nullable Path path) throws IOException {
        if (path == null) {
            return new Ledger(null);
        }
        var ledger =
                new Ledger(
                        FileChannel.open(
                                path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        ledger.writer.start();
        return ledger;
    }

    /** Adds a line that will be on disk a little later, before any line that is added after it. */
    public CompletableFuture<Boolean> append(Record line) {
        return file == null
                ? CompletableFuture.completedFuture(true)
                : enqueue(JSON.writeValueAsString(line) + "\n");
    }

    /**
     * Adds a line and returns when it is on disk.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    void appendDurably(Attempt attempt) {
        await(append(attempt));
    }

    private CompletableFuture<Boolean> enqueue(@Nullable String line) {
        var entry = new Entry(line, new CompletableFuture<>());
        queue.add(entry);
        return entry.onDisk();
    }

    /**
     * Waits until a line is on disk.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void await(CompletableFuture<Boolean> written) {
        try {
            written.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof IOException io
                    ? new UncheckedIOException(io)
                    : failure;
        }
    }

    private void write() {
        var group = new ArrayList<Entry>();
        var ending = false;
        while (!ending) {
            try {
                group.add(queue.take());
                Thread.sleep(GROUP_MILLIS);
            } catch (InterruptedException _) {
                // Nobody has a reason to interrupt the writer; what is queued is still written.
            }
            queue.drainTo(group);
            ending = group.stream().anyMatch(entry -> entry.line() == null);
            writeGroup(group);
            group.clear();
        }
    }

    private void writeGroup(List<Entry> group) {
        var text = new StringBuilder();
        group.stream().map(Entry::line).filter(line -> line != null).forEach(text::append);
        try {
            var channel = file;
            var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (channel != null && bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (channel != null) {
                channel.force(false);
            }
            group.forEach(entry -> entry.onDisk().complete(true));
        } catch (IOException failure) {
            group.forEach(entry -> entry.onDisk().completeExceptionally(failure));
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            await(enqueue(null));
            file.close();
        }
    }
}
