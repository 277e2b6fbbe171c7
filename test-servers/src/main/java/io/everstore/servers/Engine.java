package io.everstore.servers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The Docker engine of this machine, if there is one that tests can use. Containers have the
 * machine's own network, so that ports and addresses are the same inside and outside, as those that
 * brokers and Sentinels tell their clients have to be; only Linux offers that everywhere.
 */
final class Engine {

    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private static final String WANTED = System.getProperty("everstore.servers", "");
    private static final boolean IS_THERE = isThere();

    private Engine() {}

    /**
     * A container that was not started yet; empty if a program is to do instead.
     *
     * @param variable the image's name in {@code .env}, for example {@code REDIS_IMAGE}
     * @param command what to run, which may be more than one command; of the image's own if empty
     * @throws IllegalStateException if containers are insisted on and there is no engine
     */
    static Optional<GenericContainer<?>> container(String variable, String command) {
        String image = image(variable);
        if (!isToUse(image)) {
            log.info("{}: a program from Maven, not a container", variable);
            return Optional.empty();
        }
        log.info("{}: a container of {}", variable, image);
        var container = new GenericContainer<>(DockerImageName.parse(image));
        container.withNetworkMode("host");
        if (!command.isEmpty()) {
            container.withCreateContainerCmdModifier(
                    create -> create.withEntrypoint("sh", "-c").withCmd(command));
        }
        // In memory, as the programs' data would soon be deleted, too.
        container.withTmpFs(Map.of("/tmp", "rw,mode=1777,size=2g"));
        return Optional.of(container);
    }

    private static boolean isToUse(String image) {
        return switch (WANTED) {
            case "containers" -> {
                if (!IS_THERE) {
                    throw new IllegalStateException(
                            "-Deverstore.servers=containers, but no Docker engine answers; docker/airgap/engine starts one");
                }
                yield true;
            }
            case "embedded" -> false;
            case "" -> IS_THERE && has(image);
            default ->
                    throw new IllegalStateException(
                            "-Deverstore.servers is containers or embedded, not " + WANTED);
        };
    }

    /** Asked only where there may be one, as Testcontainers is loud about its absence. */
    private static boolean isThere() {
        boolean isLikely =
                System.getenv("DOCKER_HOST") != null
                        || Files.exists(Path.of("/var/run/docker.sock"));
        return isLikely
                && System.getProperty("os.name", "").equals("Linux")
                && !WANTED.equals("embedded")
                && DockerClientFactory.instance().isDockerAvailable();
    }

    /** Nothing is downloaded unasked. */
    private static boolean has(String image) {
        try {
            DockerClientFactory.lazyClient().inspectImageCmd(image).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static String image(String variable) {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docker-compose.yml"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException(
                        "no docker-compose.yml above " + Path.of("").toAbsolutePath());
            }
        }
        try (var file = Files.newBufferedReader(directory.resolve(".env"))) {
            Properties images = new Properties();
            images.load(file);
            return images.getProperty(variable);
        } catch (IOException e) {
            throw new UncheckedIOException("no .env in " + directory, e);
        }
    }
}
