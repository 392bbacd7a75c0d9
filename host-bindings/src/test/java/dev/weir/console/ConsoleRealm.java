package dev.weir.console;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.FileSystem;
import org.graalvm.polyglot.io.IOAccess;

/** A sandboxed realm with a console that remembers what it printed and a clock moved by hand. */
final class ConsoleRealm implements ConsoleOutput, AutoCloseable {
    private static final HostAccess HOST_ACCESS = HostAccess.newBuilder(HostAccess.CONSTRAINED)
            .allowBufferAccess(true)
            .methodScoping(false)
            .build();
    private static final Engine ENGINE = Engine.newBuilder("js")
            .sandbox(SandboxPolicy.CONSTRAINED)
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .build();

    final Context context;
    final Console console;
    final List<String> printed = new ArrayList<>();
    int cleared;
    long nanoTime = 5_000_000_000L;

    ConsoleRealm() {
        context = Context.newBuilder("js")
                .engine(ENGINE)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .allowHostAccess(HOST_ACCESS)
                .allowValueSharing(false)
                .option("js.load", "false")
                .option("js.print", "false")
                .option("js.graal-builtin", "false")
                .allowIO(IOAccess.newBuilder()
                        .fileSystem(FileSystem.newDenyIOFileSystem())
                        .build())
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build();
        console = Console.create(context::eval, this, () -> nanoTime);
        console.install();
    }

    @Override
    public void print(Level level, String text) {
        printed.add(level + " " + text);
    }

    @Override
    public void clear() {
        cleared++;
    }

    /** Runs a script named {@code page.js}. */
    Value run(String script) {
        return context.eval(Source.newBuilder("js", script, "page.js").buildLiteral());
    }

    /** Runs a script and takes what was printed since the last time, the level in front of each text. */
    List<String> printedBy(String script) {
        printed.clear();
        run(script);
        List<String> taken = List.copyOf(printed);
        printed.clear();
        return taken;
    }

    /** The one text that logging the expression prints. */
    String logged(String expression) {
        List<String> texts = printedBy("console.log(" + expression + ")");
        if (texts.size() != 1 || !texts.get(0).startsWith("LOG ")) {
            throw new AssertionError("one log expected, not " + texts);
        }
        return texts.get(0).substring("LOG ".length());
    }

    @Override
    public void close() {
        context.close();
    }
}
