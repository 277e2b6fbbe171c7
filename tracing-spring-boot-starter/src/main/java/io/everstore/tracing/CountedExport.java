package io.everstore.tracing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the collector took and what it did not. Says once that it takes nothing, and once
 * that it does again; a span that was not taken is not sent a second time.
 */
final class CountedExport implements SpanExporter {

    private static final Logger log = LoggerFactory.getLogger(CountedExport.class);

    private final SpanExporter collector;
    private final AtomicInteger waiting;
    private final Counter delivered;
    private final Counter lost;
    private final AtomicBoolean isFailing = new AtomicBoolean();

    CountedExport(SpanExporter collector, AtomicInteger waiting, MeterRegistry meters) {
        this.collector = collector;
        this.waiting = waiting;
        this.delivered = counter(meters, "delivered");
        this.lost = counter(meters, "lost");
    }

    static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("everstore.tracing.spans")
                .description(
                        "Recorded spans: delivered, lost on the way to the collector, or dropped because too many waited")
                .tag("outcome", outcome)
                .register(meters);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int number = spans.size(); // The collection is used again.
        CompletableResultCode result = collector.export(spans);
        return result.whenComplete(() -> completed(number, result));
    }

    private void completed(int number, CompletableResultCode result) {
        waiting.addAndGet(-number);
        if (result.isSuccess()) {
            delivered.increment(number);
            if (isFailing.getAndSet(false)) {
                log.info("The collector takes traces again");
            }
        } else {
            lost.increment(number);
            if (!isFailing.getAndSet(true)) {
                log.warn(
                        "The collector takes no traces; they are lost until it does: {}",
                        String.valueOf(result.getFailureThrowable()));
            }
        }
    }

    @Override
    public CompletableResultCode flush() {
        return collector.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return collector.shutdown();
    }
}
