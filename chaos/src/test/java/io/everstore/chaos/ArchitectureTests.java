package io.everstore.chaos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The borders of this module, and between its packages. */
class ArchitectureTests {

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.everstore.chaos");

    private static final SliceAssignment PACKAGES =
            new SliceAssignment() {
                @Override
                public String getDescription() {
                    return "packages";
                }

                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return type.getPackageName().startsWith("io.everstore.chaos")
                            ? SliceIdentifier.of(type.getPackageName())
                            : SliceIdentifier.ignore();
                }
            };

    @Test
    void packagesFormNoCycle() {
        slices().assignedFrom(PACKAGES)
                .should()
                .beFreeOfCycles()
                .because("of two packages that need each other, neither can be understood alone")
                .check(ALL);
    }

    @Test
    void knowsTheLauncherAndNoService() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        JavaClass.Predicates.resideOutsideOfPackage("io.everstore..")
                                .or(
                                        JavaClass.Predicates.resideInAnyPackage(
                                                "io.everstore.chaos..", "io.everstore.local..")))
                .because("what customers notice is seen from outside")
                .check(ALL);
    }
}
