package io.everstore.local.topology;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a local cluster keeps its files. {@code data} and {@code secrets} survive {@code down};
 * {@code run} and {@code logs} belong to one run.
 *
 * @param root {@code .everstore} in the checkout, or {@code EVERSTORE_HOME}
 * @param checkout the checkout that holds the packaged services
 */
public record Home(Path root, Path checkout) {

    public static Home locate() {
        Path checkout = Path.of(System.getProperty("everstore.checkout", ".")).toAbsolutePath();
        String home = System.getenv("EVERSTORE_HOME");
        Path root = home == null ? checkout.resolve(".everstore") : Path.of(home).toAbsolutePath();
        return new Home(root.normalize(), checkout.normalize());
    }

    public Path data(String node) {
        return root.resolve("data").resolve(node);
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    /**
     * The local authority and the certificates of nodes; they survive even {@code down --purge}.
     */
    public Path certificates() {
        return root.resolve("certificates");
    }

    /**
     * What the operator of the shop in containers shows, of that shop's own authority: {@code
     * tls.pem} and {@code ca.crt}, copied from a container.
     */
    public Path composeCertificates() {
        return root.resolve("compose-certificates");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path log(String node) {
        return logs().resolve(node + ".log");
    }

    /** Native programs unpacked from their Maven artifacts; safe to delete. */
    public Path programs() {
        return root.resolve("programs");
    }

    /**
     * The packaged application of a service: the extracted jar, its libraries and the AOT cache.
     */
    public Path application(String module) {
        return checkout.resolve(module).resolve("target").resolve("app");
    }

    /** The class path of the local runtime, with all of Kafka's libraries. */
    public String classPath() {
        Path target = checkout.resolve("local-cluster").resolve("target");
        return target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
    }

    /**
     * All jars by name, without the launcher's own classes: an AOT cache knows no directories, and
     * fits only the class path with which it was made, in its order.
     */
    public String brokerClassPath() {
        try (Stream<Path> jars = Files.list(checkout.resolve("local-cluster/target/lib"))) {
            return jars.map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException("not packaged: run ./mvnw -DskipTests package", e);
        }
    }

    /** Made by a training run when the module is packaged; see {@code TrainKafka}. */
    public Path brokerAotCache() {
        return checkout.resolve("local-cluster/target/kafka.aot");
    }

    /** Creates a directory (and its parents) that only this user can read. */
    public static Path privateDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
    }

    /** Deletes a tree; what is not there is fine. */
    public static void delete(Path tree) {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + tree, e);
        }
    }
}
