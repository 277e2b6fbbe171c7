package io.everstore.order.placement;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Counts what customers were answered: the meter {@code everstore.orders}, by {@code outcome}. */
@Component
class Outcomes {

    private final MeterRegistry meters;

    Outcomes(MeterRegistry meters) {
        this.meters = meters;
    }

    Accepted count(Supplier<Accepted> checkout) {
        try {
            Accepted accepted = checkout.get();
            count(
                    switch (accepted) {
                        case Placed placed -> placed.replayed() ? "replayed" : "placed";
                        case Queued _ -> "queued";
                    });
            return accepted;
        } catch (OutcomeUnknown e) {
            count("unavailable");
            throw e;
        } catch (LinesNotValid | TotalNotAccepted | KeyReused | KeyInFlight e) {
            count("refused");
            throw e;
        }
    }

    private void count(String outcome) {
        meters.counter("everstore.orders", "outcome", outcome).increment();
    }
}
