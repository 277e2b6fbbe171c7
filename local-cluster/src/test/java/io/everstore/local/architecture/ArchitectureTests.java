package io.everstore.local.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The borders between the modules, and between the packages within them. */
class ArchitectureTests {

    /** Names of a layer or of a drawer, which say nothing about what is inside. */
    private static final Pattern MEANINGLESS =
            Pattern.compile(".*\\.(common|utils?|impl|dto|config|service|helper|shared|core)\\b.*");

    private static final int LARGEST_STARTER = 21;

    static Stream<String> modules() {
        return Modules.CLASSES.keySet().stream().sorted();
    }

    static Stream<Map.Entry<String, String>> services() {
        return Modules.SERVICES.entrySet().stream().sorted(Map.Entry.comparingByKey());
    }

    static Stream<Map.Entry<String, String>> starters() {
        return Modules.STARTERS.entrySet().stream().sorted(Map.Entry.comparingByKey());
    }

    @Test
    void everyModuleOfTheBuildIsChecked() {
        Stream<String> declared =
                Pattern.compile("<module>(.+?)</module>")
                        .matcher(Checkout.read("pom.xml"))
                        .results()
                        .map((MatchResult match) -> match.group(1));

        assertThat(declared)
                .filteredOn(module -> !module.equals(Modules.CHAOS))
                .filteredOn(module -> !module.equals(Modules.DEPLOYMENT))
                .containsExactlyInAnyOrderElementsOf(Modules.CLASSES.keySet());
    }

    @ParameterizedTest
    @MethodSource("services")
    void servicesKnowOnlyThemselvesAndTheFrontOfTheStarters(Map.Entry<String, String> service) {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        foreign()
                                .or(within(service.getValue()))
                                .or(
                                        JavaClass.Predicates.resideInAnyPackage(
                                                "io.everstore.resilience", "io.everstore.outbox")))
                .because(
                        "services meet in HTTP and Kafka only, so that each can be built, changed and"
                                + " lost alone; what is below a starter's root package is its own"
                                + " affair")
                .check(Modules.CLASSES.get(service.getKey()));
    }

    @ParameterizedTest
    @MethodSource("starters")
    void startersKnowOnlyThemselves(Map.Entry<String, String> starter) {
        classes()
                .should()
                .onlyDependOnClassesThat(foreign().or(within(starter.getValue())))
                .because("a starter is for every service, so it knows none, and no other starter")
                .check(Modules.CLASSES.get(starter.getKey()));
    }

    @Test
    void theLauncherKnowsOnlyItself() {
        classes()
                .should()
                .onlyDependOnClassesThat(foreign().or(within("io.everstore.local")))
                .because(
                        "it starts the services as anyone else would, by what they were packaged to")
                .check(Modules.CLASSES.get("local-cluster"));
    }

    @Test
    void serversForTestsKnowNothingOfTheShop() {
        classes()
                .should()
                .onlyDependOnClassesThat(foreign().or(within("io.everstore.servers")))
                .because("the same servers are started for the tests of every module")
                .check(Modules.CLASSES.get("test-servers"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void modulesStayInTheirPackage(String module) {
        classes()
                .should()
                .resideInAPackage(packageOf(module) + "..")
                .because("a package that two modules fill hides from both what belongs together")
                .check(Modules.CLASSES.get(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesFormNoCycle(String module) {
        slices().assignedFrom(PACKAGES)
                .should()
                .beFreeOfCycles()
                .because("of two packages that need each other, neither can be understood alone")
                .check(Modules.CLASSES.get(module));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packagesAreNamedAfterWhatTheyAreAbout(String module) {
        noClasses()
                .should()
                .haveNameMatching(MEANINGLESS.pattern())
                .because("a package is a feature; these names collect what has nothing in common")
                .check(Modules.CLASSES.get(module));
    }

    @Test
    void theResilienceStarterStaysSmall() {
        var types = new TreeSet<String>();
        for (JavaClass type : Modules.CLASSES.get("resilience-spring-boot-starter")) {
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
                types.add(type.getSimpleName());
            }
        }
        assertThat(types)
                .as(
                        "what all services share couples them, so it stays within a small number of types")
                .hasSizeLessThanOrEqualTo(LARGEST_STARTER);
    }

    private static final SliceAssignment PACKAGES =
            new SliceAssignment() {
                @Override
                public String getDescription() {
                    return "packages";
                }

                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return SliceIdentifier.of(type.getPackageName());
                }
            };

    private static DescribedPredicate<JavaClass> foreign() {
        return JavaClass.Predicates.resideOutsideOfPackage("io.everstore..");
    }

    private static DescribedPredicate<JavaClass> within(String root) {
        return JavaClass.Predicates.resideInAPackage(root + "..");
    }

    private static String packageOf(String module) {
        return Stream.of(Modules.SERVICES, Modules.STARTERS, Modules.LAUNCHER, Modules.TEST_SERVERS)
                .filter(modules -> modules.containsKey(module))
                .map(modules -> modules.get(module))
                .findFirst()
                .orElseThrow();
    }
}
