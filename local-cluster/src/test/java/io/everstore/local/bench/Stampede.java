package io.everstore.local.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Everybody wants the same thing at the same moment. */
final class Stampede {

    static final int VISITORS = 500;

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Client client = new Client();

    /** Sends all requests at once. */
    List<Sample> on(String path) {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sample>> views =
                    IntStream.range(0, VISITORS)
                            .mapToObj(_ -> visitors.submit(() -> view(start, path)))
                            .toList();
            start.countDown();
            return views.stream().map(Stampede::result).toList();
        }
    }

    private Sample view(CountDownLatch start, String path) throws InterruptedException {
        start.await();
        long planned = System.nanoTime();
        return Sample.of("stampede", planned, client.get(path, LIMIT));
    }

    private static Sample result(Future<Sample> view) {
        try {
            return view.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
