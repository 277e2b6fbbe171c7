package io.everstore.gateway.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;

/**
 * Asks every instance at intervals whether it wants requests, each from a virtual thread of its
 * own, so that one that hangs does not delay the checks of the others. The first checks are spread
 * over the interval.
 */
final class HealthChecks implements SmartLifecycle {

    private final List<Instances> services;
    private final Duration interval;
    private final Function<Instance, CheckResult> check;
    private final List<Thread> threads = new ArrayList<>();

    HealthChecks(
            List<Instances> services, Duration interval, Function<Instance, CheckResult> check) {
        this.services = services;
        this.interval = interval;
        this.check = check;
    }

    @Override
    public synchronized void start() {
        long total = services.stream().mapToLong(service -> service.members().size()).sum();
        for (Instances service : services) {
            for (Instance instance : service.members()) {
                Duration delay = interval.multipliedBy(threads.size()).dividedBy(total);
                threads.add(
                        Thread.ofVirtual()
                                .name("check-" + service.service() + "-" + instance)
                                .start(() -> watch(service, instance, delay)));
            }
        }
    }

    private void watch(Instances service, Instance instance, Duration delay) {
        try {
            Thread.sleep(delay);
            while (!Thread.currentThread().isInterrupted()) {
                service.checked(instance, check.apply(instance));
                Thread.sleep(interval);
            }
        } catch (InterruptedException _) {
            // Stopping.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void stop() {
        threads.forEach(Thread::interrupt);
        threads.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }
}
