package io.everstore.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisExecProvider;

record RedisProgram(Process process) implements RedisServer {

    static RedisServer sentinel(String configuration) {
        try {
            Path file = Files.createTempFile("everstore-sentinel", ".conf");
            file.toFile().deleteOnExit();
            Files.writeString(file, configuration);
            return start(List.of(file.toString(), "--sentinel"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RedisServer start(List<String> options) {
        try {
            List<String> command = new ArrayList<>();
            command.add(RedisExecProvider.defaultProvider().get().getAbsolutePath());
            command.addAll(options);
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new RedisProgram(process);
        } catch (IOException e) {
            throw new UncheckedIOException("no Redis for the tests", e);
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void freeze() {
        signal("STOP");
    }

    @Override
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
