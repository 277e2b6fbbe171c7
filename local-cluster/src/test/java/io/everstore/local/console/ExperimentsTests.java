package io.everstore.local.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.local.console.Experiments.Choice;
import io.everstore.local.console.Experiments.State;
import io.everstore.local.topology.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a runner that is a script: it ends when the test wants it to. */
class ExperimentsTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Audience audience = new Audience();
    private final Journal journal = new Journal(audience, Clock.systemUTC());
    private Path checkout;
    private Experiments experiments;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        checkout = directory;
        Path files = Files.createDirectories(directory.resolve("chaos/experiments"));
        Files.writeString(files.resolve("redis-loss.yaml"), "id: X25\ntitle: All of Redis goes\n");
        Files.writeString(files.resolve("quoted.yaml"), "id: X99\ntitle: \"It: goes\"\n");
        experiments = new Experiments(new Home(directory, directory), journal, audience);
    }

    @AfterEach
    void close() {
        experiments.close();
    }

    @Test
    void offersWhatThereAreFilesOf() {
        assertThat(state().choices())
                .containsExactly(
                        new Choice("quoted", "It: goes"),
                        new Choice("redis-loss", "All of Redis goes"));
    }

    @Test
    void tellsTheStepsAndTheVerdict() throws IOException {
        runnerSays(
                """
                [ "$4" = --json ] || exit 2
                echo '{"event":"phase","name":"warming up","text":"warming up"}'
                echo '{"event":"changed","text":"redis-1 starting"}'
                until [ -e "$EVERSTORE_HOME/go" ]; do sleep 0.05; done
                echo "{\\"event\\":\\"ended\\",\\"text\\":\\"PASSED   X25 $3\\"}"
                """);

        experiments.start("redis-loss");
        assertThat(state().running()).isEqualTo("redis-loss");
        assertThatThrownBy(() -> experiments.start("quoted"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("redis-loss is not over yet");
        Files.createFile(checkout.resolve("go"));

        Awaitility.await().atMost(SOON).until(() -> state().running().isEmpty());
        assertThat(state().verdict()).isEqualTo("PASSED   X25 redis-loss");
        assertThat(journal.past().toString())
                .contains("redis-loss: warming up", "PASSED   X25 redis-loss")
                .doesNotContain("redis-1 starting");
    }

    @Test
    void saysWhyThereIsNoVerdict() throws IOException {
        runnerSays("echo 'Everstore is not running.' >&2; exit 3");

        experiments.start("redis-loss");

        Awaitility.await().atMost(SOON).until(() -> state().running().isEmpty());
        assertThat(state().verdict()).isEqualTo("ABORTED  redis-loss: Everstore is not running.");
    }

    @Test
    void startsNothingElse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> experiments.start("format-the-disk"))
                .withMessage("there is no experiment format-the-disk");
    }

    private State state() {
        return (State) experiments.present().data();
    }

    private void runnerSays(String script) throws IOException {
        Path runner = checkout.resolve("everstore");
        Files.writeString(runner, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(runner, PosixFilePermissions.fromString("rwx------"));
    }
}
