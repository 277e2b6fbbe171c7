package io.everstore.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands ended spans over to a thread that sends them, and never waits: what comes when too many
 * have not arrived yet is dropped, and counted in {@code everstore.tracing.spans}.
 *
 * <p>Of {@link BatchSpanProcessor} it is known only to its own meters what it drops, and what is on
 * its way is not counted with what waits. Its queue is as long as all that is let in here, so it
 * never drops any.
 */
final class BoundedExport implements SpanProcessor {

    private static final int LARGEST_BATCH = 512;

    private final SpanProcessor batches;
    private final AtomicInteger waiting;
    private final int mostWaiting;
    private final Counter dropped;

    private BoundedExport(
            SpanProcessor batches, AtomicInteger waiting, int mostWaiting, Counter dropped) {
        this.batches = batches;
        this.waiting = waiting;
        this.mostWaiting = mostWaiting;
        this.dropped = dropped;
    }

    static BoundedExport to(
            SpanExporter collector, TracingSettings settings, MeterRegistry meters) {
        var waiting = new AtomicInteger();
        var counted = new CountedExport(collector, waiting, meters);
        var batches =
                BatchSpanProcessor.builder(counted)
                        .setMaxQueueSize(settings.mostWaiting())
                        .setMaxExportBatchSize(Math.min(LARGEST_BATCH, settings.mostWaiting()))
                        .setScheduleDelay(settings.pause())
                        .setExporterTimeout(settings.timeout())
                        .build();
        Counter dropped = CountedExport.counter(meters, "dropped");
        return new BoundedExport(batches, waiting, settings.mostWaiting(), dropped);
    }

    @Override
    public void onEnd(ReadableSpan span) {
        if (!span.getSpanContext().isSampled()) {
            return;
        }
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            dropped.increment();
        } else {
            batches.onEnd(span);
        }
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public CompletableResultCode shutdown() {
        return batches.shutdown();
    }

    @Override
    public CompletableResultCode forceFlush() {
        return batches.forceFlush();
    }
}
