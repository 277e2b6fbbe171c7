package io.everstore.chaos.invariant;

import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.probe.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All invariants, I1 to I10. */
public final class Invariants implements Checks {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Evidence evidence;
    private final NoOrderLost noOrderLost;
    private final FullRedundancy redundancy;
    private final OneWriter oneWriter;
    private final List<Invariant> all;

    /**
     * Begins to look.
     *
     * @param touched nodes to which something is done; may grow while the run lasts
     */
    public Invariants(Evidence evidence, Instant since, Set<String> touched) {
        this.evidence = evidence;
        this.noOrderLost = new NoOrderLost(evidence);
        this.redundancy = new FullRedundancy(evidence.target());
        EveryEventOnce events = new EveryEventOnce(evidence); // first, as Kafka may be away
        this.oneWriter = new OneWriter(evidence.target().databases());
        this.all =
                List.of(
                        noOrderLost,
                        new NoOrderTwice(evidence),
                        new StockAddsUp(evidence),
                        new NoPhantomOrder(evidence),
                        events,
                        oneWriter,
                        new LegalOrders(evidence),
                        new ReadYourOrders(evidence.history()),
                        redundancy,
                        new NoContagion(evidence.target(), since, touched));
    }

    @Override
    public void sample() {
        for (Invariant invariant : all) {
            try {
                invariant.sample();
            } catch (Databases.Away | Brokers.Away e) {
                // It is what the experiment is about; the check comes when it is back.
            }
        }
    }

    @Override
    public boolean isQuiet() {
        try {
            return evidence.target().brokers().isIntakeEmpty()
                    && evidence.target()
                                    .databases()
                                    .number(
                                            "orders",
                                            "select (select count(*) from orders where status = 'PLACED') + (select count(*) from outbox)")
                            == 0
                    && evidence.target()
                                    .databases()
                                    .number("catalog", "select count(*) from outbox")
                            == 0;
        } catch (Databases.Away | Brokers.Away e) {
            return false;
        }
    }

    @Override
    public boolean awaitRedundancy() {
        return Await.until(redundancy::isBack, FullRedundancy.LIMIT, LOOK);
    }

    @Override
    public int lostOrders() {
        return noOrderLost.lost().size();
    }

    @Override
    public double databaseGapMillis(Instant since) {
        return oneWriter.longestGapMillis(since);
    }

    @Override
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        for (Invariant invariant : all) {
            List<String> wrong;
            try {
                wrong = invariant.violations();
            } catch (Databases.Away | Brokers.Away e) {
                wrong = List.of("cannot be checked: " + e.getMessage());
            }
            findings.add(new Finding(invariant.id(), invariant.promise(), wrong));
        }
        return findings;
    }

    @Override
    public void close() {
        all.forEach(Invariant::close);
    }
}
