package io.everstore.order.live;

import io.everstore.order.history.OrderView;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * All streams of this instance, not more than it can bear. They end as soon as the instance stops,
 * before the web server begins to wait for requests that are under way: a stream would be one for a
 * minute, and its client only has to connect again.
 */
@Component
class StatusStreams implements SmartLifecycle {

    private final LiveSettings settings;
    private final Set<StatusStream> streams = new HashSet<>();
    private boolean running;

    StatusStreams(LiveSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens a stream; the caller closes it.
     *
     * @throws StreamNotOpened when there are enough
     */
    synchronized StatusStream open(String customer, UUID order) {
        if (!running) {
            throw StreamNotOpened.here("stopping");
        }
        if (streams.size() >= settings.perInstance()) {
            throw StreamNotOpened.here("there are " + streams.size() + " streams");
        }
        long ofCustomer = streams.stream().filter(s -> s.customer().equals(customer)).count();
        if (ofCustomer >= settings.perCustomer()) {
            throw StreamNotOpened.tooManyOf(customer);
        }
        StatusStream opened = new StatusStream(customer, order, this::forget);
        streams.add(opened);
        return opened;
    }

    private synchronized void forget(StatusStream stream) {
        streams.remove(stream);
    }

    synchronized Set<UUID> watched() {
        return streams.stream().map(StatusStream::order).collect(Collectors.toSet());
    }

    synchronized boolean isWatched(UUID order) {
        return streams.stream().anyMatch(stream -> stream.order().equals(order));
    }

    void tell(OrderView view) {
        of(view.id()).forEach(stream -> stream.tell(view));
    }

    private synchronized List<StatusStream> of(UUID order) {
        return streams.stream().filter(stream -> stream.order().equals(order)).toList();
    }

    @Override
    public synchronized void start() {
        running = true;
    }

    @Override
    public synchronized void stop() {
        running = false;
        streams.forEach(StatusStream::end);
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
