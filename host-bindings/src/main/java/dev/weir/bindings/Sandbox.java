package dev.weir.bindings;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.SandboxPolicy;

/**
 * The only settings under which scripts run: nothing of Java, no input or output, no values shared between contexts.
 *
 * @see <a href="https://www.graalvm.org/latest/security-guide/sandboxing/">GraalVM, sandboxing</a>
 */
public final class Sandbox {
    private static final HostAccess HOST_ACCESS = hostAccess();

    static {
        // The engine asserts that a variable being declared is no property of the global object, where it means an own
        // one: `var output` fails, where Java's assertions are on, if a proxy among the global's prototypes has that
        // name.
        ClassLoader loader = Engine.class.getClassLoader();
        if (loader != null) {
            loader.setClassAssertionStatus("com.oracle.truffle.js.nodes.access.PropertySetNode", false);
            loadAhead(loader, "com.oracle.truffle.js.runtime.interop.InteropAsyncFunction");
        }
    }

    private Sandbox() {}

    /**
     * Loads a class that is otherwise first met by the Graal compiler, in the midst of compiling a script's function: it
     * has by then assumed that the class's parent has no such child, and throws away seconds of work.
     */
    private static void loadAhead(ClassLoader loader, String className) {
        try {
            Class.forName(className, false, loader);
        } catch (ClassNotFoundException e) {
            // Another version of the engine; nothing depends on it but speed.
        }
    }

    private static HostAccess hostAccess() {
        HostAccess.Builder access = HostAccess.newBuilder(HostAccess.CONSTRAINED)
                .allowBufferAccess(true)
                .methodScoping(false);
        if (Sandbox.class.getModule().isNamed()) {
            // The engine reaches the spec packages, which are not exported to it, through this module's own eyes.
            access.useModuleLookup(MethodHandles.lookup());
        }
        return access.build();
    }

    /** An engine for one realm (fastest code) or for many (smallest footprint). */
    public static Engine newEngine() {
        return Engine.newBuilder("js")
                .sandbox(SandboxPolicy.CONSTRAINED)
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build();
    }

    /** A builder of contexts with every setting made; a runtime adds what it grants, a file system for modules say. */
    public static Context.Builder newContextBuilder(Engine engine) {
        return Context.newBuilder("js")
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .allowHostAccess(HOST_ACCESS)
                .allowValueSharing(false)
                .option("js.load", "false")
                .option("js.print", "false")
                .option("js.unhandled-rejections", "handler")
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream());
    }
}
