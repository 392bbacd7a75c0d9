package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed modules on the module path: what they export is enough for the engine to reach. */
class ModulePathIT {
    private static final Path JARS = Path.of("target/dist/lib");
    /** Packages of the host bindings that nobody outside needs. */
    private static final Set<String> INTERNAL =
            Set.of("dev.weir.bindings.idl", "dev.weir.encoding.codec", "dev.weir.infra", "dev.weir.xhr.progress");

    private static final String SCRIPT = """
            for (const name of Object.getOwnPropertyNames(globalThis)) globalThis[name];
            const source = new ReadableStream({ start(c) { c.enqueue('chunk'); c.close(); } });
            await source.pipeTo(new WritableStream({ write(chunk) { console.log(chunk); } }));
            const target = new EventTarget();
            target.addEventListener('ping', (event) => console.log(event.type));
            target.dispatchEvent(new Event('ping'));
            console.log(await new Promise((resolve) => setTimeout(resolve, 1, 'timer')));
            const worker = new Worker('worker.js');
            console.log(await new Promise((resolve) => { worker.onmessage = (event) => resolve(event.data); }));
            worker.terminate();
            await new WebSocketStream('ws://127.0.0.1:1').opened.catch((e) => console.log(e.name));
            """;

    @Test
    void everyPackageOfTheHostBindingsIsExportedButTheInternalOnes() {
        ModuleDescriptor descriptor = ModuleFinder.of(JARS)
                .find("dev.weir.host.bindings")
                .orElseThrow()
                .descriptor();
        Set<String> kept = new TreeSet<>(descriptor.packages());
        descriptor.exports().forEach(exported -> kept.remove(exported.source()));
        assertEquals(new TreeSet<>(INTERNAL), kept);
    }

    @Test
    void aScriptRuns(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("script.mjs"), SCRIPT);
        Files.writeString(folder.resolve("worker.js"), "postMessage('worker')");
        Path output = folder.resolve("output");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED,org.graalvm.truffle,io.netty.common",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpolyglot.engine.WarnInterpreterOnly=false",
                "--module-path",
                JARS.toString(),
                "--module",
                "dev.weir.runtime/dev.weir.runtime.cli.Main",
                "run",
                script.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "the script has ended");
        } finally {
            process.destroyForcibly();
        }
        assertEquals(
                List.of(
                        "chunk",
                        "ping",
                        "timer",
                        "worker",
                        "WebSocket connection to 'ws://127.0.0.1:1/' failed: port 1 is blocked, as in every browser",
                        "WebSocketError"),
                Files.readAllLines(output, StandardCharsets.UTF_8));
        assertEquals(0, process.exitValue());
    }
}
