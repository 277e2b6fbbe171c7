package io.everstore.chaos.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.experiment.Experiments;
import io.everstore.chaos.invariant.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the documentation says was measured is what the kept results say. */
class ResultsTests {

    private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();
    private static final ResultsPage results = new ResultsPage(CHECKOUT);

    @Test
    void thePageIsWrittenFromTheResults() throws IOException {
        assertThat(Files.readString(results.page()))
                .as("write it anew with ./everstore chaos publish")
                .isEqualTo(results.results());
    }

    @Test
    void theAvailabilityIsComputedFromTheResults() throws IOException {
        assertThat(Files.readString(results.availabilityPage()))
                .as("write it anew with ./everstore chaos publish")
                .isEqualTo(results.availability());
    }

    @Test
    void theReadmeIsWrittenFromTheResults() {
        assertThat(results.readmeTableAsItIs())
                .as("write it anew with ./everstore chaos publish")
                .isEqualTo(results.readmeTable());
    }

    @Test
    void everyResultIsOfAnExperimentThatExists() {
        var known = new Experiments(CHECKOUT.resolve("chaos/experiments")).names();
        assertThat(results.summaries()).allMatch(r -> known.contains(r.name()));
    }

    @Test
    void noResultHasAViolationThatIsCalledPassed() {
        assertThat(results.summaries())
                .filteredOn(r -> !r.invariants().stream().allMatch(Finding::holds))
                .noneMatch(r -> r.reasons().isEmpty());
    }
}
