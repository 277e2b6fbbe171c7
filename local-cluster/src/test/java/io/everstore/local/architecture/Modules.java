package io.everstore.local.architecture;

import static java.util.stream.Collectors.toMap;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

/** The modules of the build, and the package that each one owns. */
final class Modules {

    static final Map<String, String> STARTERS =
            Map.of(
                    "resilience-spring-boot-starter", "io.everstore.resilience",
                    "outbox-spring-boot-starter", "io.everstore.outbox",
                    "tracing-spring-boot-starter", "io.everstore.tracing");

    static final Map<String, String> SERVICES =
            Map.of(
                    "catalog-service", "io.everstore.catalog",
                    "order-service", "io.everstore.order",
                    "gateway-service", "io.everstore.gateway");

    /** What tests run on; nothing else may. */
    static final Map<String, String> TEST_SERVERS = Map.of("test-servers", "io.everstore.servers");

    static final Map<String, String> LAUNCHER = Map.of("local-cluster", "io.everstore.local");

    /** Built after this module, so that its own tests are for its classes. */
    static final String CHAOS = "chaos";

    /** Tests of the Kubernetes manifests, and no classes of its own. */
    static final String DEPLOYMENT = "deployment";

    /** Spring writes classes of its own into the modules' packages when it processes them. */
    private static final DescribedPredicate<JavaClass> WRITTEN_BY_PEOPLE =
            DescribedPredicate.describe(
                    "written by people",
                    type ->
                            type.getPackageName().startsWith("io.everstore")
                                    && !type.getName().contains("__")
                                    && !type.getName().contains("$$"));

    /** Classes of every module, by the module's directory. */
    static final Map<String, JavaClasses> CLASSES =
            Stream.of(STARTERS, SERVICES, LAUNCHER, TEST_SERVERS)
                    .flatMap(modules -> modules.keySet().stream())
                    .collect(toMap(module -> module, Modules::load));

    private Modules() {}

    private static JavaClasses load(String module) {
        Path directory = directory(module);
        JavaClasses classes =
                Files.isDirectory(directory)
                        ? new ClassFileImporter().importPath(directory).that(WRITTEN_BY_PEOPLE)
                        : new ClassFileImporter().importClasses();
        if (classes.isEmpty()) {
            throw new IllegalStateException(
                    "%s holds no classes: the rules are for all modules, so compile all of them first, with ./mvnw compile"
                            .formatted(directory));
        }
        return classes;
    }

    /** Classes of several modules as one set. */
    static JavaClasses classesOf(Collection<String> modules) {
        return new ClassFileImporter()
                .importPaths(modules.stream().map(Modules::directory).toList())
                .that(WRITTEN_BY_PEOPLE);
    }

    private static Path directory(String module) {
        return Checkout.ROOT.resolve(module).resolve("target/classes");
    }
}
