package io.everstore.chaos.targets.compose;

import io.everstore.local.certificates.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;

/**
 * A program that answers as the real one was heard to (engine 26.1), and writes down what it was
 * told to do.
 */
final class FakeDocker {

    private static final String PROGRAM =
            """
            #!/bin/sh
            here=$(dirname "$0")
            [ "$1" = run ] || [ "$1" = events ] || [ "$1" = ps ] || echo "$*" >>"$here/calls"
            case "$*" in
              "ps "*) cut -c 8-11 "$here/containers" ;;
              *NetworkSettings*) cat "$here/networks" ;;
              *Config.Env*) echo PRIORITY=110 ;;
              *NanoCpus*) echo 0 ;;
              "inspect "*) cat "$here/containers" ;;
              "info "*) echo 4 ;;
              "exec "*) echo some-password ;;
              "cp c"*":/run/certificates/. "*) cp "$here"/certificates/everstore/* "$3" ;;
              "events "*) exec tail -n +1 -f "$here/events" ;;
              "run "*) exec sh -c '
                kill() { echo "$0: kill $*" >>"$0"; }
                while read -r line; do eval "$line"; done' "$here/calls" ;;
            esac
            """;

    private final Path directory;

    FakeDocker(Path directory, String... containers) throws IOException {
        this.directory = directory;
        Path program = Files.writeString(directory.resolve("docker"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Files.write(directory.resolve("containers"), List.of(containers));
        var certificates = directory.resolve("certificates");
        var _ = new Certificates(certificates, InstantSource.system()).of("everstore");
        Files.createFile(directory.resolve("events"));
        Files.createFile(directory.resolve("calls"));
    }

    Docker program() {
        return new Docker(directory.resolve("docker").toString());
    }

    /** Without the questions. */
    List<String> orders() throws IOException {
        return Files.readAllLines(directory.resolve("calls")).stream()
                .filter(call -> !call.matches("(inspect|info|exec|cp) .*"))
                .map(call -> call.replaceFirst("^/.*: ", ""))
                .toList();
    }

    void says(String event) throws IOException {
        Files.writeString(directory.resolve("events"), event + "\n", StandardOpenOption.APPEND);
    }

    void networks(String json) throws IOException {
        Files.writeString(directory.resolve("networks"), json);
    }

    /** A line of {@code docker inspect}. */
    static String container(String id, String service, String state) {
        return """
        {"id":"%s","image":"sha256:470c56ff","labels":{"com.docker.compose.project":"everstore","com.docker.compose.service":"%s"},"state":%s}"""
                .formatted(id, service, state);
    }
}
