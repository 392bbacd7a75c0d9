package dev.weir.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The main class of other JVMs that lack something: runs a script to its end, and prints what it prints. */
final class ScarceResources {
    private ScarceResources() {}

    /** @param arguments the file of the script */
    public static void main(String[] arguments) throws Exception {
        String script = Files.readString(Path.of(arguments[0]));
        try (WebRuntime runtime = WebRuntime.builder()
                .network(NetworkAccess.builder().allow("127.0.0.1").build())
                .console((level, text) -> System.out.println(text))
                .onError(error -> System.out.println("reported " + error))
                .build()) {
            runtime.run(script, "script.js");
            System.out.println(runtime.runUntilIdle(Duration.ofSeconds(60)) ? "idle" : "busy");
        }
        System.out.println("closed");
    }
}
