/**
 * Scripts and pages in a Java program: {@link dev.weir.runtime.WebRuntime} is where to begin.
 */
@SuppressWarnings("module") // the engine's modules are found when the program runs
module dev.weir.runtime {
    requires java.logging;
    requires static org.jspecify;
    requires transitive dev.weir.host.bindings;
    requires org.graalvm.polyglot;
    requires org.jsoup;
    requires info.picocli;

    exports dev.weir.runtime;

    opens dev.weir.runtime.cli to
            info.picocli;
}
