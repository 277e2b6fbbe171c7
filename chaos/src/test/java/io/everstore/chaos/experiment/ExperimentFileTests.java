package io.everstore.chaos.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.chaos.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an experiment may say, and how it is told that it may not. */
class ExperimentFileTests {

    private static final Path HERE = Path.of("").toAbsolutePath();

    private static final String GOOD =
            """
            id: X05
            title: The primary database crashes
            claim: A standby takes over
            fault-model: crash
            steady-state-hypothesis:
              title: Customers order
              probes:
                - {name: success, tolerance: 99.9 %}
            method:
              - name: the primary is killed
                fault: kill
                nodes: postgres/primary
                pauses: {after: 15s}
            targets:
              write-gap: 2s
            """;

    @TempDir private Path directory;

    private Experiment read(String text) throws IOException {
        Path file = directory.resolve("some-name.yaml");
        Files.writeString(file, text);
        return ExperimentFile.read(file);
    }

    @Test
    void readsAnExperiment() throws IOException {
        Experiment experiment = read(GOOD);
        assertThat(experiment.name()).isEqualTo("some-name");
        assertThat(experiment.targets()).containsEntry(Goal.WRITE_GAP, 2000.0);
        assertThat(experiment.hypothesis()).containsEntry(Probe.SUCCESS, 99.9);
        assertThat(experiment.method().getFirst().fault()).isInstanceOf(Fault.Kill.class);
        assertThat(experiment.method().getFirst().after()).hasSeconds(15);
    }

    @Test
    void readsWhatAStepWaitsFor() throws IOException {
        String step = "    fault: kill\n";
        assertThat(read(GOOD).method().getFirst().onceRedundant()).isFalse();
        assertThat(
                        read(GOOD.replace(step, step + "    once: redundant\n"))
                                .method()
                                .getFirst()
                                .onceRedundant())
                .isTrue();
        assertThatThrownBy(() -> read(GOOD.replace(step, step + "    once: mended\n")))
                .hasMessageContaining("'mended' is nothing to wait for");
    }

    @Test
    void isTheSameWithOtherNumbersOfCustomers() throws IOException {
        Experiment experiment = read(GOOD);
        Experiment slower = experiment.at(12);

        assertThat(slower.load().rate()).isEqualTo(12);
        assertThat(slower.at(experiment.load().rate())).isEqualTo(experiment);
        assertThatThrownBy(() -> experiment.at(0.5)).hasMessageContaining("1 to 5000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"experiments", "controls"})
    void readsEveryFileOfTheProject(String folder) {
        assertThat(new Experiments(HERE.resolve(folder)).all()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void expectsSomethingOfEveryControlAndOfNoExperiment() {
        assertThat(new Experiments(HERE.resolve("controls")).all())
                .allMatch(control -> control.expects().isPresent());
        assertThat(new Experiments(HERE.resolve("experiments")).all())
                .allMatch(experiment -> experiment.expects().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    fault: kill              | fault: kil               | 11 | 'kil' is no fault
                    nodes: postgres/primary  | nodes: postgres/boss     | 12 | names no role
                    nodes: postgres/primary  | nodes: mysql             | 12 | names no tier
                    nodes: postgres/primary  | node: pg-1               | 12 | 'node' is not known here
                    fault-model: crash       | fault-model: bad luck    | 4  | is no fault model
                    write-gap: 2s            | write-gap: 2             | 15 | are to be millis
                    write-gap: 2s            | patience: 2s             | 15 | 'patience' is not measured
                    99.9 %                   | almost                   | 8  | is no number with a unit
                    {after: 15s}             | {afterwards: 15s}        | 13 | 'afterwards' is not known
                    title: The primary       | name: The primary        | 2  | 'name' is not known here
                    """)
    void saysInWhichLineAndWhy(String good, String bad, int line, String reason) {
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(BadExperiment.class)
                .hasMessageStartingWith("some-name.yaml:" + line + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void readsTargetsThatAreOthersOnARuntime() throws IOException {
        Experiment experiment = read(GOOD + "  compose: {write-gap: 23s, lost-orders: 0}\n");

        assertThat(experiment.on("local").targets()).isEqualTo(Map.of(Goal.WRITE_GAP, 2000.0));
        assertThat(experiment.on("compose").targets())
                .isEqualTo(Map.of(Goal.WRITE_GAP, 23_000.0, Goal.LOST_ORDERS, 0.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    compose: {patience: 2s}      | 'patience' is not measured
                    docker: {write-gap: 2s}      | 'docker' is not measured
                    compose: {write-gap: 2}      | are to be millis
                    compose: {local: 2}          | 'local' is not measured
                    compose: {}                  | nothing can be missed
                    compose: 2s                  | a mapping of names to values
                    """)
    void saysInWhichLineARuntimeHasAWrongTarget(String bad, String reason) {
        assertThatThrownBy(() -> read(GOOD + "  " + bad + "\n"))
                .isInstanceOf(BadExperiment.class)
                .hasMessageStartingWith("some-name.yaml:16: ")
                .hasMessageContaining(reason);
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> read(GOOD.replace("claim: A standby takes over\n", "")))
                .hasMessage("some-name.yaml:1: 'claim' is missing");
        assertThatThrownBy(() -> read("")).hasMessage("some-name.yaml:1: the file is empty");
        assertThatThrownBy(() -> read("a: [")).hasMessageStartingWith("some-name.yaml:1: ");
    }

    @Test
    void namesAllExperimentsToWhoAsksForAnother() {
        assertThatThrownBy(() -> new Experiments(HERE.resolve("experiments")).find("../../etc"))
                .hasMessageContaining("there is no experiment '../../etc'")
                .hasMessageContaining("postgres-primary-crash");
    }
}
