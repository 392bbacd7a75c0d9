package dev.weir.runtime;

/** What {@link DeepRecursionTest} runs in a JVM of its own: scripts that use up the stack, and one that does not. */
final class DeepRecursion {
    private static final String ENDLESS = """
            function endless() { try { endless(); } catch (e) { throw e; } }
            try { endless(); } catch (e) { console.log(e.name); }
            """;

    /** A failure of the host's at each of the last calls. */
    private static final String FAILING = """
            function failing() {
              const stream = new ReadableStream();
              try { failing(); } catch (e) { try { stream.getReader(); stream.getReader(); } catch {} throw e; }
            }
            try { failing(); } catch (e) { console.log(e.name); }
            """;

    private DeepRecursion() {}

    private static void run(String script) {
        try (WebRuntime runtime = WebRuntime.builder()
                .console((level, text) -> System.out.println(text))
                .onError(report -> System.out.println(report))
                .build()) {
            runtime.run(script, "script.js");
        }
    }

    public static void main(String[] arguments) {
        run("function sum(n) { return n === 0 ? 0 : n + sum(n - 1); } console.log(sum(5000));");
        run(ENDLESS);
        run(FAILING);
        run("try { null.x; } catch (e) { console.log(e.name, e.stack.includes('script.js')); }");
        System.exit(0);
    }
}
