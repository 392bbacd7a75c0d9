package dev.weir.bindings;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The only settings under which scripts run: nothing of Java, no input or output, no values shared between contexts. Where
 * GraalVM's WebAssembly is on the class or module path, scripts have {@code WebAssembly}.
 *
 * @see <a href="https://www.graalvm.org/latest/security-guide/sandboxing/">GraalVM, sandboxing</a>
 */
public final class Sandbox {
    private static final HostAccess HOST_ACCESS = hostAccess();

    /**
     * What the engine needs to make errors out of exceptions and to pass them to the host and back. A class whose
     * initialization meets the end of the stack is of no use as long as the JVM lives: a script that recurses without end
     * would break all others if it were the first to need one of these.
     */
    private static final List<String> MET_AT_THE_END_OF_THE_STACK = List.of(
            "java.lang.StackTraceElement$HashedModules",
            "java.lang.System$Logger$Level",
            "com.oracle.truffle.api.exception.DeclaringMetaObjectGen",
            "com.oracle.truffle.api.exception.DefaultStackTraceElementObjectGen",
            "com.oracle.truffle.api.exception.HostStackTraceElementObjectGen",
            "com.oracle.truffle.api.exception.InteropListGen",
            "com.oracle.truffle.api.frame.FrameInstance$FrameAccess",
            "com.oracle.truffle.api.strings.TruffleStringFactory$LastByteIndexOfCodePointNodeGen",
            "com.oracle.truffle.host.HostExceptionGen",
            "com.oracle.truffle.host.HostObjectGen",
            "com.oracle.truffle.js.builtins.ConstructorBuiltinsFactory$ConstructErrorNodeGen",
            "com.oracle.truffle.js.builtins.TypedArrayPrototypeBuiltinsFactory$SetTypedArrayNodeGen",
            "com.oracle.truffle.js.nodes.access.ErrorStackTraceLimitNodeGen",
            "com.oracle.truffle.js.nodes.access.JSGetOwnPropertyNodeGen$GetPropertyProxyValueNodeGen",
            "com.oracle.truffle.js.nodes.access.OptionalChainNode$ShortCircuitException",
            "com.oracle.truffle.js.runtime.BigIntGen",
            "com.oracle.truffle.js.runtime.GraalJSExceptionGen",
            "com.oracle.truffle.js.runtime.JSExceptionGen",
            "com.oracle.truffle.js.runtime.SafeIntegerGen",
            "com.oracle.truffle.js.runtime.SymbolGen",
            "com.oracle.truffle.js.runtime.UserScriptExceptionGen",
            "com.oracle.truffle.js.runtime.builtins.HeapGen",
            "com.oracle.truffle.js.runtime.builtins.InteropGen",
            "com.oracle.truffle.js.runtime.builtins.JSArrayObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSBooleanObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSDateObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSErrorObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSFunctionObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSMapObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSNumberObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSProxyObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSStringObjectGen",
            "com.oracle.truffle.js.runtime.builtins.JSTypedArrayObjectGen",
            "com.oracle.truffle.js.runtime.objects.JSObjectGen",
            "com.oracle.truffle.js.runtime.objects.NullishGen",
            "com.oracle.truffle.runtime.OptimizedFrameInstance",
            "com.oracle.truffle.runtime.jfr.impl.DeoptimizationEventImpl");

    /** What the engine's {@code WebAssembly} needs; scripts have no {@code Polyglot} by which they could use it themselves. */
    private static final PolyglotAccess WEBASSEMBLY_ACCESS = PolyglotAccess.newBuilder()
            .allowEvalBetween("js", "wasm")
            .allowBindingsAccess("js")
            .allowBindingsAccess("wasm")
            .build();

    private static final boolean HAS_WEBASSEMBLY =
            ahead(Engine.class.getClassLoader(), false, "org.graalvm.wasm.WasmLanguage");

    static {
        // The engine asserts that a variable being declared is no property of the global object, where it means an own
        // one: `var output` fails, where Java's assertions are on, if a proxy among the global's prototypes has that
        // name.
        ClassLoader loader = Engine.class.getClassLoader();
        if (loader != null) {
            loader.setClassAssertionStatus("com.oracle.truffle.js.nodes.access.PropertySetNode", false);
            ahead(loader, false, "com.oracle.truffle.js.runtime.interop.InteropAsyncFunction");
            for (String name : MET_AT_THE_END_OF_THE_STACK) {
                ahead(loader, true, name);
                ahead(loader, true, name + "$InteropLibraryExports$Cached"); // most of them have one
            }
        }
    }

    private Sandbox() {}

    /**
     * Loads a class, and initializes it if so wanted. One that is first met by the Graal compiler, in the midst of compiling
     * a script's function, costs seconds: the compiler has by then assumed that the class's parent has no such child, and
     * throws its work away.
     *
     * @return whether there is such a class
     */
    private static boolean ahead(@Nullable ClassLoader loader, boolean initialize, String className) {
        try {
            Class.forName(className, initialize, loader);
            return true;
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            // Another version of the engine, or a JVM without what the compiler needs.
            return false;
        }
    }

    private static String[] languages() {
        return HAS_WEBASSEMBLY ? new String[] {"js", "wasm"} : new String[] {"js"};
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

    /** An engine for contexts that share their code. */
    public static Engine newEngine() {
        return Engine.newBuilder(languages())
                .sandbox(SandboxPolicy.CONSTRAINED)
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build();
    }

    /**
     * A builder of contexts with every setting made; a runtime adds what it grants, a file system for modules say.
     *
     * @param engine shared with other contexts, so that they are small; null for a context whose code is compiled for it
     *     alone, and is the fastest. An engine that is given, even to one context only, is taken for a shared one.
     */
    public static Context.Builder newContextBuilder(@Nullable Engine engine) {
        Context.Builder builder = Context.newBuilder(languages());
        if (HAS_WEBASSEMBLY) {
            builder.option("js.webassembly", "true").allowPolyglotAccess(WEBASSEMBLY_ACCESS);
        }
        if (engine != null) {
            builder.engine(engine);
        }
        return builder.sandbox(SandboxPolicy.CONSTRAINED)
                .allowHostAccess(HOST_ACCESS)
                .allowValueSharing(false)
                .option("js.load", "true") // the glue makes the global objects of frames with it, and takes it away
                .option("js.print", "false")
                .option("js.unhandled-rejections", "handler")
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream());
    }
}
