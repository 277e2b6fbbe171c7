package io.everstore.gateway.balancing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;

/**
 * Asks every instance at intervals whether it wants requests, each from a virtual thread of its
 * own, so that one that hangs does not delay the checks of the others. The first checks are spread
 * over the interval. Where instances come and go, it looks at intervals who is there, and follows.
 */
final class HealthChecks implements SmartLifecycle {

    private final List<Instances> services;
    private final Duration interval;
    private final Function<Instance, CheckResult> check;
    private final Map<Instance, Watch> watches = new HashMap<>();
    private final List<Thread> lookUps = new ArrayList<>();
    private boolean isRunning;

    private record Watch(Instances service, Thread thread) {}

    HealthChecks(
            List<Instances> services, Duration interval, Function<Instance, CheckResult> check) {
        this.services = services;
        this.interval = interval;
        this.check = check;
    }

    @Override
    public synchronized void start() {
        isRunning = true;
        long total = services.stream().mapToLong(service -> service.members().size()).sum();
        for (Instances service : services) {
            for (Instance instance : service.members()) {
                Duration delay = interval.multipliedBy(watches.size()).dividedBy(total);
                watch(service, instance, delay);
            }
            if (service.isListed()) {
                String name = "look-up-" + service.service();
                lookUps.add(every(name, interval, () -> lookUp(service)));
            }
        }
    }

    private void watch(Instances service, Instance instance, Duration delay) {
        String name = "check-" + service.service() + "-" + instance;
        Runnable once = () -> service.checked(instance, check.apply(instance));
        watches.put(instance, new Watch(service, every(name, delay, once)));
    }

    private void lookUp(Instances service) {
        service.lookUp();
        follow(service);
    }

    /** Who has come is watched, and who is gone is not. */
    private synchronized void follow(Instances service) {
        if (!isRunning) {
            return;
        }
        List<Instance> members = service.members();
        members.stream()
                .filter(instance -> !watches.containsKey(instance))
                .forEach(instance -> watch(service, instance, Duration.ZERO));
        watches.entrySet()
                .removeIf(
                        entry -> {
                            Watch watch = entry.getValue();
                            boolean isGone =
                                    watch.service() == service && !members.contains(entry.getKey());
                            if (isGone) {
                                watch.thread().interrupt();
                            }
                            return isGone;
                        });
    }

    private Thread every(String name, Duration delay, Runnable what) {
        return Thread.ofVirtual()
                .name(name)
                .start(
                        () -> {
                            try {
                                Thread.sleep(delay);
                                while (!Thread.currentThread().isInterrupted()) {
                                    what.run();
                                    Thread.sleep(interval);
                                }
                            } catch (InterruptedException _) {
                                // Stopping.
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    @Override
    public synchronized void stop() {
        isRunning = false;
        watches.values().forEach(watch -> watch.thread().interrupt());
        watches.clear();
        lookUps.forEach(Thread::interrupt);
        lookUps.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }
}
