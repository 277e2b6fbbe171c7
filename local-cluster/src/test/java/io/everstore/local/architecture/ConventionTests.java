package io.everstore.local.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the services and starters are written. */
class ConventionTests {

    private static final List<String> INJECTING =
            List.of(
                    "org.springframework.beans.factory.annotation.Autowired",
                    "org.springframework.beans.factory.annotation.Value",
                    "jakarta.annotation.Resource",
                    "jakarta.inject.Inject",
                    "jakarta.persistence.PersistenceContext");

    private static final List<String> ENTRANCES =
            List.of(
                    "org.springframework.stereotype.Controller",
                    "org.springframework.web.bind.annotation.RestController",
                    "org.springframework.web.bind.annotation.ControllerAdvice",
                    "org.springframework.web.bind.annotation.RestControllerAdvice",
                    "jakarta.persistence.Entity");

    /** A pause between checks, and one between attempts; both end at an interrupt. */
    private static final String MAY_SLEEP = "HealthChecks|Attempts";

    private static final double LEAST_HIDDEN = 0.6;

    private static JavaClasses services;
    private static JavaClasses all;

    @BeforeAll
    static void load() {
        services = Modules.classesOf(Modules.SERVICES.keySet());
        all = Modules.classesOf(Modules.CLASSES.keySet());
    }

    static Stream<String> modules() {
        return Modules.CLASSES.keySet().stream().sorted();
    }

    @Test
    void nothingIsInjectedIntoFields() {
        for (String annotation : INJECTING) {
            noFields()
                    .should()
                    .beAnnotatedWith(annotation)
                    .because("a constructor says what a class needs, and can be called by a test")
                    .check(all);
        }
    }

    @Test
    void entrancesAndEntitiesAreNotPublic() {
        for (String annotation : ENTRANCES) {
            noClasses()
                    .that()
                    .areAnnotatedWith(annotation)
                    .should()
                    .haveModifier(PUBLIC)
                    .because("HTTP is the way in, and the aggregate's package the way to an entity")
                    .allowEmptyShould(true)
                    .check(services);
        }
    }

    @Test
    void springDataRepositoriesAreNotPublic() {
        noClasses()
                .that()
                .areAssignableTo("org.springframework.data.repository.Repository")
                .should()
                .haveModifier(PUBLIC)
                .because("rows are read and written by the feature that owns them")
                .check(services);
    }

    @Test
    void servicesLogThroughSlf4j() {
        noClasses()
                .should(USE_JAVA_UTIL_LOGGING)
                .because("Boot sets up one logging system, and java.util.logging is not it")
                .check(services);
        noClasses()
                .that(not(simpleName("MigrateDatabase")))
                .should(ACCESS_STANDARD_STREAMS)
                .because(
                        "a line without time and level helps nobody; migrating is a job for a shell")
                .check(services);
    }

    @Test
    void onlyNamedClassesSleep() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(" + MAY_SLEEP + ")")
                .should()
                .callMethodWhere(target(owner(type(Thread.class))).and(target(name("sleep"))))
                .because("waiting for a time hides what is waited for")
                .check(services);
    }

    @Test
    void mostTypesAreHidden() {
        List<JavaClass> types =
                services.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .toList();
        long hidden = types.stream().filter(t -> !t.getModifiers().contains(PUBLIC)).count();
        System.out.printf(
                "%d of the services' %d types (%.0f %%) are package-private%n",
                hidden, types.size(), 100.0 * hidden / types.size());

        assertThat((double) hidden / types.size())
                .as("share of package-private types: what is hidden can be changed freely")
                .isGreaterThanOrEqualTo(LEAST_HIDDEN);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyPackageSaysWhatItIsForAndIsNullMarked(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.ROOT.resolve(module).resolve("src"))) {
            List<Path> packages =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .toList();
            assertThat(packages).isNotEmpty();
            for (Path source : packages) {
                Path info = packageInfo(source);
                assertThat(info).as("purpose and null-marking of a package").exists();
                assertThat(Files.readString(info))
                        .startsWith("/**")
                        .contains("\n@NullMarked\npackage ");
            }
        }
    }

    /** Tests in a package of the code need none of their own. */
    private static Path packageInfo(Path source) {
        Path own = source.resolve("package-info.java");
        return Files.exists(own)
                ? own
                : Path.of(own.toString().replace("/src/test/java/", "/src/main/java/"));
    }
}
