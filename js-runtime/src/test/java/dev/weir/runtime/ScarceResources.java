package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The main class of other JVMs that lack something: runs a script to its end, and prints what it prints. */
final class ScarceResources {
    private ScarceResources() {}

    /** @param arguments the file of the script or page, and optionally an expression to evaluate when that has ended */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        try (WebRuntime runtime = WebRuntime.builder()
                .network(NetworkAccess.builder().allow("127.0.0.1").build())
                .console((level, text) -> {
                    if (level
                            != ConsoleOutput.Level
                                    .ERROR) { // why a WebSocket failed, say, scripts of here see otherwise
                        System.out.println(text);
                    }
                })
                .onError(error -> System.out.println("reported " + error))
                .build()) {
            if (file.toString().endsWith(".html")) {
                runtime.loadPage(file);
            } else {
                runtime.run(Files.readString(file), "script.js");
            }
            System.out.println(runtime.runUntilIdle(Duration.ofSeconds(60)) ? "idle" : "busy");
            if (arguments.length > 1) {
                try {
                    System.out.println(runtime.evaluate(arguments[1]));
                } catch (ScriptException e) {
                    System.out.println("thrown " + e.getMessage());
                }
            }
        }
        System.out.println("closed");
    }
}
