package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts drop is collected, although a wrapper and its peer in Java hold each other; what is closed is gone. */
final class MemoryTest {
    /** A stream that is kept costs well over this many bytes, so a tenth of it for each means that none was. */
    private static final long COST_OF_A_STREAM = 1000;

    /** Makes streams in portions, so that they are not all alive at once, and does something with each. */
    private static String makeStreams(String one) {
        return """
                for (let i = 0; i < 1000; i++) {
                  %s
                }
                """.formatted(one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new ReadableStream({ pull(c) { c.enqueue(i); } }).getReader().read();",
                "new WritableStream({ write() {} }).getWriter().write(i);",
                "{ const { readable, writable } = new TransformStream(); readable.pipeTo(new WritableStream());"
                        + " writable.getWriter().write(i); }",
                "new ReadableStream({ start(c) { c.enqueue(i); } }).tee()[0].getReader().read();",
                "{ const stream = new ReadableStream({ type: 'bytes', pull(c) { c.byobRequest.respond(1); } });"
                        + " stream.expando = stream; stream.getReader({ mode: 'byob' }).read(new Uint8Array(8)); }",
            })
    void streamsThatNobodyHoldsAreCollected(String one) {
        assertCollected(one, 20_000);
    }

    private static void assertCollected(String one, int count) {
        try (WebRuntime runtime = WebRuntime.builder().build()) {
            String portion = makeStreams(one);
            for (int i = 0; i < 5; i++) {
                runtime.run(portion, "warm-up.js");
            }
            long before = usedAfterCollection();
            for (int i = 0; i < count / 1000; i++) {
                runtime.run(portion, "streams.js");
            }
            long limit = before + count * COST_OF_A_STREAM / 10;
            assertTrue(
                    within10Seconds(() -> usedAfterCollection() < limit),
                    () -> "grew from " + before + " to " + usedAfterCollection() + " bytes");
        }
    }

    /** A timer that is far away keeps nothing of a realm that is no more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void timersOfClosedRealmsAreForgotten(boolean virtual) {
        WebRuntime.Builder builder = WebRuntime.builder();
        try (WebRuntime runtime = (virtual ? builder.virtualClock() : builder).build()) {
            String page = "<script>var kept = new Uint8Array(4e6).fill(1); setTimeout(() => kept, 2 ** 31 - 1);"
                    + " AbortSignal.timeout(2 ** 40).onabort = () => kept;</script>";
            for (int i = 0; i < 3; i++) {
                runtime.loadPage(page, "http://page.test/");
            }
            long before = usedAfterCollection();
            for (int i = 0; i < 12; i++) {
                runtime.loadPage(page, "http://page.test/");
            }
            long limit = before + 20_000_000;
            assertTrue(
                    within10Seconds(() -> usedAfterCollection() < limit),
                    () -> "grew from " + before + " to " + usedAfterCollection() + " bytes");
        }
    }

    /** The measure of the test above: streams that are held do cost what it says. */
    @Test
    void streamsThatAreHeldAreNot() {
        try (WebRuntime runtime = WebRuntime.builder().build()) {
            runtime.run("var held = [];", "held.js");
            String portion = makeStreams("held.push(new ReadableStream({ pull(c) { c.enqueue(i); } }));");
            runtime.run(portion, "warm-up.js");
            long before = usedAfterCollection();
            for (int i = 0; i < 10; i++) {
                runtime.run(portion, "streams.js");
            }
            long grown = usedAfterCollection() - before;
            assertTrue(grown > 10_000 * COST_OF_A_STREAM / 2, () -> "10,000 streams cost only " + grown + " bytes");
        }
    }

    @Test
    void aClosedRealmIsGone() {
        try (SharedEngine engine = SharedEngine.create()) {
            List<WeakReference<Context>> realms = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                realms.add(runAndClose(WebRuntime.builder().engine(engine)));
            }
            realms.add(runAndClose(WebRuntime.builder()));
            within10Seconds(() -> {
                System.gc();
                return alive(realms) == 0;
            });
            assertEquals(0, alive(realms));
        }
    }

    private static WeakReference<Context> runAndClose(WebRuntime.Builder builder) {
        try (WebRuntime runtime = builder.build()) {
            runtime.run("""
                    const source = new ReadableStream({ pull(c) { return new Promise(() => {}); } });
                    source.pipeThrough(new TransformStream()).pipeTo(new WritableStream());
                    setInterval(() => {}, 1);
                    const port = new MessageChannel().port1;
                    port.onmessage = () => {};
                    """, "script.js");
            return runtime.inRealm(WeakReference::new);
        }
    }

    private static long alive(List<WeakReference<Context>> realms) {
        return realms.stream().filter(realm -> realm.get() != null).count();
    }

    /** The heap in use, in bytes, without what is garbage. */
    @Test
    void whoHoldsAClosedRuntimeOrItsPageHoldsNothingOfItsScripts() {
        long before = usedAfterCollection();
        WebRuntime runtime = WebRuntime.builder().build();
        Page page = runtime.loadPage("<p>page", "http://weir.example/");
        runtime.run(
                "globalThis.kept = []; for (let i = 0; i < 100; i++) kept.push(new Uint8Array(1 << 20));", "keep.js");
        assertTrue(usedAfterCollection() - before > 100 << 20);
        runtime.close();
        assertTrue(within10Seconds(() -> usedAfterCollection() - before < 50 << 20));
        assertFalse(runtime.hasPendingModules());
        assertThrows(IllegalStateException.class, page::text);
        assertThrows(IllegalStateException.class, () -> page.click("p"));
    }

    static long usedAfterCollection() {
        System.gc();
        Runtime jvm = Runtime.getRuntime();
        return jvm.totalMemory() - jvm.freeMemory();
    }

    private static boolean within10Seconds(BooleanSupplier condition) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
