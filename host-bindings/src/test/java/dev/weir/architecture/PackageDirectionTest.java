package dev.weir.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import dev.weir.host.TaskLoop;
import java.util.Arrays;
import java.util.Date;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packages know those below them and never those above: websockets, streams, abort, events, bindings, webidl, host. */
class PackageDirectionTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("dev.weir");

    @Test
    void onlyTheNettyTransportImportsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.weir.websockets.netty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    /** Timers, timeouts and pings go by a clock that does not jump; these tell or compare dates, and nothing else does. */
    @Test
    void nobodyAsksForTheTimeOfDayButWhatTellsDates() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.weir.host.TaskLoop") // for those below
                .and()
                .doNotHaveFullyQualifiedName("dev.weir.cookies.CookieJar") // when cookies expire
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(
                        target(nameMatching("now|system.*|tick.*")).and(target(owner(resideInAPackage("java.time..")))))
                .orShould()
                .callConstructor(Date.class)
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.weir.html.Performance") // timeOrigin, once
                .and()
                .doNotHaveFullyQualifiedName("dev.weir.fileapi.File") // lastModified
                .and()
                .doNotHaveFullyQualifiedName("dev.weir.html.LoopTime") // Date
                .should()
                .callMethod(TaskLoop.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void theHostsSideKnowsNoJavaScript() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.weir.host..",
                        "dev.weir.fetch.transport..",
                        "dev.weir.websockets.transport..",
                        "dev.weir.websockets.netty..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.graalvm..")
                .check(CLASSES);
    }

    @Test
    void onlyPagesImportTheHtmlParser() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.weir.dom..", "dev.weir.runtime..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jsoup..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.weir.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            host, ''
            webidl, dev.weir.host
            bindings.idl, ''
            bindings, dev.weir.bindings.idl dev.weir.webidl dev.weir.host
            events, dev.weir.bindings dev.weir.webidl dev.weir.host
            abort, dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            messaging, dev.weir.url dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            streams, dev.weir.messaging dev.weir.url dev.weir.abort dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            encoding.codec, dev.weir.infra
            encoding, dev.weir.encoding.codec dev.weir.streams dev.weir.bindings dev.weir.webidl dev.weir.host
            compression, dev.weir.streams dev.weir.bindings dev.weir.webidl dev.weir.host
            url, dev.weir.encoding.codec dev.weir.bindings dev.weir.webidl dev.weir.host
            xhr.progress, dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            infra, ''
            mimesniff, dev.weir.infra
            fetch.transport, dev.weir.infra
            fetch, dev.weir.fetch.transport dev.weir.infra dev.weir.mimesniff dev.weir.url dev.weir.compression dev.weir.fileapi dev.weir.xhr dev.weir.streams dev.weir.html dev.weir.abort dev.weir.bindings dev.weir.webidl dev.weir.host
            webassembly, dev.weir.fetch dev.weir.bindings
            xhr.request, dev.weir.fetch dev.weir.fetch.transport dev.weir.xhr.progress dev.weir.fileapi dev.weir.infra dev.weir.mimesniff dev.weir.encoding.codec dev.weir.url dev.weir.html dev.weir.dom dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            fileapi, dev.weir.mimesniff dev.weir.xhr.progress dev.weir.streams dev.weir.encoding.codec dev.weir.url dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            xhr, dev.weir.xhr.progress dev.weir.fileapi dev.weir.mimesniff dev.weir.infra dev.weir.encoding.codec dev.weir.bindings dev.weir.webidl dev.weir.host
            workers, dev.weir.html dev.weir.messaging dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            cookies, ''
            html, dev.weir.infra dev.weir.encoding.codec dev.weir.cookies dev.weir.messaging dev.weir.url dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            websockets.transport, dev.weir.infra dev.weir.host
            fetch.transport, dev.weir.infra
            websockets.netty, dev.weir.infra dev.weir.cookies dev.weir.websockets.transport dev.weir.fetch.transport dev.weir.host
            websockets, dev.weir.infra dev.weir.websockets.transport dev.weir.streams dev.weir.fileapi dev.weir.messaging dev.weir.url dev.weir.html dev.weir.abort dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            dom, dev.weir.xhr dev.weir.infra dev.weir.mimesniff dev.weir.encoding.codec dev.weir.cookies dev.weir.fileapi dev.weir.url dev.weir.html dev.weir.events dev.weir.bindings dev.weir.webidl dev.weir.host
            """)
    void aPackageKnowsOnlyThoseBelowIt(String name, String allowed) {
        String own = "dev.weir." + name;
        var below =
                Stream.concat(Stream.of(own), Arrays.stream(allowed.split(" "))).toList();
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(new DescribedPredicate<JavaClass>("reside above it") {
                    @Override
                    public boolean test(JavaClass used) {
                        return used.getPackageName().startsWith("dev.weir") && !below.contains(used.getPackageName());
                    }
                })
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
