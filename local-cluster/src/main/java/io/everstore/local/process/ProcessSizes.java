package io.everstore.local.process;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Memory of processes with everything below them. To look at it reads every process of the machine,
 * which takes longer than all else that is asked of a node; so who asks often is told what was seen
 * some seconds ago, and does not wait.
 */
final class ProcessSizes {

    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Older than this is of no use, and measured anew while the caller waits. */
    private static final Duration USABLE = Duration.ofSeconds(30);

    private static final Map<Long, Size> sizes = new ConcurrentHashMap<>();

    private ProcessSizes() {}

    private record Size(long mebibytes, long nanos, boolean isBeingRenewed) {

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - nanos < age.toNanos();
        }
    }

    static long of(ProcessHandle process) {
        Size known = sizes.get(process.pid());
        if (known == null || !known.isYoungerThan(USABLE)) {
            sizes.values().removeIf(size -> !size.isYoungerThan(USABLE));
            return measure(process);
        }
        if (!known.isYoungerThan(FRESH) && !known.isBeingRenewed()) {
            Size old = new Size(known.mebibytes(), known.nanos(), true);
            if (sizes.replace(process.pid(), known, old)) {
                Thread.ofVirtual().name("size-" + process.pid()).start(() -> measure(process));
            }
        }
        return known.mebibytes();
    }

    private static long measure(ProcessHandle process) {
        long mebibytes =
                Stream.concat(Stream.of(process), process.descendants())
                        .mapToLong(p -> Proc.residentMiB(p.pid()))
                        .sum();
        sizes.put(process.pid(), new Size(mebibytes, System.nanoTime(), false));
        return mebibytes;
    }
}
