package io.everstore.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The most memory that this JVM and its PostgreSQL had while it watched, looking once a second. The
 * processes' is their proportional share, as the kernel counts it.
 */
final class PeakMemory implements AutoCloseable {

    private static final int MIB = 1 << 20;

    private final ProcessHandle server;
    private final Thread watcher = Thread.ofVirtual().unstarted(this::look);
    private volatile long heap;
    private volatile long jvm;
    private volatile long postgres;

    private PeakMemory(ProcessHandle server) {
        this.server = server;
    }

    /**
     * Begins to watch.
     *
     * @param backend process id of any connection's server process
     */
    static PeakMemory watch(long backend) {
        ProcessHandle server =
                ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
        PeakMemory memory = new PeakMemory(server);
        memory.watcher.start();
        return memory;
    }

    /** Cells of a table: heap after a collection, the JVM, PostgreSQL, in MiB. */
    String figures() {
        return "%d | %d | %d".formatted(heap / MIB, jvm / MIB, postgres / MIB);
    }

    private void look() {
        try {
            while (true) {
                heap = Math.max(heap, heapAfterCollection());
                jvm = Math.max(jvm, share(ProcessHandle.current()));
                long ofBackends = server.descendants().mapToLong(PeakMemory::share).sum();
                postgres = Math.max(postgres, share(server) + ofBackends);
                Thread.sleep(1000);
            }
        } catch (InterruptedException _) {
            // That was all.
        }
    }

    private static long heapAfterCollection() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(PeakMemory::isKnown)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
    }

    private static boolean isKnown(@Nullable MemoryUsage usage) {
        return usage != null;
    }

    private static long share(ProcessHandle process) {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            // It has ended meanwhile, or this is not Linux.
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        watcher.interrupt();
        watcher.join();
    }
}
