package dev.weir;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Packages know those below them and never those above. */
class PackageDirectionTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.weir");

    /** From the ground up; a package may use those before it. */
    private static final List<String> ORDER =
            List.of("host", "webidl", "bindings", "events", "abort", "streams", "html", "websockets", "dom");

    @Test
    void packagesUseOnlyThoseBelowThem() {
        for (int i = 0; i < ORDER.size(); i++) {
            String[] above = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "dev.weir." + name + "..")
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage("dev.weir." + ORDER.get(i) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .check(CLASSES);
            }
        }
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.weir.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheTransportKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.weir.websockets.netty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    @Test
    void theHostsSideKnowsNoJavaScript() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.weir.host..", "dev.weir.websockets.transport..", "dev.weir.websockets.netty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.graalvm..")
                .check(CLASSES);
    }
}
