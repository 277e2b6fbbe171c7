package io.everstore.servers;

import com.github.dockerjava.api.DockerClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

record RedisContainer(GenericContainer<?> container) implements RedisServer {

    static Optional<RedisServer> start(List<String> options) {
        String line =
                options.stream()
                        .map(word -> "'" + word + "'")
                        .collect(Collectors.joining(" ", "exec redis-server ", " --dir /tmp"));
        return run(line, ".*Ready to accept connections.*");
    }

    static Optional<RedisServer> sentinel(String configuration) {
        String line =
                "printf '%s' > /tmp/sentinel.conf && exec redis-server /tmp/sentinel.conf --sentinel"
                        .formatted(configuration);
        return run(line, ".*\\+monitor master everstore.*");
    }

    private static Optional<RedisServer> run(String line, String whenItIsReady) {
        return Engine.container("REDIS_IMAGE", line)
                .map(
                        container -> {
                            container.waitingFor(Wait.forLogMessage(whenItIsReady, 1)).start();
                            return new RedisContainer(container);
                        });
    }

    @Override
    public void kill() {
        container.stop(); // which kills it, if there is something left to kill
    }

    @Override
    public void freeze() {
        engine().pauseContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void thaw() {
        engine().unpauseContainerCmd(container.getContainerId()).exec();
    }

    private DockerClient engine() {
        return container.getDockerClient();
    }
}
