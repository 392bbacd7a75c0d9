package dev.weir.url;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.TestRealm;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What long input costs is in proportion to its length. What is counted is the memory that is allocated on the way, which,
 * unlike time, is the same on a busy machine, or the processor's time in comparison with a like input.
 */
class UrlCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** How many times more memory eight times as much input takes; 8 where the cost is linear, and 64 where it is quadratic. */
    private static double growth(int size, IntConsumer work) {
        work.accept(size); // what is made once does not count
        return (double) allocated(() -> work.accept(8 * size)) / allocated(() -> work.accept(size));
    }

    private static long allocated(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static long cpuTime(Runnable work) {
        long before = THREADS.getCurrentThreadCpuTime();
        work.run();
        return THREADS.getCurrentThreadCpuTime() - before;
    }

    private static void assertLinear(double growth) {
        assertTrue(growth < 20, () -> "eight times the input takes " + growth + " times as much");
    }

    @Test
    void manyAtSignsInAnAuthority() {
        assertLinear(growth(2_000, n -> assertNotNull(UrlRecord.parse("http://" + "@".repeat(n) + "h"))));
        assertLinear(growth(2_000, n -> assertNotNull(UrlRecord.parse("http://u:" + "@p".repeat(n) + "@h"))));
    }

    @Test
    void manyNamesWithoutAValue() {
        int count = 400_000;
        String without = "a&".repeat(count);
        String with = "a=&".repeat(count);
        assertEquals(FormUrlEncoded.parse(with), FormUrlEncoded.parse(without));
        long needed = Long.MAX_VALUE;
        long taken = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) { // in turns, since the compiler may take its time for either
            needed = Math.min(needed, cpuTime(() -> FormUrlEncoded.parse(with)));
            taken = Math.min(taken, cpuTime(() -> FormUrlEncoded.parse(without)));
        }
        assertTrue(taken < 5 * needed, taken + " ns, and " + needed + " ns with values");
    }

    @Test
    void manyPairsAppendedToTheQueryOfAUrl() {
        InterfaceSet interfaces = new InterfaceSet(
                "Window",
                Stream.of(List.of(DOMExceptionBinding.DEFINITION), UrlInterfaces.DEFINITIONS)
                        .flatMap(List::stream)
                        .toList());
        try (TestRealm realm = new TestRealm(interfaces)) {
            realm.eval("""
                    const append = (n) => {
                        const url = new URL('http://h/');
                        for (let i = 0; i < n; i++) {
                            url.searchParams.append('name', 'value');
                        }
                        return url.href.length;
                    };
                    """);
            assertLinear(growth(500, n -> assertEquals("" + (9 + 11 * n), realm.eval("append(" + n + ")"))));
        }
    }
}
