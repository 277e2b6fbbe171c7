package io.everstore.chaos.report;

import io.everstore.chaos.experiment.FailureRates.Rate;
import io.everstore.chaos.run.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What availability follows from the measured effects of faults and from how often they are assumed
 * to happen.
 */
final class Availability {

    private static final double SECONDS_PER_YEAR = 365.25 * 24 * 3600;

    /** If nobody of n noticed, then with 95 % certainty no more than three of n do. */
    private static final double RULE_OF_THREE = 3;

    private Availability() {}

    /**
     * What a fault costs.
     *
     * @param lost seconds of the whole shop that one of it costs, as measured
     * @param most the same, with what may have been missed
     */
    record Cost(Rate rate, String title, double lost, double most) {

        static Cost of(Rate rate, Summary summary) {
            double failed = summary.failures().values().stream().mapToLong(Long::longValue).sum();
            return new Cost(
                    rate,
                    summary.title(),
                    failed / summary.rate(),
                    Math.max(failed, RULE_OF_THREE) / summary.rate());
        }

        double lostPerYear() {
            return lost * rate.perYear();
        }

        double mostPerYear() {
            return most * rate.perYear();
        }
    }

    /** Of what was measured, the most expensive first. */
    static List<Cost> costs(List<Rate> rates, List<Summary> summaries) {
        List<Cost> costs = new ArrayList<>();
        for (Rate rate : rates) {
            summaries.stream()
                    .filter(s -> s.name().equals(rate.experiment()))
                    .filter(s -> s.verdict() == Verdict.PASSED || s.verdict() == Verdict.FAILED)
                    .findFirst()
                    .ifPresent(summary -> costs.add(Cost.of(rate, summary)));
        }
        costs.sort(Comparator.comparingDouble(Cost::mostPerYear).reversed());
        return costs;
    }

    /** 99.9 % are three. */
    static double nines(double secondsPerYear) {
        return -Math.log10(secondsPerYear / SECONDS_PER_YEAR);
    }

    static String page(List<Cost> costs) {
        StringJoiner page = new StringJoiner("\n", "", "\n");
        page.add(
                """
                # Availability that follows from the experiments

                Written by `./everstore chaos publish` from the results in `docs/results` and the failure rates that are **assumed**
                in `chaos/failure-rates.yaml`. A fault *f* that happens `rate(f)` times a year, and each time costs as many requests
                as the whole shop gets in `lost(f)` seconds, takes

                `U = sum over f of rate(f) * lost(f) / seconds of a year`, so the shop has `-log10(U)` nines, and

                `lost(f) = requests that failed after the fault / requests per second`.

                Where nobody noticed anything, three failed requests are taken, as with 95 % certainty there are no more of them. The
                model knows single faults on one machine only: no two at once, and nothing that nobody thought of. It compares
                components; it does not promise nines.

                | what | lost seconds per year, measured | at most | nines at least |
                |---|---|---|---|""");
        Map<String, List<Cost>> tiers = new TreeMap<>();
        costs.forEach(c -> tiers.computeIfAbsent(c.rate().tier(), _ -> new ArrayList<>()).add(c));
        tiers.forEach((tier, own) -> page.add(row(tier, own)));
        page.add(costs.isEmpty() ? "| nothing yet | - | - | - |" : row("**the shop**", costs));
        if (costs.isEmpty()) {
            return page.toString();
        }
        page.add("");
        page.add("Which fault costs most, in seconds per year:");
        page.add("");
        page.add("```mermaid");
        page.add("pie showData");
        costs.stream()
                .limit(8)
                .forEach(
                        cost ->
                                page.add(
                                        "    \"%s\" : %s"
                                                .formatted(
                                                        cost.rate().experiment(),
                                                        number(cost.mostPerYear()))));
        page.add("```");
        page.add("");
        page.add("| fault | tier | times a year | lost each time | lost per year | at most |");
        page.add("|---|---|---|---|---|---|");
        for (Cost cost : costs) {
            page.add(
                    "| %s | %s | %s | %s s | %s s | %s s |"
                            .formatted(
                                    cost.title(),
                                    cost.rate().tier(),
                                    number(cost.rate().perYear()),
                                    number(cost.lost()),
                                    number(cost.lostPerYear()),
                                    number(cost.mostPerYear())));
        }
        return page.toString();
    }

    private static String row(String name, List<Cost> costs) {
        double lost = costs.stream().mapToDouble(Cost::lostPerYear).sum();
        double most = costs.stream().mapToDouble(Cost::mostPerYear).sum();
        return "| %s | %s | %s | %s |"
                .formatted(name, number(lost), number(most), number(nines(most)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
