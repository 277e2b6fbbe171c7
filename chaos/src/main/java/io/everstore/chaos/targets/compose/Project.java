package io.everstore.chaos.targets.compose;

import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.Home;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The containers of the compose project. They are looked at twice a second and change seldom: the
 * engine is asked only after it has told of a change.
 */
final class Project {

    /** The name in docker-compose.yml. */
    static final String NAME = "everstore";

    /**
     * By which compose marks the containers of this project. Its images carry the name of the
     * project as well, and so does whatever is run from them; the other mark they do not have.
     */
    static final List<String> FILTERS =
            List.of(
                    "--filter",
                    "label=com.docker.compose.project=" + NAME,
                    "--filter",
                    "label=com.docker.compose.oneoff=False");

    private final Docker docker;
    private final AtomicLong changes = new AtomicLong();
    private volatile Look last = new Look(-1, List.of());

    /**
     * What was seen.
     *
     * @param changes how many there had been before
     */
    private record Look(long changes, List<Container> containers) {}

    Project(Docker docker) {
        this.docker = docker;
    }

    /** Something is not as it was. */
    void changed() {
        changes.incrementAndGet();
    }

    /**
     * The nodes of the shop, by name; also those that are down.
     *
     * @throws CommandFailed if there are none, or the engine does not answer
     */
    List<Container> containers() {
        long before = changes.get();
        Look seen = last;
        if (seen.changes() != before) {
            seen = new Look(before, look());
            last = seen;
        }
        return seen.containers();
    }

    private List<Container> look() {
        try {
            return ask();
        } catch (CommandFailed e) {
            // One that is removed between the two questions is not in the list the next time.
            return ask();
        }
    }

    private List<Container> ask() {
        List<String> list = new ArrayList<>(List.of("ps", "--all", "--quiet"));
        list.addAll(FILTERS);
        List<String> ids = docker.run(list).lines().toList();
        if (ids.isEmpty()) {
            throw Docker.notRunning("there is no container of the project " + NAME);
        }
        List<String> inspect = new ArrayList<>(List.of("inspect", "--format", Container.FORMAT));
        inspect.addAll(ids);
        return Container.parse(docker.run(inspect)).stream()
                .filter(container -> container.tier().isPresent())
                .sorted(Comparator.comparing(Container::service))
                .toList();
    }

    /**
     * What the operator shows to nodes. It is copied at each start, for it may have been renewed:
     * from the job that makes the topics, which has it and may be over.
     *
     * @param directory gets the files
     * @throws CommandFailed if there is no such job, or it has no files
     */
    NodeFiles operatorFiles(Path directory) {
        List<String> list = new ArrayList<>(List.of("ps", "--all", "--quiet"));
        list.addAll(FILTERS);
        list.addAll(List.of("--filter", "label=com.docker.compose.service=topics"));
        String job =
                docker.run(list)
                        .lines()
                        .findFirst()
                        .orElseThrow(
                                () -> Docker.notRunning("there is no container of the job topics"));
        Home.privateDirectory(directory);
        docker.run("cp", job + ":/run/certificates/.", directory.toString());
        return new NodeFiles(directory);
    }

    Container find(String node) {
        return containers().stream()
                .filter(container -> container.service().equals(node))
                .findFirst()
                .orElseThrow(() -> new CommandFailed(1, "there is no container " + node));
    }
}
