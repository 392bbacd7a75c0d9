package dev.weir.runtime.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.weir.bindings.Sandbox;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.io.IOAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script sees of a bug in finding its modules. */
class ModuleFileSystemTest {
    private final List<Throwable> bugs = new ArrayList<>();

    private String importFailure(ModuleFiles files, String script) {
        try (Engine engine = Sandbox.newEngine();
                Context context = Sandbox.newContextBuilder(engine)
                        .allowIO(IOAccess.newBuilder()
                                .fileSystem(new ModuleFileSystem(files, bugs::add))
                                .build())
                        .build()) {
            context.eval(
                    "js",
                    "var seen; " + script
                            + ".then(() => seen = 'imported', (e) => seen = (e instanceof Error) + ' ' + e)");
            return context.eval("js", "seen").asString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"./x.mjs", "/x.mjs", "bare"})
    void aBugIsAnErrorToTheScriptAndGoesToTheHost(String specifier) {
        ModuleFiles files = new ModuleFiles(Path.of(""));
        RuntimeException bug = new IllegalStateException("secret");
        files.setDocumentBase(() -> {
            throw bug;
        });
        String seen = importFailure(files, "import('" + specifier + "')");
        assertEquals("true Error: Internal error of the host; see its log", seen);
        assertFalse(bugs.isEmpty());
        bugs.forEach(reported -> assertEquals(bug, reported));
    }

    @Test
    void aRefusalIsNoBug() {
        String seen = importFailure(new ModuleFiles(Path.of("")), "import('bare')");
        assertEquals(
                "true Error: cannot import 'bare': a module specifier must be a file URL or start with '/', './' or '../'",
                seen);
        assertEquals(List.of(), bugs);
    }
}
